"""Two rounds side by side: their figures, and who got something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from matching.models import MatchingRound, Proposal
from matching.selectors.rounds.totals import Totals, totals_of
from matching.selectors.rounds.words import proposal_words
from participants.models import InterestForm


@dataclass(frozen=True)
class Comparison:
    """Two rounds; `changed` are the forms for which they propose different things, or that only one of them has."""

    before: MatchingRound
    after: MatchingRound
    totals: tuple[Totals, Totals]
    changed: QuerySet[InterestForm]

    @property
    def figures(self) -> list[tuple[str, int, int]]:
        """The figures of both, each with its word."""
        words = {
            "people": _("Personer"),
            "placed": _("Får förslag"),
            "first": _("Sitt första val"),
            "second": _("Sitt andra val"),
            "third": _("Sitt tredje val"),
            "others": _("Nära valen eller utanför"),
            "without": _("Utan plats"),
            "excluded": _("Undantagna"),
            "locked": _("Låsta"),
        }
        before, after = self.totals
        return [(word, getattr(before, name), getattr(after, name)) for name, word in words.items()]


def compare(before: MatchingRound, after: MatchingRound) -> Comparison:
    """The comparison; four queries, and the changed forms are read by whoever pages through them."""
    earlier, later = (_places(each) for each in (before, after))
    changed = {form for form in earlier.keys() | later.keys() if earlier.get(form, 0) != later.get(form, 0)}
    rows = InterestForm.objects.filter(pk__in=changed).select_related("participant")
    return Comparison(before, after, (totals_of(before), totals_of(after)), rows.order_by("due_on", "id"))


def with_changes(compared: Comparison, forms: Sequence[Any]) -> None:
    """Put `was` and `becomes` in words on each form."""
    pks = [form.pk for form in forms]
    earlier, later = (_words(each, pks) for each in (compared.before, compared.after))
    for form in forms:
        form.was = earlier.get(form.pk, _("inte med"))
        form.becomes = later.get(form.pk, _("inte med"))


def _places(row: MatchingRound) -> dict[int, int | None]:
    return dict(Proposal.objects.filter(round=row).values_list("form_id", "activity_id"))


def _words(row: MatchingRound, forms: Iterable[int]) -> dict[int, str]:
    rows = Proposal.objects.filter(round=row, form__in=forms).select_related("activity")
    return {each.form_id: proposal_words(each) for each in rows}
