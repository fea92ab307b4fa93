"""Every main form, empty and with rubbish: it says what is wrong, puts the reader there, and keeps what was typed."""

import pytest

RUBBISH = "\u202egnirts\u0007 <b>😀</b> '; DROP"
KEPT = "😀"  # of the rubbish; control characters and direction marks may go

COORDINATOR, OFFICER = ("Föreningssamordnare", "Jonas Wallin"), ("Handläggare", "Solna stad")

FORMS = [  # who, where, and a text field that is no date or number
    (None, "/anmal-aktivitet/vast/", "title"),
    (OFFICER, "/vast/deltagare/ny/", "given_name"),
    (COORDINATOR, "/vast/moten/nytt/", "place"),
    (COORDINATOR, "/vast/foreningar/ny/", "email"),
    (COORDINATOR, "/vast/aktiviteter/ny/", "title"),
    (OFFICER, "/vast/erbjudanden/nytt/", None),
]


@pytest.mark.parametrize(("who", "address", "field"), FORMS, ids=[form[1] for form in FORMS])
def test_a_form_with_nothing_or_rubbish_in_it(person, who, address, field):
    someone = person()
    if who:
        someone.logs_in_as(*who)
    someone.opens(address)
    empties(someone)
    sends(someone)
    if field:
        sends(someone.fills(**{field: RUBBISH}))
        kept = someone.page.locator(f"[name='{field}']").input_value()
        assert KEPT in kept, f"{address} lost what was typed: {kept!r}"


def sends(someone) -> None:
    """By the form's own first button; then the reader is at the summary."""
    is_at_the_summary(someone.pushes(someone.page.locator("main form[method=post] .form-actions button").first))


def empties(someone) -> None:
    """Take away what the form proposes."""
    fields = someone.page.locator("main form[method=post] :is(input[type=text], input[type=date], textarea)")
    for field in fields.all():
        if field.is_visible():
            field.fill("")


def is_at_the_summary(someone) -> None:
    """The list of what is wrong is there and has the focus, and its links lead to fields."""
    summary = someone.page.locator(".error-summary")
    assert summary.count(), f"{someone.page.url} says nothing about what is wrong"
    assert someone.page.evaluate("document.activeElement.classList.contains('error-summary')"), "the focus is elsewhere"
    dead = someone.page.evaluate(
        """() => [...document.querySelectorAll(".error-summary a")].map(each => each.hash)
            .filter(hash => !document.getElementById(hash.slice(1)))"""
    )
    assert not dead, f"{someone.page.url}: links of the summary that lead nowhere: {dead}"
