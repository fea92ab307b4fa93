"""The clock's work goes round the nodes."""

from __future__ import annotations

import pytest

from matching.everynode import in_every_node
from nodes.tenancy import current_scope
from tests.matching.conftest import place


@pytest.mark.django_db
def test_a_node_where_it_goes_wrong_stops_no_other(here, caplog):
    there, been = place("dar"), []

    def work(*, on, limit) -> int:
        (node,) = current_scope().nodes
        been.append(node)
        if node == here.node.pk:
            raise ValueError("Wrong.")
        return 3 if been.count(node) == 1 else 0

    assert in_every_node(work) == 3
    assert been == [here.node.pk, there.node.pk, there.node.pk]
    assert f"went wrong in node {here.node.pk}." in caplog.text
