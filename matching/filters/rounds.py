"""The filters of a round's board."""

from __future__ import annotations

from typing import ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from associations.models import ActivityInterest
from matching.filters.choices import InNode, interest_filter, municipality_filter
from matching.models import Proposal, RoundActivity
from nodes.models import InterestArea, Municipality
from participants.models import InterestChoice

WITHOUT, PLACED, LOCKED, BY_HAND, EXCLUDED = "utan", "forslag", "lasta", "andrade", "undantagna"
STANDS = [
    (WITHOUT, _("Utan plats")),
    (PLACED, _("Med förslag")),
    (LOCKED, _("Låsta")),
    (BY_HAND, _("Ändrade för hand")),
    (EXCLUDED, _("Undantagna")),
]
WHERE = {
    WITHOUT: Q(activity__isnull=True, excluded=False),
    PLACED: Q(activity__isnull=False),
    LOCKED: Q(locked=True),
    BY_HAND: Q(source=Proposal.Source.HAND),
    EXCLUDED: Q(excluded=True),
}


class BoardFilter(InNode):
    """The people of a round: by municipality, interest, and what has become of them."""

    kommun = municipality_filter()
    intresse = interest_filter(_("Intresse"))
    visa = filters.ChoiceFilter(label=_("Visa"), choices=STANDS, empty_label=_("Alla"), method="by_stand")

    class Meta:
        model = Proposal
        fields: ClassVar[list[str]] = []

    def by_stand(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those who stand so; how a protected person stands is said on the own page only."""
        return rows.filter(WHERE[value], participant__protection="")

    def by_municipality(self, rows: QuerySet, _name: str, value: Municipality) -> QuerySet:
        """Those who live there."""
        return rows.filter(participant__protection="", participant__municipality=value)

    def by_area(self, rows: QuerySet, _name: str, value: InterestArea) -> QuerySet:
        """Those who chose the interest, or anything in the group."""
        chosen = InterestChoice.objects.filter(Q(area=value) | Q(area__parent=value))
        return rows.filter(participant__protection="", form__in=chosen.values("form_id"))


class ShelfFilter(InNode):
    """The activities of a round: by municipality and interest."""

    kommun = municipality_filter()
    intresse = interest_filter(_("Intresse"))

    class Meta:
        model = RoundActivity
        fields: ClassVar[list[str]] = []

    def by_municipality(self, rows: QuerySet, _name: str, value: Municipality) -> QuerySet:
        """Those that are there."""
        return rows.filter(activity__municipality=value)

    def by_area(self, rows: QuerySet, _name: str, value: InterestArea) -> QuerySet:
        """Those with the interest, or anything in the group."""
        found = ActivityInterest.objects.filter(Q(area=value) | Q(area__parent=value))
        return rows.filter(activity__in=found.values("activity_id"))
