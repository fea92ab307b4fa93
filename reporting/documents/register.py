"""The participant register as a workbook: who is reported one by one, and what must be kept of each (R184)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from participants.models import Participant
from reporting.documents.sections import age_names
from reporting.selectors.register import Entry, ParticipantRegister
from vida.calendar import Quarter
from vida.fields import show_phone
from vida.sheets import Sheet, workbook


def register_workbook(register: ParticipantRegister, quarter: Quarter, *, created: datetime) -> bytes:
    """Two sheets: those who are new in the quarter, as they are reported, and everybody, as they are shown."""
    return workbook([_reported(register), _kept(register)], title=quarter.words, created=created)


def _reported(register: ParticipantRegister) -> Sheet:
    """{identifier, age bracket, gender} of those counted for the first time in the quarter, and nothing more."""
    headings = [_("Identitetsnummer"), _("Ålderskategori"), _("Kön")]
    rows = [_reported_row(entry) for entry in register.entries if entry.in_period]
    return Sheet(_("O.2.3 kvartalet"), headings, rows)


def _reported_row(entry: Entry) -> list:
    return [entry.identifier, age_names()[entry.counted.age], entry.person.get_sex_display()]


def _kept(register: ParticipantRegister) -> Sheet:
    headings = [
        _("Identitetsnummer"),
        _("Förnamn"),
        _("Efternamn"),
        _("Kön"),
        _("Födelsedatum"),
        _("Började"),
        _("Räknas från"),
        _("Slutade"),
        _("Telefon"),
        _("E-post"),
        _("Kommun"),
        _("Ensamkommande barn"),
        _("Inte medborgare i EU eller EES"),
        _("Uppehållstillstånd"),
        _("Tillstånd till"),
        _("Prövad"),
        _("Hur det styrktes"),
    ]
    return Sheet(_("Deltagarförteckning"), headings, [_kept_row(entry) for entry in register.entries])


def _kept_row(entry: Entry) -> list:
    person = entry.person
    return [
        entry.identifier,
        person.given_name,
        person.family_name,
        person.get_sex_display(),
        person.date_of_birth,
        entry.counted.first_on,
        entry.counted.counted_on,
        entry.left_on,
        show_phone(person.phone),
        person.email,
        person.municipality_name,
        entry.unaccompanied,
        entry.third_country,
        person.get_permit_class_display(),
        _until(person),
        entry.check.checked_on,
        entry.check.get_method_display(),
    ]


def _until(person: Participant) -> str | date | None:
    return _("Permanent") if person.permit_permanent else person.permit_until
