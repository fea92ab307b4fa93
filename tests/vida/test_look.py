"""The pieces that pages are made of: what a reader, a screen reader and a careless input meet."""

import re
from datetime import date, timedelta

import django_filters
import django_tables2 as tables
import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import ngettext_lazy

from vida import feedback
from vida.filterchips import chips
from vida.gallery import gallery
from vida.paging import lay_out
from vida.templatetags.look import deadline_badge, icon, state_badge

TODAY = date(2026, 11, 23)
NASTY = "<script>alert(1)</script>"


def rendered(text, request=None, **context):
    made = Context({"request": request, **context})
    return Template("{% load look components %}" + text).render(made)


class Plant(forms.Form):
    title = forms.CharField(help_text="Ett kort namn.", max_length=10)
    story = forms.CharField(widget=forms.Textarea, max_length=50, required=False)
    sown_on = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("a", "Ärt"), ("b", "Böna")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()


class TestForms:
    def test_an_error_stands_in_the_summary_and_at_the_field_that_names_it(self):
        html = str(Plant({"title": "", "kind": "a", "agreed": "on"}))
        assert "En sak behöver rättas" in html
        assert 'href="#id_title"' in html
        field = re.search(r'<input[^>]*name="title"[^>]*>', html).group()
        assert 'aria-describedby="id_title_helptext id_title_error"' in field
        assert 'aria-invalid="true"' in field
        assert 'id="id_title_helptext"' in html
        assert 'id="id_title_error"' in html

    def test_the_summary_leads_to_the_first_of_several_choices(self):
        html = str(Plant({"title": "Ärt", "agreed": "on"}))
        assert 'href="#id_kind_0"' in html
        assert 'id="id_kind_0"' in html

    def test_a_form_without_errors_has_no_summary(self):
        assert "error-summary" not in str(Plant({"title": "Ärt", "kind": "a", "agreed": "on"}))
        assert "error-summary" not in str(Plant())

    def test_what_was_typed_comes_back_escaped(self):
        html = str(Plant({"title": NASTY, "story": NASTY}))
        assert NASTY not in html
        assert html.count("&lt;script&gt;") == 2

    def test_a_long_text_is_counted_and_never_cut_by_the_browser(self):
        area = re.search(r"<textarea[^>]*>", str(Plant())).group()
        assert 'data-limit="50"' in area
        assert "maxlength" not in area

    def test_only_what_may_be_left_out_says_so(self):
        html = str(Plant())
        assert html.count("(frivilligt)") == 2

    def test_nothing_says_that_it_may_be_left_out_of_which_one_is_needed(self):
        class Reached(forms.Form):
            one_needed = ("email", "phone")
            email = forms.CharField(required=False)
            phone = forms.CharField(required=False)
            website = forms.CharField(required=False)

        html = str(Reached())
        assert html.count("(frivilligt)") == 1
        assert html.index("(frivilligt)") > html.index('name="phone"')

    def test_a_date_is_picked_or_typed_in_the_browsers_own_field(self):
        html = str(Plant(initial={"sown_on": TODAY}))
        assert re.search(r'<input type="date"[^>]*value="2026-11-23"', html)

    def test_choices_are_one_group_with_one_name(self):
        html = str(Plant())
        assert html.count("<fieldset") == 1
        assert html.count('type="radio"') == 2


