"""The state table: what it allows, what it refuses and how it says so."""

import copy

import pytest
from django.utils.translation import override

from vida.states import PUBLIC, START, SYSTEM, NotAllowed, RoleNotAllowed, StateTable, Transition

OFFER = StateTable(
    "offer",
    Transition("give", (START,), "given", ("coordinator", "case_officer"), label="Ge erbjudande"),
    Transition("accept", ("given",), "accepted", ("coordinator", PUBLIC), label="Tacka ja"),
    Transition("decline", ("given",), "declined", ("coordinator", PUBLIC), label="Tacka nej"),
    Transition("expire", ("given",), "expired", (SYSTEM,)),
    Transition("note", ("given",), "given", ("coordinator",)),
    Transition("undo", ("accepted", "declined"), "given", ("coordinator",)),
)


def test_states_are_listed_once_in_the_order_of_the_table():
    assert OFFER.states == ("given", "accepted", "declined", "expired")
    assert OFFER.all_events == ("give", "accept", "decline", "expire", "note", "undo")
    assert OFFER.roles == ("coordinator", "case_officer", PUBLIC, SYSTEM)


def test_every_state_event_and_role_is_either_led_on_or_refused():
    allowed = {
        (event, state, role)
        for state in (START, *OFFER.states)
        for event in OFFER.all_events
        for role in OFFER.roles
        if _is_allowed(event, state, role)
    }
    assert allowed == {
        (row.event, source, role) for row in OFFER.transitions for source in row.sources for role in row.roles
    }


def _is_allowed(event, state, role):
    try:
        OFFER.to(event, state, role)
    except NotAllowed:
        assert event not in OFFER.events(state, role)
        return False
    assert event in OFFER.events(state, role)
    return True


def test_an_event_leads_to_its_state():
    assert OFFER.to("give", START, "case_officer") == "given"
    assert OFFER.to("undo", "declined", "coordinator") == "given"


def test_any_of_several_roles_is_enough():
    assert OFFER.to("accept", "given", "case_officer", "coordinator") == "accepted"
    assert OFFER.events("given", "case_officer", PUBLIC) == ("accept", "decline")


def test_wrong_state_is_told_in_a_sentence_that_names_button_and_state():
    table = StateTable(
        "t",
        Transition("accept", ("given",), "accepted", ("coordinator",), label="Tacka ja"),
        labels={"given": "Lämnat", "accepted": "Ja"},
    )
    with pytest.raises(NotAllowed) as refused, override("sv"):
        table.to("accept", "accepted", "coordinator")
    assert not isinstance(refused.value, RoleNotAllowed)
    assert str(refused.value).startswith("”Tacka ja” går inte att göra när läget är ”Ja”.")


def test_wrong_role_is_its_own_kind_of_refusal():
    with pytest.raises(RoleNotAllowed, match="roll"):
        OFFER.to("accept", "given", "case_officer")


def test_no_role_and_an_unknown_event_are_refused():
    with pytest.raises(RoleNotAllowed):
        OFFER.to("accept", "given")
    with pytest.raises(NotAllowed):
        OFFER.to("explode", "given", "coordinator")


def test_a_refusal_can_be_copied_and_says_the_same():
    refusal = RoleNotAllowed("Tacka ja", "Lämnat")
    assert str(copy.copy(refusal)) == str(refusal)


def test_an_event_that_already_holds_is_recognised():
    assert OFFER.holds("accept", "accepted")
    assert not OFFER.holds("accept", "given")
    assert not OFFER.holds("accept", "declined")
    assert not OFFER.holds("note", "given"), "what leads back to the same state happens anew each time"


def test_the_same_event_from_the_same_state_may_not_stand_twice():
    with pytest.raises(ValueError, match="twice"):
        StateTable("t", Transition("go", ("a",), "b", ("r",)), Transition("go", ("a",), "c", ("r",)))


def test_labels_must_name_every_state_and_no_other():
    with pytest.raises(ValueError, match="differ"):
        StateTable("t", Transition("go", ("a",), "b", ("r",)), labels={"a": "A"})


def test_the_diagram_is_mermaid():
    lines = OFFER.diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    [*] --> given: give (coordinator, case_officer)" in lines
    assert "    declined --> given: undo (coordinator)" in lines
    assert len(lines) == 8
