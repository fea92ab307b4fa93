"""Run inside the site's own process, for the journeys in which something is lost."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import F

from matching.models import MatchingRound
from matching.selectors.rounds import progress
from matching.services import rounds
from matching.states import RoundState
from nodes.actors import Actor
from nodes.models import Node, User
from nodes.roles import Role
from nodes.tenancy import acting_everywhere, acting_in, node_scope
from tests.browser.guests import waits
from tests.factories import ActivityFactory, AssociationFactory

SINGERS = ("Alva Alt", "Bodil Bas")


def minutes_pass() -> None:
    """As if the rounds that wait had been asked for, and begun, some minutes earlier."""
    with acting_everywhere("tests"):
        waiting = MatchingRound.objects.filter(state=RoundState.QUEUED)
        cache.delete_many([progress._key(pk) for pk in waiting.values_list("pk", flat=True)])
        waiting.update(asked_at=F("asked_at") - 2 * progress.LOST_AFTER)


def have_two_sing() -> None:
    """Two people, places for them, and a round that proposes them."""
    node = Node.objects.select_related("programme").get(slug="vast")
    coordinator = User.objects.get(email="jonas.wallin@demo.example.se")
    with acting_in(node_scope(node.pk)):
        association = AssociationFactory(node=node, name="Huvudsta kör")
        ActivityFactory(title="Kören i Huvudsta", areas=["singing"], association=association, decided_by=coordinator)
        people = [waits(node, coordinator, *name.split(), ["singing"], 1) for name in SINGERS]
        forms = [person.forms.get().pk for person in people]
        made = rounds.ask(node=node, by=Actor(coordinator, frozenset({Role.COORDINATOR})), forms=forms)
        rounds.solve_round(pk=made.pk)
