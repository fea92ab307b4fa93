"""What a browser sends to the pages of this app, and reads of them."""

from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook

from vida import clock

NUMBER = "199002289800"  # Skatteverket's test series


def url(name, *args):
    return reverse(f"participants:{name}", args=["vast", *args])


def filled(unit, **changes):
    """What a browser sends from the registration page, with changes."""
    return {
        "given_name": "Amina", "family_name": "Yusuf Ali", "date_of_birth": "28/2 1990", "identity_number": "",
        "sex": "woman", "municipality": "0184", "postcode": "169 56", "phone": "070-174 06 05", "email": "",
        "languages_0": "Arabiska", "languages_1": "somaliska", "languages_2": "", "interpreter_language": "Soomaali",
        "citizenships_0": "Somalia", "citizenships_1": "", "route": "establishment", "permit_class": "refugee",
        "permit_permanent": "on", "permit_from": "2024-01-01", "permit_until": "", "method": "attested",
        "plan_kind": "establishment", "service_unit": str(unit.pk), "children_to_bring": "2",
        "max_travel_minutes": "45", "adaptation": "Lokal utan trappor", "protection": "", "protection_since": "",
        "times-TOTAL_FORMS": "2", "times-INITIAL_FORMS": "0",
        "times-0-kind": "sfi", "times-0-weekdays": ["0", "2"], "times-0-starts_at": "08:30", "times-0-ends_at": "12:00",
        "times-1-kind": "", "times-1-starts_at": "", "times-1-ends_at": "",
        **changes,
    }  # fmt: skip


def wishes(**changes):
    return {
        "area_1": "",
        "area_2": "",
        "area_3": "",
        "free_text": "",
        "asked_on": clock.today().isoformat(),
        "meeting": "",
        **changes,
    }


def read_back(response):
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
