"""Loading the demonstration: from inventions to rows, in one transaction."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from associations.models import Association
from demo.load.demand import create_people
from demo.load.guests import HOME, create_guest_places
from demo.load.history import create_history
from demo.load.meetings import create_guests
from demo.load.messages import create_messages
from demo.load.outreach import create_outreach
from demo.load.programme import nodes, programme
from demo.load.reports import create_reports
from demo.load.rounds import create_round
from demo.load.staff import create_staff
from demo.load.supply import create_activities
from demo.people import node_sizes
from nodes.models import Programme
from nodes.services.reference import load_reference_data
from nodes.tenancy import acting_in, node_scope

TOURED = "vast"  # the node of the first door, where whoever looks around begins


@dataclass
class Loaded:
    """What was loaded, counted."""

    counts: Counter[str] = field(default_factory=Counter)

    def sentences(self) -> Iterator[str]:
        """Yield what was loaded, in plain sentences."""
        yield "Loaded the programme VIDA with three nodes:"
        yield "  {associations} associations, {activities} activities of today and before,".format(**self.counts)
        yield "  {participants} participants, {offers} offers and {placements} places.".format(**self.counts)


def is_loaded() -> bool:
    """Return whether there is a programme already."""
    return Programme.objects.exists()


@transaction.atomic
def load(*, seed: int, people: int, today: date) -> Loaded:
    """Fill an empty database; the same rows for the same seed, number of people and day."""
    load_reference_data()
    made = programme(today)
    their_nodes = nodes(made)
    staff = create_staff(made, their_nodes)
    loaded = Loaded()
    for slug, size in node_sizes(people).items():
        node = their_nodes[slug]
        with acting_in(node_scope(node.pk)):
            supply = create_activities(node, seed, today, coordinator=staff.coordinator(slug), people=size)
            cast = create_people(node, seed, size, today, staff)
            loaded.counts.update(create_history(node, seed, today, cast=cast, supply=supply, staff=staff))
            create_guests(staff.coordinator(slug), today)
            loaded.counts.update(activities=len(supply), associations=Association.objects.count())
            create_messages(node, today, cast, staff)
            create_outreach(node, today, staff.coordinator(slug))
            if slug == TOURED:
                create_round(node, today, staff.coordinator(slug))
    create_guest_places(their_nodes, today, coordinator=staff.coordinator(HOME))
    create_reports(made, their_nodes, staff, today)
    return loaded
