"""One at a time, where no constraint can hold what a person is to be told: that the same is there already."""

from nodes.models import Node, Programme


def take_turn(place: Node | Programme) -> None:
    """Wait until whoever else adds something in this place is done, and hold the turn until the transaction ends.

    What is looked for before a row is written is then still true when it is written. Others may refer to the place
    meanwhile (`no_key`).
    """
    places = Node.objects if isinstance(place, Node) else Programme.objects
    places.select_for_update(no_key=True).get(pk=place.pk)
