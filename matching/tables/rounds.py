"""The lists of matching rounds: all of them, one round's people and activities, and who got something else."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from matching.models import MatchingRound, ProgrammeRound, Proposal, RoundActivity
from matching.selectors.rounds.words import whom_words
from matching.tables.people import PersonalColumn, PersonTable
from nodes.models import Node
from participants.models import InterestForm
from vida.columns import DayColumn, DeadlineColumn, NumberColumn, PieceColumn, StateColumn
from vida.templatetags.look import name


class RoundTable(tables.Table):
    """Every round of the node. A box in each row that has proposals chooses two to compare."""

    asked_at = DayColumn(verbose_name=gettext_lazy("Gjord"), format="j/n Y H.i")
    whom = tables.Column(verbose_name=gettext_lazy("För"), empty_values=(), orderable=False)
    people = tables.Column(verbose_name=gettext_lazy("Fick förslag"), empty_values=(), orderable=False)
    state = StateColumn(verbose_name=gettext_lazy("Läge"))
    asked_by = tables.Column(verbose_name=gettext_lazy("Av"), order_by="asked_by__name")
    choose = PieceColumn("matching/rounds/_choose.html", verbose_name=gettext_lazy("Jämför"))

    count_words = ngettext_lazy("%(n)s matchning", "%(n)s matchningar", "n")

    class Meta:
        model = MatchingRound
        fields = ("asked_at", "whom", "people", "state", "asked_by", "choose")

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug = node.slug

    def render_asked_at(self, record: MatchingRound, value: Any, bound_column: Any) -> SafeString:
        """The way to the board."""
        words = DayColumn.render(bound_column.column, value)
        return format_html('<a href="{}">{}</a>', reverse("matching:round", args=[self.slug, record.pk]), words)

    def render_whom(self, record: MatchingRound) -> str:
        """The meeting, a selection, or the node."""
        return whom_words(record)

    def render_people(self, record: MatchingRound) -> str:
        """How many of how many."""
        if "people" not in record.figures:
            return "–"
        return _("%(matched)d av %(people)d") % record.figures


class BoardTable(PersonTable):
    """The people of a round. The view puts `line` on each row that may be shown."""

    participant = PersonalColumn(verbose_name=gettext_lazy("Deltagare"), order_by="participant__sort_key")
    due_on = DeadlineColumn(
        verbose_name=gettext_lazy("Erbjudande"), accessor="form__due_on", order_by=("form__due_on", "form_id")
    )
    wishes = tables.Column(verbose_name=gettext_lazy("Vill helst"), empty_values=(), orderable=False)
    proposal = PieceColumn("matching/rounds/_proposal.html", verbose_name=gettext_lazy("Förslag"))
    actions = PieceColumn("matching/rounds/_actions.html", verbose_name=gettext_lazy("Ändra"))

    count_words = ngettext_lazy("%(n)s person", "%(n)s personer", "n")

    class Meta:
        model = Proposal
        fields = ("participant", "due_on", "wishes", "proposal", "actions")

    def __init__(self, *args: Any, row: MatchingRound, query: str, changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if changes else ("actions",), **kwargs)
        self.row = row
        self.ask = f"?{query}" if query else ""  # so that one comes back to the same rows

    def render_participant(self, record: Proposal) -> SafeString:
        """The way to the person's page of the round."""
        url = reverse("matching:round_person", args=[self.node(), self.row.pk, record.pk])
        return self.who(record, url + self.ask)

    def render_wishes(self, record: Proposal) -> str:
        """The choices in their order."""
        return "–" if self.hides(record) else wishes_words(record.form)


def wishes_words(form: InterestForm) -> str:
    """The choices in their order, or the own words."""
    return ", ".join(choice.area.name for choice in form.choices.all()) or form.free_text or "–"


