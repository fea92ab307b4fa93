"""The measurement measures what it says: its pages open with what it fills, and cost the same number of queries."""

import pytest
from django.test import override_settings

from bench import pages, pages_fill
from bench.pages_fill import Filled
from demo.load.programme import NODES
from matching.models import Offer
from nodes.models import Node
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestForm, Participant
from placements.models import Attendance, Placement

pytestmark = pytest.mark.django_db

SIZES = {"liten": (300, NODES["nordost"][3][:3]), "stor": (700, ("0184", "0183", "0125"))}


@pytest.fixture
def filled(monkeypatch) -> list[Filled]:
    monkeypatch.setattr(pages_fill, "SIZES", SIZES)
    pages_fill.found("bench")
    for slug, (people, _codes) in SIZES.items():
        pages_fill.fill_node(Node.objects.get(slug=slug), people)
    return [pages_fill.filled(slug) for slug in SIZES]


def test_everything_grows_in_proportion(filled):
    for each in filled:
        with acting_in(node_scope(each.node.pk)):
            assert Participant.objects.count() == InterestForm.objects.count() == each.people
            for model in (Offer, Placement, Attendance):
                assert model.objects.count() > each.people / 2
                assert model.pgh_event_model.objects.count() == model.objects.count()


@override_settings(ROOT_URLCONF="bench.pages_admin")
def test_every_page_opens_in_every_way_for_as_many_queries(filled):
    measured = [[pages.measure(pages.Visitor(each), page, times=1) for page in pages.pages(each)] for each in filled]
    lists = slice(0, 5)  # the other pages ask for what their very rows and groups have, and a small node lacks some
    assert [few.queries for few in measured[0][lists]] == [many.queries for many in measured[1][lists]]
    assert all(each.ours and each.admin and each.sql for each in measured[1])
