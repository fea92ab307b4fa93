"""A session ends while somebody writes: it is said, before and after, and nothing typed is lost."""

import psycopg
import pytest

from tests.browser.person import Person

COORDINATOR = ("Föreningssamordnare", "Jonas Wallin")
TITLE, OVER, SOON = "Möte på biblioteket 😀", "Du har loggats ut", "Du loggas snart ut"


@pytest.fixture
def coordinator(person):
    return person().logs_in_as(*COORDINATOR)


def change_session(someone, statement):
    """Do something to the session on the server, unknown to the browser; what it answers."""
    key = next(each["value"] for each in someone.page.context.cookies() if each["name"] == "sessionid")
    with psycopg.connect(someone.site.environment["DATABASE_URL"]) as connection:
        return connection.execute(f"{statement} WHERE session_key = %s RETURNING expire_date > now() + '8 h'", [key])


def ends_the_session(someone):
    change_session(someone, "DELETE FROM django_session")


def dialog(someone, title):
    return someone.page.get_by_role("dialog", name=title)


def logs_in_again(someone, *who):
    """In a tab beside the form's, as the dialog's link does."""
    with someone.page.context.expect_page() as opened:
        dialog(someone, OVER).get_by_role("link", name="Logga in i en ny flik").click()
    beside = Person(opened.value, someone.site, width=someone.width).looks().logs_in_as(*who)
    beside.page.close()
    dialog(someone, OVER).get_by_role("button", name="Stäng").click()


def writes_a_meeting(someone):
    someone.opens("/vast/moten/nytt/").fills(title=TITLE, held_on="2027-03-01")
    ends_the_session(someone)


def button(someone):
    return someone.page.locator("main .form-actions button").first


def sends(someone):
    button(someone).click()


def test_what_was_typed_is_saved_after_logging_in_again(coordinator):
    writes_a_meeting(coordinator)
    for _each in range(2):  # closing the dialog does not let the form go
        sends(coordinator)
        dialog(coordinator, OVER).wait_for()
        coordinator.looks()
        dialog(coordinator, OVER).get_by_role("button", name="Stäng").click()
    sends(coordinator)
    logs_in_again(coordinator, *COORDINATOR)
    assert coordinator.page.locator("[name=title]").input_value() == TITLE
    coordinator.pushes(button(coordinator)).reads(TITLE, "Sparat kl.")


def test_a_form_that_has_a_field_called_method_waits_as_well(coordinator):
    coordinator.opens("/vast/deltagare/ny/").fills(given_name="Amina")
    ends_the_session(coordinator)
    sends(coordinator)
    dialog(coordinator, OVER).wait_for()
    assert coordinator.page.locator("[name=given_name]").input_value() == "Amina"


def test_somebody_else_who_logs_in_does_not_send_it(coordinator):
    writes_a_meeting(coordinator)
    sends(coordinator)
    logs_in_again(coordinator, "Handläggare", "Solna stad")
    sends(coordinator)
    dialog(coordinator, OVER).wait_for()
    assert coordinator.page.locator("[name=title]").input_value() == TITLE


def test_a_part_that_is_fetched_takes_nothing_with_it(coordinator):
    coordinator.opens("/vast/deltagare/ny/").fills(family_name="Yusuf")
    ends_the_session(coordinator)
    coordinator.fills(given_name="Amina").page.keyboard.press("Tab")
    dialog(coordinator, OVER).wait_for()
    assert coordinator.page.locator("[name=family_name]").input_value() == "Yusuf"


def test_a_button_that_is_one_of_two_is_still_the_one_that_was_pressed(coordinator):
    coordinator.opens("/vast/installningar/").page.locator("header summary", has_text="Svenska").click()
    coordinator.clicks("English").reads("Settings")


def test_ten_minutes_before_the_end_one_may_stay(coordinator):
    coordinator.page.clock.install()
    coordinator.opens("/vast/moten/nytt/").fills(title=TITLE)
    coordinator.page.clock.fast_forward("01:05")
    coordinator.page.wait_for_timeout(500)
    assert not dialog(coordinator, SOON).is_visible(), "hours are left"

    coordinator.opens("/vast/moten/nytt/").fills(title=TITLE)
    change_session(coordinator, "UPDATE django_session SET expire_date = now() + '10 min'")
    coordinator.page.clock.fast_forward("01:05")
    dialog(coordinator, SOON).wait_for()
    coordinator.looks()
    dialog(coordinator, SOON).get_by_role("button", name="Fortsätt vara inloggad").click()
    dialog(coordinator, SOON).wait_for(state="hidden")
    assert coordinator.page.locator("[name=title]").input_value() == TITLE
    assert change_session(coordinator, "UPDATE django_session SET expire_date = expire_date").fetchone() == (True,)