class TestBadges:
    @pytest.mark.parametrize(
        ("days", "words", "tone"),
        [
            (11, "11 dagar kvar", "neutral"),
            (5, "5 dagar kvar", "neutral"),
            (4, "4 dagar kvar", "warning"),
            (1, "1 dag kvar", "warning"),
            (0, "sista dag i dag", "warning"),
            (-1, "1 dag försenat", "danger"),
            (-2, "2 dagar försenat", "danger"),
        ],
    )
    def test_a_deadline_is_said_in_words_tone_and_icon(self, days, words, tone):
        html = deadline_badge(TODAY + timedelta(days=days), TODAY, moves=False)
        assert f">{words}<" in html
        assert f'data-tone="{tone}"' in html
        assert "<svg" in html

    def test_a_last_day_on_a_sunday_is_named_and_counted_as_the_monday(self):
        html = deadline_badge(date(2026, 12, 6), TODAY)
        assert ">14 dagar kvar<" in html
        assert "sista dag 7 december 2026" in html
        assert rendered("{{ day|last_day|date:'j F' }}", day=date(2026, 12, 6)) == "7 december"

    def test_no_last_day_gives_no_badge(self):
        assert deadline_badge(None, TODAY) == ""

    def test_a_state_without_a_look_of_its_own_is_still_a_word(self):
        assert "Vilande" in state_badge("dormant", "Vilande")
        assert "&lt;script" in state_badge("waiting", NASTY)

    def test_an_icon_is_silent_unless_it_has_words(self):
        assert 'aria-hidden="true"' in icon("lock")
        assert 'aria-label="Låst"' in icon("lock", "Låst")


class TestBlocks:
    def test_the_pages_own_words_are_escaped_once_and_its_html_kept(self):
        html = rendered("{% page_head title %}<a href='/x/'>{{ title }}</a>{% endpage_head %}", title=NASTY)
        assert NASTY not in html
        assert "<a href='/x/'>" in html
        assert "&amp;lt;" not in html

    def test_an_empty_fact_shows_a_dash(self):
        assert "–" in rendered("{% fact 'Telefon' %} {% endfact %}")
        assert "–" not in rendered("{% fact 'Telefon' %}070{% endfact %}")


class Rows(tables.Table):
    name = tables.Column()
    count_words = ngettext_lazy("%(n)s växt", "%(n)s växter", "n")


