"""The filters of the lists: who waits, offers, whom the forecast leaves without, and outreach."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from matching.filters.choices import DAYS, InNode, interest_filter, municipality_filter
from matching.models import Offer, OutreachTask, Proposal
from matching.selectors.forecast import WHEN, late_when
from matching.selectors.forecast.words import KINDS, whys_of
from matching.selectors.free_time import PARTS, who_can_come
from matching.states import OfferState, OutreachState
from nodes.models import InterestArea, Municipality, Node, User
from participants.models import InterestChoice, InterestForm
from vida import clock
from vida.deadlines import with_days_left
from vida.text import fold


class WaitingFilter(InNode):
    """Who waits: by name, municipality, interest, days left and the part of the week when they could come."""

    q = filters.CharFilter(label=_("Namn"), method="by_name")
    kommun = municipality_filter()
    intresse = interest_filter(_("Intresse"))
    dagar = filters.ChoiceFilter(label=_("Dagar kvar"), choices=DAYS, empty_label=_("Alla"), method="by_days")
    tid = filters.ChoiceFilter(
        label=_("Kan komma"), choices=list(PARTS.items()), empty_label=_("Alla"), method="by_part"
    )

    class Meta:
        model = InterestForm
        fields: ClassVar[list[str]] = []

    def by_name(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Part of a name, as one says it."""
        return rows.filter(participant__protection="", participant__search_key__contains=fold(value)[:100])

    def by_municipality(self, rows: QuerySet, _name: str, value: Municipality) -> QuerySet:
        """Those who live there."""
        return rows.filter(participant__protection="", participant__municipality=value)

    def by_area(self, rows: QuerySet, _name: str, value: InterestArea) -> QuerySet:
        """Those who chose the interest, or anything in the group."""
        chosen = InterestChoice.objects.filter(area=value) | InterestChoice.objects.filter(area__parent=value)
        return rows.filter(participant__protection="", pk__in=chosen.values("form_id"))

    def by_days(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those with so many days left."""
        return rows.filter(with_days_left(value, "due_on", clock.today()))

    def by_part(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those who have an hour free then, as far as anybody knows."""
        free = who_can_come(value, node_id=self.node.pk, on=clock.today())
        return rows.filter(participant__protection="", participant__in=free)


class OfferFilter(filters.FilterSet):
    """Offers: by name, state, giver and how long there is left to answer."""

    q = filters.CharFilter(label=_("Namn eller aktivitet"), method="by_words")
    lage = filters.ChoiceFilter(label=_("Läge"), field_name="state", choices=OfferState.choices, empty_label=_("Alla"))
    givare = filters.ModelChoiceFilter(
        label=_("Gett av"), field_name="given_by", queryset=User.objects.none(), empty_label=_("Alla")
    )
    matchning = filters.NumberFilter(field_name="proposals__round", widget=HiddenInput)  # those that a round made
    dagar = filters.ChoiceFilter(label=_("Dagar att svara"), choices=DAYS, empty_label=_("Alla"), method="by_days")

    class Meta:
        model = Offer
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__node=node).distinct()
        self.filters["givare"].queryset = members.order_by("name", "id")

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Part of the participant's name or of the activity's."""
        words = fold(value)[:100]
        found = rows.filter(participant__search_key__contains=words) | rows.filter(activity__search_key__contains=words)
        return found.filter(participant__protection="")

    def by_days(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Unanswered ones with so many days left to answer."""
        return rows.filter(with_days_left(value, "reply_by", clock.today()), state=OfferState.GIVEN)


class LeftFilter(InNode):
    """Whom the forecast leaves without: by first choice, home, last day and what is missing."""

    intresse = interest_filter(_("Vill helst"))
    kommun = municipality_filter()
    nar = filters.ChoiceFilter(label=_("Sista dag"), choices=list(WHEN.items()), empty_label=_("Alla"), method="by_day")
    varfor = filters.ChoiceFilter(
        label=_("Vad som saknas"), choices=list(KINDS.items()), empty_label=_("Alla"), method="by_kind"
    )

    class Meta:
        model = Proposal
        fields: ClassVar[list[str]] = []

    def by_area(self, rows: QuerySet, _name: str, value: InterestArea) -> QuerySet:
        """Those whose first choice it is, or is in the group."""
        return rows.filter(
            Q(first=value.pk) | Q(first__in=InterestArea.objects.filter(parent=value)), participant__protection=""
        )

    def by_municipality(self, rows: QuerySet, _name: str, value: Municipality) -> QuerySet:
        """Those who live there."""
        return rows.filter(participant__protection="", participant__municipality=value)

    def by_day(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those who are late, or become so this week, next week or later."""
        return rows.filter(late_when(value, "form__due_on", clock.today()))

    def by_kind(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those who lack this."""
        return rows.filter(participant__protection="", why_not__in=whys_of(value))


class OutreachFilter(InNode):
    """Outreach tasks: by state, interest, municipality and whether the next step is overdue."""

    lage = filters.ChoiceFilter(
        label=_("Läge"), field_name="state", choices=OutreachState.choices, empty_label=_("Alla")
    )
    intresse = interest_filter(_("Intresse"))
    kommun = municipality_filter(field_name="municipality")
    steg = filters.ChoiceFilter(label=_("Nästa steg"), choices=DAYS, empty_label=_("Alla"), method="by_days")

    class Meta:
        model = OutreachTask
        fields: ClassVar[list[str]] = []

    def by_area(self, rows: QuerySet, _name: str, value: InterestArea) -> QuerySet:
        """Those about the area, or about anything in the group."""
        return rows.filter(Q(area=value) | Q(area__parent=value))

    def by_days(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those whose next step is late, soon due or later."""
        return rows.filter(with_days_left(value, "next_on", clock.today()))
