"""Rows are written a column at a time, and show what django-tables2 itself would."""

import re
from datetime import date, datetime
from types import SimpleNamespace

import django_tables2 as tables
import pytest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, override

from nodes.models import Membership, User
from nodes.roles import Role
from vida.addresses import addresses
from vida.columns import DayColumn, NumberColumn, StateColumn
from vida.rows import rows_of

NASTY = '<b>&"x"'


class Members(tables.Table):
    """Columns of every kind that the product has."""

    user = tables.Column(accessor="user__name", linkify=lambda record: record.address)
    role = tables.Column()
    state = StateColumn(accessor="role")
    ended_at = DayColumn(format="Y")
    number = NumberColumn(accessor="pk")
    whole = tables.Column(empty_values=())
    missing = tables.Column(accessor="node__name")
    made = tables.TemplateColumn("{{ record.pk }}-{{ value|default:'?' }}", accessor="node__name")

    def render_whole(self, record, table):
        """Takes the record and the table, and no value."""
        return format_html("<i>{}</i>{}", record.pk, len(table.rows))


def members(*names, addresses=None):
    rows = [Membership(pk=1 + n, user=User(name=name), role=Role.CASE_OFFICER) for n, name in enumerate(names)]
    for row, address in zip(rows, addresses or ["/x/"] * len(rows), strict=True):
        row.address = address
    return Members(rows)


def cells(html):
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", str(html))


class TestRows:
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_each_cell_is_what_the_library_gives(self, language):
        table = members("Ali", "Bo")
        with override(language):
            ours = cells(rows_of(table))
            theirs = [str(cell) for row in table.rows for cell in row]
        assert ours == theirs

    def test_a_day_in_a_plain_column_is_written_as_the_reader_writes_it(self):
        class Days(tables.Table):
            day = tables.Column()

        with override("sv"):
            assert cells(rows_of(Days([{"day": date(2026, 3, 2)}]))) == ["2 mars 2026"]

    @pytest.mark.parametrize(("moment", "day"), [("21:59", "2026-07-01"), ("22:00", "2026-07-02")])
    def test_a_moment_is_written_as_the_day_that_it_is_in_sweden(self, moment, day):
        class Days(tables.Table):
            at = DayColumn()

        at = datetime.fromisoformat(f"2026-07-01T{moment}:00+00:00")
        assert cells(rows_of(Days([{"at": at}, {"at": at.date()}]))) == [day, "2026-07-01"]

    @pytest.mark.parametrize(("language", "day"), [("sv", "3 jan 2027"), ("en", "3 Jan 2027")])
    def test_a_months_name_is_written_as_the_language_has_it(self, language, day):
        class Days(tables.Table):
            on = DayColumn(format=gettext_lazy("j b Y"))

        with override(language):
            assert cells(rows_of(Days([{"on": date(2027, 1, 3)}]))) == [day]

    def test_a_row_that_knows_its_own_address_is_linked_to_it(self):
        class Own(tables.Table):
            name = tables.Column(linkify=True)

        class Row(SimpleNamespace):
            def get_absolute_url(self):
                return f"/{self.name}/"

        assert cells(rows_of(Own([Row(name="a"), Row(name="b")]))) == ['<a href="/a/">a</a>', '<a href="/b/">b</a>']

    def test_what_is_written_is_escaped(self):
        html = rows_of(members(NASTY))
        assert NASTY not in html
        assert "&lt;b&gt;&amp;&quot;x&quot;" in html

    def test_a_choice_is_shown_in_words_whatever_the_first_row_lacks(self):
        assert cells(rows_of(members("Ali", "Bo")))[1] == Role.CASE_OFFICER.label

    def test_a_row_without_an_address_is_no_link(self):
        (
            first,
            *_rest,
        ) = cells(rows_of(members("Ali", "Bo", addresses=[None, "/bo/"])))
        assert first == "Ali"
        assert '<a href="/bo/">Bo</a>' in rows_of(members("Ali", "Bo", addresses=[None, "/bo/"]))

    def test_the_first_cell_heads_its_row_and_the_others_carry_their_column(self):
        html = rows_of(members("Ali"))
        assert html.count('<th scope="row" role="rowheader">') == 1
        assert '<td role="cell" data-label="Number" class="number">' in html

    @pytest.mark.parametrize("content", ["–", " – ", None])
    def test_a_cell_that_says_nothing_is_marked(self, content):
        class Said(tables.Table):
            name, said = tables.Column(), tables.Column()

        html = rows_of(Said([{"name": "Ali", "said": content}, {"name": "Bo", "said": "08–12"}]))
        assert re.findall(r"<td([^>]*)>(.*?)</td>", html) == [
            (' role="cell" data-label="Said" data-none', content or "—"),
            (' role="cell" data-label="Said"', "08–12"),
        ]

    def test_no_rows_are_nothing(self):
        assert rows_of(members()) == ""


@pytest.mark.parametrize("node", ["nacka", "nod-0"])
@pytest.mark.parametrize("pk", [1, 100])
def test_the_address_of_a_row_is_the_one_that_django_gives(node, pk):
    assert addresses("matching:participant", node)(pk) == reverse("matching:participant", args=[node, pk])
