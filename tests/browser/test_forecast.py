"""What is missing is looked for, an association answers, and the forecast no longer says so (R116)."""

from __future__ import annotations

from tests.browser.activities import describes
from tests.browser.conftest import PHONE

GAP = "Musik i Ekerö"
ASSOCIATION, ACTIVITY = "Mälarkustens visvänner", "Sjung och spela i Ekerö"
COORDINATOR = ("Föreningssamordnare", "Jonas Wallin")


def test_from_the_forecast_by_way_of_an_association_to_the_next_forecast(person, site):
    coordinator = person()
    the_coordinator_makes_a_task_of_what_is_missing(coordinator)
    somebody_is_asked(coordinator)
    an_association_answers_by_the_public_form(person(width=PHONE), site)
    the_coordinator_approves_and_the_task_is_done(coordinator)
    the_forecast_no_longer_says_so(coordinator)


def the_coordinator_makes_a_task_of_what_is_missing(coordinator):
    coordinator.logs_in_as(*COORDINATOR).opens("/vast/").reads("Hinner inte få erbjudande i tid", GAP)
    coordinator.opens("/vast/matchning/").clicks("Prognos").reads(GAP, "ingen aktivitet inom musik")
    coordinator.follows("Se de", GAP).reads("Utan erbjudande i tid", "Spela instrument", "Ingen aktivitet")
    coordinator.opens("/vast/matchning/prognos/").follows("Sök föreningar", GAP)
    coordinator.reads("Uppgiften är skapad", GAP, "personer har det bland sina val", "ingen aktivitet inom musik")
    coordinator.opens("/vast/matchning/prognos/").follows("Öppna uppgiften", GAP).reads("Uppgiften skapades")


def somebody_is_asked(coordinator):
    coordinator.clicks("Skriv in en kontakt").ticks(how="phone", answer="maybe")
    coordinator.page.locator("select[name=association]").select_option(index=1)
    coordinator.fills(note="Hör av sig efter mötet").clicks("Spara kontakten").reads("Kontakten är sparad")
    coordinator.reads("Hör av sig efter mötet")
    coordinator.clicks("Ångra").reads("Kontakten är borttagen")


def an_association_answers_by_the_public_form(volunteer, site):
    volunteer.opens("/anmal-aktivitet/vast/")
    describes(volunteer, ASSOCIATION, ACTIVITY, description="Vi sjunger och spelar visor. Instrument finns.")
    volunteer.chooses(municipality="Ekerö").fills(place="Församlingssalen", address="Kyrkvägen 2", area_q="sång")
    volunteer.page.get_by_label("Sång och kör", exact=True).check()
    volunteer.page.locator("[name=children_welcome]").check()
    volunteer.clicks("Skicka in").reads("Öppna mejlet och bekräfta")
    volunteer.opens(site.link_mailed_to("gunvor@forening.example.se", saying=ACTIVITY)).reads(ACTIVITY)
    volunteer.clicks("Bekräfta anmälan").reads("Anmälan är bekräftad")


def the_coordinator_approves_and_the_task_is_done(coordinator):
    coordinator.opens("/vast/aktiviteter/?state=submitted").clicks(ACTIVITY).clicks("Granska anmälan")
    coordinator.page.get_by_label(f"En ny förening: {ASSOCIATION}").check()
    coordinator.clicks("Godkänn").reads("Aktiviteten är godkänd", "uppgiften är klar", GAP)
    coordinator.clicks(GAP).reads("En aktivitet finns nu", ACTIVITY, "Klar: aktiviteten godkändes")


def the_forecast_no_longer_says_so(coordinator):
    coordinator.opens("/vast/matchning/prognos/")
    if coordinator.page.get_by_role("button", name="Räkna om nu").is_visible():  # else the approval's is on its way
        coordinator.clicks("Räkna om nu")
    coordinator.page.get_by_role("button", name="Räkna om nu").wait_for()  # the page comes again by itself
    coordinator.looks().reads("Prognos").does_not_read(GAP)
    coordinator.opens("/vast/matchning/uppsokning/?lage=met").reads(GAP, "Klar: en aktivitet finns")