class Search(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Namn")
    kind = django_filters.ChoiceFilter(label="Sort", choices=[("a", "Ärt"), ("b", "Böna")])


def a_list(request, number, **context):
    table = Rows([{"name": f"Ärt {n}"} for n in range(number)])
    lay_out(request, table, rows=2)
    filled = {"table": table, **context}
    return rendered("{% data_list table filter=filter %}<p>Så den första</p>{% enddata_list %}", request, **filled)


class TestLists:
    @pytest.mark.parametrize(
        ("number", "words"), [(1, "1 växt"), (2, "2 växter"), (3, "Visar 1–2 av 3 växter")]
    )  # both sides of a page of two
    def test_the_number_of_rows_is_said_in_words(self, rf, number, words):
        html = a_list(rf.get("/"), number, filter=None)
        assert f">{words}<" in html
        assert ("Nästa" in html) == (number > 2)

    def test_the_sorted_column_says_so_and_a_new_order_begins_at_the_first_page(self, rf):
        html = a_list(rf.get("/", {"sort": "-name", "page": "2"}), 3, filter=None)
        assert 'aria-sort="descending"' in html
        link = re.search(r'id="sort-name" href="([^"]*)"', html).group(1)
        assert "page=" not in link
        assert "sort=name" in link

    @pytest.mark.parametrize("per_page", ["-1", "0", "500", "9" * 30])
    def test_the_address_does_not_say_how_many_rows_a_page_has(self, rf, per_page):
        assert "Visar 1–2 av 3 växter" in a_list(rf.get("/", {"per_page": per_page}), 3, filter=None)

    @pytest.mark.parametrize(
        ("page", "words"), [("2", "3–3"), ("9", "3–3"), ("0", "3–3"), ("x", "1–2"), ("9" * 5000, "1–2")]
    )
    def test_a_page_that_there_is_not_shows_the_nearest(self, rf, page, words):
        assert f"Visar {words} av 3 växter" in a_list(rf.get("/", {"page": page}), 3, filter=None)

    def test_an_empty_list_says_what_to_do_and_a_filtered_one_says_why(self, rf):
        everything = Search({}, queryset=_NoRows())
        assert "Så den första" in a_list(rf.get("/"), 0, filter=everything)
        narrow = Search({"q": "Ärt"}, queryset=_NoRows())
        html = a_list(rf.get("/", {"q": "Ärt"}), 0, filter=narrow)
        assert "Inget stämmer med filtren" in html
        assert "Så den första" not in html

    @pytest.mark.parametrize(("query", "is_open"), [({}, False), ({"q": "Ärt"}, False), ({"kind": "b"}, True)])
    def test_all_filters_but_the_search_fold_unless_they_narrow(self, rf, query, is_open):
        request = rf.get("/", query)
        html = a_list(request, 1, filter=Search(request.GET, queryset=_NoRows()))
        before, fold = html.split("<details", 1)
        assert 'name="q"' in before
        assert 'name="kind"' in fold.split("</details>")[0]
        assert fold.split(">", 1)[0].endswith(" open") is is_open

    def test_a_chip_takes_away_its_own_filter_and_nothing_else(self, rf):
        request = rf.get("/", {"q": "Ärt", "kind": "b", "sort": "name", "page": "3"})
        found = chips(Search(request.GET, queryset=_NoRows()), request)
        assert [(chip.label, chip.value) for chip in found] == [("Namn", "Ärt"), ("Sort", "Böna")]
        assert found[0].url == "?kind=b&sort=name"


class _NoRows:
    """Stands for a queryset where only the form of a filter set is used."""

    model = None

    def all(self):
        return self


class TestMessages:
    def test_a_saved_message_carries_its_time_and_the_way_back(self, rf, monkeypatch):
        kept = []
        monkeypatch.setattr(
            "vida.feedback.messages.success", lambda _r, text, extra_tags: kept.append((text, extra_tags))
        )
        feedback.saved(rf.get("/"), "Sparat", undo_url="/vast/angra/7/")
        parts = feedback.parts(Message(25, *kept[0]).extra_tags)
        assert parts["undo"] == "/vast/angra/7/"
        assert re.fullmatch(r"\d\d\.\d\d", parts["at"])

    def test_any_other_message_carries_nothing(self):
        assert feedback.parts("") == {"at": "", "undo": ""}


class TestTheme:
    def test_the_choice_is_kept_and_rendered(self, client):
        answer = client.post("/utseende/", {"theme": "dark", "next": "/konto/login/"})
        assert answer.status_code == 302
        assert answer.url == "/konto/login/"
        assert answer.cookies["theme"]["httponly"]

    def test_nobody_is_sent_to_another_site(self, client):
        assert client.post("/utseende/", {"theme": "dark", "next": "https://example.org/"}).url == "/"

    def test_what_is_no_choice_is_not_kept(self, client):
        assert "theme" not in client.post("/utseende/", {"theme": NASTY, "next": "/"}).cookies


class TestGallery:
    @pytest.mark.parametrize(
        "query", ["", "?rader=0", "?rader=1&q=Li&state=waiting", "?fel=1&klart=1&sort=-area&page=3"]
    )
    @pytest.mark.parametrize("theme", ["auto", "light", "dark"])
    def test_every_component_names_only_what_is_there_and_has_nothing_inline(self, client, settings, query, theme):
        settings.DEMO = True
        client.cookies["theme"] = theme
        page = client.get(f"/komponenter/{query}").content.decode()
        assert f'data-theme="{theme}"' in page
        assert ("css/dark.css" in page) == (theme != "light")

    def test_it_exists_in_demonstrations_only(self, rf, settings):
        settings.DEBUG = settings.DEMO = False
        with pytest.raises(Http404):
            gallery(rf.get("/komponenter/"))


class TestDoors:
    @pytest.mark.django_db
    @pytest.mark.parametrize("address", ["login/", "login/code/", "password/reset/", "password/reset/done/"])
    def test_the_pages_before_the_log_in_open_in_our_shell(self, client, address):
        page = client.get(f"/konto/{address}").content.decode()
        assert 'class="calm entrance"' in page
        assert "placeholder" not in page

    def test_what_is_not_there_is_said_in_our_shell(self, client):
        answer = client.get("/konto/finns-inte/")
        assert answer.status_code == 404
        assert "Sidan finns inte" in answer.content.decode()

    def test_a_fault_of_ours_is_said_without_a_request(self):
        assert "Något gick fel hos oss" in render_to_string("500.html")