class ActivityTable(tables.Table):
    """The activities of a round; the view has put `proposals` and `words` on each row."""

    activity = tables.Column(verbose_name=gettext_lazy("Aktivitet"), order_by="activity__sort_key")
    number = tables.Column(verbose_name=gettext_lazy("Fördelade platser"), order_by="number")
    free = NumberColumn(verbose_name=gettext_lazy("Lediga kvar"))
    people = PieceColumn("matching/rounds/_people.html", verbose_name=gettext_lazy("Vilka"))
    price = tables.Column(verbose_name=gettext_lazy("En plats till"), order_by="price")

    count_words = ngettext_lazy("%(n)s aktivitet", "%(n)s aktiviteter", "n")

    class Meta:
        model = RoundActivity
        fields = ("activity", "number", "free", "people", "price")

    def render_activity(self, record: RoundActivity) -> SafeString:
        """The way to the activity, and whose it is."""
        url = reverse("associations:activity", args=[self.request.access.node.slug, record.activity_id])
        whose = record.activity.association
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet small">{}</span>', url, name(record.activity), whose or ""
        )

    def render_number(self, record: RoundActivity) -> str:
        """How many of the places."""
        return _("%(number)d av %(seats)d") % {"number": record.number, "seats": record.seats}

    def render_price(self, record: RoundActivity) -> str:
        """What one more place would have given."""
        return record.words or "–"


class ChangeTable(PersonTable):
    """Who got something else; the view has put `was` and `becomes` on each row."""

    participant = PersonalColumn(verbose_name=gettext_lazy("Deltagare"), order_by="participant__sort_key")
    was = tables.Column(verbose_name=gettext_lazy("Från"), empty_values=(), orderable=False)
    becomes = tables.Column(verbose_name=gettext_lazy("Till"), empty_values=(), orderable=False)

    count_words = ngettext_lazy("%(n)s person får något annat", "%(n)s personer får något annat", "n")

    class Meta:
        model = InterestForm
        fields = ("participant", "was", "becomes")

    def render_participant(self, record: InterestForm) -> SafeString:
        """The way to the person's suggestions."""
        return self.who(record, reverse("matching:suggestions", args=[self.node(), record.pk]))

    def render_was(self, record: InterestForm) -> str:
        """What the earlier round has."""
        return "–" if self.hides(record) else record.was

    def render_becomes(self, record: InterestForm) -> str:
        """What the later round has."""
        return "–" if self.hides(record) else record.becomes


class ProgrammeRoundTable(tables.Table):
    """The rounds of a whole programme, in sums."""

    asked_at = DayColumn(verbose_name=gettext_lazy("Gjord"), format="j/n Y H.i")
    people = tables.Column(verbose_name=gettext_lazy("Fick förslag"), empty_values=(), orderable=False)
    nodes = tables.Column(verbose_name=gettext_lazy("Noder"), accessor="done", order_by="done")
    asked_by = tables.Column(verbose_name=gettext_lazy("Av"), order_by="asked_by__name")

    count_words = ngettext_lazy("%(n)s matchning", "%(n)s matchningar", "n")

    class Meta:
        model = ProgrammeRound
        fields = ("asked_at", "people", "nodes", "asked_by")

    def render_asked_at(self, record: ProgrammeRound, value: Any, bound_column: Any) -> SafeString:
        """The way to its page."""
        words = DayColumn.render(bound_column.column, value)
        return format_html('<a href="{}">{}</a>', reverse("matching:programme_round", args=[record.pk]), words)

    def render_people(self, record: ProgrammeRound) -> str:
        """How many of how many, when every node is done."""
        return _("%(matched)d av %(people)d") % record.figures if record.figures else "–"

    def render_nodes(self, record: ProgrammeRound) -> str:
        """How many are done."""
        return _("%(done)d av %(all)d klara") % {"done": record.done, "all": record.all}


def of_lists(rows: QuerySet[MatchingRound]) -> QuerySet[MatchingRound]:
    """Rounds with what their list shows, the latest first."""
    return rows.select_related("meeting", "asked_by").order_by("-asked_at", "-id")
