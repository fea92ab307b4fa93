"""Rounds to look at, and what their pages say."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.models import MatchingRound, Proposal
from matching.services import rounds
from participants.models import InformationMeeting, MeetingGuest
from vida import clock

ALL = "/har/matchning/omgangar/"


def solved(here, **whom) -> MatchingRound:
    with here.scope:
        made = rounds.ask(node=here.node, by=here.coordinator, **whom)
        rounds.solve_round(pk=made.pk)
        made.refresh_from_db()
    return made


def met(here, *forms) -> InformationMeeting:
    """A meeting with these people."""
    by = here.coordinator.user
    meeting = InformationMeeting.objects.create(
        node=here.node, title="Solnamötet", held_on=clock.today(), created_by=by
    )
    for form in forms:
        MeetingGuest.objects.create(
            node=here.node, service_unit=form.service_unit, participant=form.participant, meeting=meeting,
            added_at=clock.now(), added_by=by,
        )  # fmt: skip
    return meeting


def board(matching_round, *words) -> str:
    return "/".join([f"{ALL}{matching_round.pk}", *map(str, words), ""])


def proposal_of(here, matching_round, form) -> Proposal:
    with here.scope:
        return matching_round.proposals.select_related("activity").get(form=form)


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def says(client, url, **sent) -> str:
    """What a POST leads to, in words."""
    answer = client.post(url, sent, follow=True)
    assert answer.status_code == 200, answer.status_code
    return text(answer)


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(found)


def undo_in(answer) -> str:
    """The address that undoes, out of the page's message."""
    found = re.search(r'action="([^"]*angra[^"]*)"', answer.content.decode())
    assert found, text(answer)
    return found[1].replace("&amp;", "&")
