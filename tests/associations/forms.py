"""What a person would type on an association's form."""

from datetime import timedelta

from vida import clock


def next_weekday(weekday, weeks=2):
    """A date of that weekday at least `weeks` weeks ahead, far from today."""
    day = clock.today() + timedelta(weeks=weeks)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def whole_form():
    """Everything that the form asks for, as a browser sends it."""
    first = next_weekday(1)
    return {
        "association_name": "Solna Bollklubb",
        "association_kind": "association",
        "association_number": "802002-4280",
        "no_number_reason": "",
        "contact_name": "Björn Berg",
        "contact_email": "bjorn@example.se",
        "contact_phone": "070-174 06 05",
        "title": "Fotboll för alla",
        "description": "Vi spelar för att det är roligt.",
        "areas": ["football"],
        "interval_days": "7",
        "weekday": "1",
        "starts_at": "18:00",
        "minutes": "90",
        "first_on": first.isoformat(),
        "occasions_planned": "8",
        "place": "Solna bollhall",
        "address": "",
        "postcode": "169 56",
        "municipality": "0184",
        "seats": "10",
        "for_whom": "all",
        "min_age": "",
        "max_age": "",
        "children_welcome": "on",
        "languages": ["sv", "ar"],
        "introduction": "Vi möter vid ingången och visar runt.",
        "theory_rules": "Vi berättar om reglerna på planen.",
        "theory_organisation": "Styrelsen berättar hur föreningen styrs.",
        "can_continue": "yes",
        "continuing": "Medlem för 200 kronor om året.",
        "promotes": ["language", "network"],
        "within_operation": "on",
        "unbound": "on",
        "compensation": "money",
        "compensation_amount": "500",
        "website": "",
    }
