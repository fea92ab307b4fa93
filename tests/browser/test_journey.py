"""The whole chain as the people in it live it, from an association's form to the report that is frozen.

One day after the other, so one test: each chapter says who does what, and leaves to the next what it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from tests.browser.activities import describes, first_day
from tests.browser.conftest import PHONE
from vida.calendar import Quarter, days_left_words, long_date

ASSOCIATION, ACTIVITY = "Ankdammens schackvänner", "Schack för alla"
COORDINATOR = "jonas.wallin@demo.example.se"
IDENTITY_NUMBER = "19900228-9826"  # of Skatteverket's test series
DAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]


@dataclass
class Story:
    """What one chapter leaves to the next."""

    today: date
    first: date  # occasion
    offer: str = ""
    waiting: str = ""

    def until(self, day: date) -> int:
        """How many days ahead of today a day is."""
        return (day - self.today).days

    @property
    def day_ten(self) -> date:
        return self.today + timedelta(days=10)

    @property
    def quarter(self) -> Quarter:
        """The quarter of the yes."""
        return Quarter.containing(self.day_ten)


def left(due: int, on: int = 0) -> str:
    """The words on day `on` for what is due on day `due` of the story, whatever weekdays they fall on."""
    start = date.today()  # noqa: DTZ011 - as the story's
    return days_left_words(start + timedelta(days=due), start + timedelta(days=on)).words


def test_from_an_associations_form_to_the_frozen_report(person, site):
    story = Story(today=date.today(), first=first_day())  # noqa: DTZ011 - the machine's day, as the site counts from
    an_association_registers_on_a_phone(person(width=PHONE), site)
    the_coordinator_approves(person(), story)
    a_case_officer_registers_two_people(person(), story)
    one_is_offered_a_place_on_the_phone_and_the_other_has_sfi(person(), story)
    site.move_clock(story.until(story.day_ten))
    on_day_ten_the_clock_is_heard(person(), site, story)
    the_first_says_yes_and_it_is_written_into_the_plan(person(), story)
    the_list_is_printed(person(), story)
    site.move_clock(story.until(story.first) + 1)
    attendance_is_marked(person(), site)
    site.move_clock(max(story.until(story.quarter.last_day), story.until(story.first)) + 1)
    the_project_manager_hands_in_a_note(person(), story)
    the_process_lead_freezes_the_quarter(person(), story)


def an_association_registers_on_a_phone(volunteer, site):
    volunteer.opens("/anmal-aktivitet/vast/").reads("Anmäl en aktivitet")
    describes(volunteer, ASSOCIATION, ACTIVITY, occasions_planned="4")
    volunteer.reads("Fyra tillfällen")  # what is lacking is told while filling in
    volunteer.fills(occasions_planned="6", area_q="schack")
    volunteer.page.get_by_label("Schack", exact=True).check()
    volunteer.page.wait_for_timeout(4000)  # it saves a while after the last change, and "Sparat" stood there before
    volunteer.reads("Sparat").looks()

    volunteer.opens("/anmal-aktivitet/vast/")  # the telephone rang; the draft is still there
    assert volunteer.page.locator("[name=title]").input_value() == ACTIVITY

    volunteer.clicks("Skicka in").reads("Öppna mejlet och bekräfta", "gunvor@forening.example.se")
    volunteer.opens(site.link_mailed_to("gunvor@forening.example.se")).reads("Stämmer det här?", ACTIVITY)
    volunteer.clicks("Bekräfta anmälan").reads("Anmälan är bekräftad")


def the_coordinator_approves(coordinator, story):
    coordinator.logs_in_as("Föreningssamordnare", "Jonas Wallin").opens("/vast/").reads("Aktiviteter att granska")
    coordinator.opens("/vast/aktiviteter/?state=submitted").clicks(ACTIVITY).clicks("Granska anmälan")
    coordinator.reads("Stämmer det med ramverket?", "Gunvor Öhman")
    coordinator.page.get_by_label(f"En ny förening: {ASSOCIATION}").check()
    coordinator.clicks("Godkänn").reads("Aktiviteten är godkänd", "Tillfällen", long_date(story.first))
    coordinator.opens("/vast/foreningar/?q=ankdammen").reads(ASSOCIATION)


def a_case_officer_registers_two_people(officer, story):
    officer.logs_in_as("Handläggare", "Solna stad")
    registers(officer, "Almaz", "Tesfaye", IDENTITY_NUMBER, sfi_days=range(5), sfi=("08:30", "12:00"))
    registers(officer, "Rahel", "", "", sfi_days=[story.first.weekday()], sfi=("17:00", "20:00"))


def registers(officer, given_name, family_name, number, *, sfi_days, sfi):
    """A person, the times that are taken, the answer about eligibility, and then the wishes."""
    officer.opens("/vast/deltagare/ny/").reads("Registrera deltagare")
    officer.fills(given_name=given_name, family_name=family_name, date_of_birth="1990-02-28", identity_number=number)
    officer.fills(postcode="17160", languages_0="Tigrinja", citizenships_0="Eritrea", permit_from="2025-01-15")
    officer.chooses(municipality="Solna", permit_class="Flyktingstatus", plan_kind="Kommunal handlingsplan")
    officer.ticks(sex="woman", route="longer_stay", method="permit_card").page.locator(
        "[name=permit_permanent]"
    ).check()
    officer.fills(**{"times-0-starts_at": sfi[0], "times-0-ends_at": sfi[1]}).chooses(**{"times-0-kind": "SFI"})
    for day in sfi_days:
        officer.ticks(**{"times-0-weekdays": str(day)})
    officer.reads("Kan delta").looks()  # answered while filling in
    officer.clicks("Spara och fyll i intressen")
    wishes_to_play_chess(officer)


def wishes_to_play_chess(officer):
    """The interest form with the waiver, on one page."""
    officer.reads("Vad vill personen göra?")
    officer.page.get_by_label("Sök intresse").fill("schackklubb")  # a word of the street leads to the area
    officer.page.get_by_role("button", name="Schack").click()
    officer.page.locator("[name=area_1] option:checked", has_text="Schack").wait_for(state="attached")
    officer.page.locator("[name=with_waiver]").check()
    officer.page.get_by_text("Vad medgivandet omfattar").click()
    officer.ticks(**{"waiver-how": "oral"}).looks().clicks("Spara intressen").reads(
        "Intresseanmälan är sparad", left(14), "Schack"
    )


def one_is_offered_a_place_on_the_phone_and_the_other_has_sfi(officer, story):
    officer.logs_in_as("Handläggare", "Solna stad")
    officer.opens("/vast/matchning/?sort=-due_on").clicks("Rahel").reads("Det här står något i vägen för", ACTIVITY)
    officer.reads(f"krockar med SFI {DAYS[story.first.weekday()]} 17–20")
    story.waiting = officer.page.url

    officer.opens("/vast/matchning/?sort=-due_on").clicks("Almaz Tesfaye").reads("Det här passar", "Val 1: schack")
    officer.follows("Erbjud", ACTIVITY).reads("Logga ett erbjudande", "Almaz Tesfaye")
    officer.ticks(channel="phone").clicks("Spara erbjudandet").reads("Väntar på svar", left(7))
    story.offer = officer.page.url


def on_day_ten_the_clock_is_heard(coordinator, site, story):
    site.runs("matching.tasks.flag_forms", "matching.tasks.flag_offers", "matching.tasks.flag_forms")
    assert site.link_mailed_to(COORDINATOR, "behöver snart få ett erbjudande", story.waiting) == story.waiting
    assert site.link_mailed_to(COORDINATOR, "väntar på svar", story.offer) == story.offer
    coordinator.logs_in_as("Föreningssamordnare", "Jonas Wallin").opens("/vast/matchning/?q=rahel").reads(
        left(14, on=10)
    )
    silent = coordinator.opens("/vast/").reads("Snart dags").page.locator(".figure", has_text="väntar på svar")
    coordinator.pushes(silent).page.get_by_label("Namn eller aktivitet").fill("Almaz")
    coordinator.reads("Almaz Tesfaye", left(7, on=10))


def the_first_says_yes_and_it_is_written_into_the_plan(officer, story):
    officer.logs_in_as("Handläggare", "Solna stad").opens(story.offer).clicks("Tackar ja").reads("Ja är sparat")
    officer.opens("/vast/").sees_all("Att skriva in i planen").follows("Skriv in i planen", "Almaz Tesfaye")
    officer.clicks("Spara").reads("står i planen")


def the_list_is_printed(coordinator, story):
    coordinator.logs_in_as("Föreningssamordnare", "Jonas Wallin")
    coordinator.opens("/vast/aktiviteter/?q=schack för alla").clicks(ACTIVITY).clicks("Närvaro")
    text = extract_text(BytesIO(coordinator.reads("Aktiviteten har inte börjat").fetches("Närvarolista (pdf)")))
    words = " ".join(text.split())
    assert "Almaz Tesfaye" in words
    assert f"{story.first.day}/{story.first.month}" in words
    assert "Rahel" not in words
    assert IDENTITY_NUMBER[-4:] not in words, "an association never sees an identity number"


def attendance_is_marked(coordinator, site):
    site.runs("matching.tasks.follow_dates")
    coordinator.logs_in_as("Föreningssamordnare", "Jonas Wallin")
    coordinator.opens("/vast/aktiviteter/?q=schack för alla").clicks(ACTIVITY).clicks("Närvaro").reads("Tillfälle 1")
    coordinator.page.get_by_role("group", name="Almaz Tesfaye").get_by_label("Närvarande", exact=True).check()
    coordinator.clicks("Spara närvaron").reads("Närvaron är ifylld", "1 av 6")


def the_project_manager_hands_in_a_note(manager, story):
    manager.logs_in_as("Projektledare", "Håkan Sjöberg")
    manager.opens(f"/vast/rapporter/{story.quarter}/kommentar/").fills(note="Schacket i Solna har kommit i gång.")
    manager.clicks("Lämna in").reads("Kommentaren är inlämnad")


def the_process_lead_freezes_the_quarter(lead, story):
    lead.logs_in_as("Processledare").opens("/program/rapporter/").clicks(story.quarter.words.capitalize())
    lead.reads("Schacket i Solna har kommit i gång.").does_not_read("Almaz", "Rahel")
    lead.follows("Godkänn", "Schacket i Solna").reads("är godkänd")
    lead.fills(summary="Tre noder är i gång.").clicks("Spara sammanfattningen").reads("Sammanfattningen är sparad")
    lead.clicks("Frys rapporten").clicks("Frys rapporten").reads("Rapporten är fryst")

    pdf, sheet = fetched(lead, "PDF"), fetched(lead, "Excel")
    words = " ".join(extract_text(BytesIO(pdf)).split())
    assert "Tre noder är i gång." in words
    assert "Schacket i Solna har kommit i gång." in words
    assert "Medfinansieras av Europeiska unionen" in words
    cells = [str(cell) for page in load_workbook(BytesIO(sheet)) for row in page.values for cell in row if cell]
    assert any("av 450" in cell or cell == "450" for cell in cells), cells[:80]
    assert not [cell for cell in [words, *cells] if "Almaz" in cell or "Tesfaye" in cell]
    assert fetched(lead, "PDF") == pdf, "what is frozen gives the same bytes"
    assert fetched(lead, "Excel") == sheet, "what is frozen gives the same bytes"


def fetched(lead, kind):
    """A file of the report: the worker makes it while the page says how far it has come."""
    report = lead.page.url
    lead.opens(report + f"dokument/{ {'PDF': 'pdf', 'Excel': 'xlsx'}[kind] }/").reads("Filen är klar")
    file = lead.fetches(f"Hämta {kind}")
    lead.opens(report)
    return file
