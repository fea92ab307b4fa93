"""The same product in a browser whose scripts are turned off: everything works, only slower."""

from tests.browser.activities import describes
from tests.browser.conftest import PHONE

ASSOCIATION, ACTIVITY, MAIL = "Lärkan, brädspel för alla", "Schack utan skript", "larkan@forening.example.se"


def test_an_association_registers_and_the_coordinator_approves(person, site):
    volunteer = person(javascript=False, width=PHONE).opens("/anmal-aktivitet/vast/")
    describes(volunteer, ASSOCIATION, ACTIVITY, occasions_planned="4", contact_email=MAIL)
    volunteer.fills(area_q="schack").clicks("Sök")  # the search is a button where nothing can search by itself
    volunteer.page.get_by_label("Schack", exact=True).check()

    volunteer.clicks("Spara och granska").reads("Fyra tillfällen", "Sparat")
    volunteer.clicks("Skicka in").reads("En sak behöver rättas", "Fyra tillfällen")
    assert volunteer.page.locator("[name=title]").input_value() == ACTIVITY, "nothing typed is lost"

    volunteer.fills(occasions_planned="6").clicks("Skicka in").reads("Öppna mejlet och bekräfta")
    volunteer.opens(site.link_mailed_to(MAIL)).clicks("Bekräfta anmälan").reads("Anmälan är bekräftad")

    coordinator = person(javascript=False).logs_in_as("Föreningssamordnare", "Jonas Wallin")
    coordinator.opens("/vast/aktiviteter/").page.get_by_label("Läge").select_option("submitted")
    coordinator.clicks("Filtrera").reads(ACTIVITY)
    coordinator.clicks(ACTIVITY).clicks("Granska anmälan")
    coordinator.page.get_by_label(f"En ny förening: {ASSOCIATION}").check()
    coordinator.clicks("Godkänn").reads("Aktiviteten är godkänd")
    coordinator.opens("/vast/aktiviteter/?state=submitted").does_not_read(ACTIVITY)
