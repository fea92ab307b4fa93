"""What an association answers on its form; the dates are counted from the day the test runs."""

from datetime import date, timedelta

from tests.browser.person import Person
from vida.calendar import is_working_day

AHEAD = 16  # days: after the fourteen that an offer may take


def first_day() -> date:
    """A working day a good fortnight ahead, so that the first occasion is held on it, whatever the season."""
    day = date.today() + timedelta(days=AHEAD)  # noqa: DTZ011 - the machine's day, as the site counts from
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def describes(person: Person, association: str, title: str, **others: str) -> None:
    """Everything on the association's form but the interest area."""
    first = first_day()
    answers = {
        "association_name": association,
        "no_number_reason": "Vi är ett nätverk och har inget nummer än",
        "contact_name": "Gunvor Öhman",
        "contact_email": "gunvor@forening.example.se",
        "contact_phone": "070-174 06 05",
        "title": title,
        "description": "Vi spelar schack tillsammans. Bräden finns. Ta med dig själv.",
        "starts_at": "18:00",
        "minutes": "90",
        "first_on": first.isoformat(),
        "occasions_planned": "6",
        "place": "Ankdammsgatans kvarterslokal",
        "address": "Ankdammsgatan 1",
        "seats": "4",
        "introduction": "Vi möter vid dörren och visar runt.",
        "theory_rules": "Vi berättar hur man anmäler frånvaro.",
        "theory_organisation": "Vi berättar om styrelsen och årsmötet.",
        "continuing": "Man blir medlem för 100 kronor om året.",
    } | others
    person.fills(**answers)
    person.page.locator("select[name=weekday]").select_option(str(first.weekday()))
    person.chooses(municipality="Solna")
    person.ticks(interval_days="7", for_whom="all", can_continue="yes", promotes="network", compensation="none")
    person.page.locator("[name=within_operation]").check()
    person.page.locator("[name=unbound]").check()
