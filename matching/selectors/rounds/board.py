"""The board by person: what is proposed for each, and why, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from matching.models import MatchingRound, Proposal
from matching.rules import Obstacle
from matching.selectors.forecast.words import FULL, NONE, kind_of
from matching.selectors.rounds.words import decided_words, kept_words, why_not_words
from matching.selectors.suggestions import Suggestion, chosen_pairs
from matching.states import RoundState
from participants.states import FormState


@dataclass(frozen=True)
class BoardLine:
    """What a line of the board says beside the proposal itself.

    `earlier` is the title of what the round before proposed, where that was something else; None where there was no
    round before or the person was not in it, "" where it proposed nothing. `look_for` is the query of a new search for
    the person's first choice, "" where no activity or place is missing.
    """

    reasons: str  # why this one: choice, way, time, places, start; of a round that is over, what it has kept of these
    why_not: str
    look_for: str
    keeps: bool
    earlier: str | None
    decided: str  # who had the last word, "" where nobody has
    obstacles: tuple[Obstacle, ...]  # what stands in the way of the proposal now, while it may still become an offer

    @property
    def earlier_words(self) -> str:
        """What the round before proposed, where it was something else."""
        if self.keeps or self.earlier is None:
            return ""
        return _("Förra gången: %(what)s") % {"what": self.earlier or _("ingen plats")}


def board_rows(row: MatchingRound) -> QuerySet[Proposal]:
    """The round's proposals with what a board shows, the nearest last day first."""
    rows = Proposal.objects.filter(round=row).order_by("form__due_on", "form_id")
    rows = rows.select_related("participant__municipality", "form", "activity__association", "offer", "decided_by")
    return rows.prefetch_related("form__choices__area")


def lines_for(row: MatchingRound, proposals: Sequence[Proposal], *, on: date) -> dict[int, BoardLine]:
    """The lines of these proposals, by key; as many queries for many as for one. Leave out the protected.

    What has not become offers is weighed anew on the day. A round that is confirmed or laid aside, or has been made
    again, says what it said then: wishes, places and ways have changed since. Have the round's node and programme
    loaded, and what `board_rows` loads.
    """
    for proposal in proposals:
        proposal.form.node, proposal.form.participant = row.node, proposal.participant
    chosen = {each.form_id: each.activity_id for each in proposals if each.activity_id}
    placed = [each.form for each in proposals if each.form_id in chosen]
    pairs = chosen_pairs(placed, chosen, on=on) if row.state == RoundState.PROPOSED else {}
    before, over = _earlier(row, proposals), _is_over(row)
    return {each.pk: _line(row, each, pairs.get(each.form_id), before, over=over) for each in proposals}


def _is_over(row: MatchingRound) -> bool:
    """Whether the round says what it said once: it is confirmed or laid aside, or a later one has taken its place."""
    later = row.reruns.filter(state__in=[RoundState.PROPOSED, RoundState.CONFIRMED])
    return row.state != RoundState.PROPOSED or later.exists()


def _line(
    row: MatchingRound,
    proposal: Proposal,
    pair: Suggestion | None,
    before: dict[int, tuple[int | None, str]],
    *,
    over: bool,
) -> BoardLine:
    was, title = before.get(proposal.form_id, (None, None))
    left_out = proposal.excluded or proposal.activity_id is not None
    return BoardLine(
        reasons=kept_words(proposal) if over or pair is None else " · ".join(pair.reasons),
        why_not="" if left_out else why_not_words(proposal.why_not, row.order),
        look_for="" if left_out else _look_for(proposal),
        keeps=was is not None and was == proposal.activity_id,
        earlier=title,
        decided=decided_words(proposal),
        obstacles=pair.obstacles if pair else (),
    )


def _look_for(proposal: Proposal) -> str:
    """More of what the person wants most, while the person still waits."""
    first = next((choice.area for choice in proposal.form.choices.all()), None)
    if first is None or proposal.form.state != FormState.WAITING or kind_of(proposal.why_not) not in (NONE, FULL):
        return ""
    return urlencode({"intresse": first.code, "kommun": proposal.participant.municipality_id})


def _earlier(row: MatchingRound, proposals: Sequence[Proposal]) -> dict[int, tuple[int | None, str]]:
    """What the round before proposed, by form."""
    if row.again_of_id is None:
        return {}
    rows = Proposal.objects.filter(round_id=row.again_of_id, form__in=[each.form_id for each in proposals])
    found = rows.values_list("form_id", "activity_id", "activity__title")
    return {form: (activity, title or "") for form, activity, title in found}
