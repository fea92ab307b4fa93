"""Numbers of organisations: organisation number, bankgiro, plusgiro and postcode."""

import re

from django.utils.translation import gettext as _
from stdnum import luhn

from vida.identity.numbers import InvalidNumber, plain


def organisation_number(text: str) -> str:
    """The ten digits of the organisation number that `text` writes, with or without hyphen and the prefix 16.

    The third digit is at least 2, which tells it from a personal identity number: those are never taken here.
    InvalidNumber, with a sentence, for anything else.
    """
    digits = plain(text).replace("-", "")
    if re.fullmatch(r"16[0-9]{10}", digits):
        digits = digits[2:]
    if may_be_a_persons(text):
        raise InvalidNumber(
            _("Det ser ut som ett personnummer och får inte sparas här. Lämna fältet tomt och ange varför.")
        )
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise InvalidNumber(_("Ett organisationsnummer har tio siffror. Skriv det så här: 802002-4280."))
    if not luhn.is_valid(digits):
        raise InvalidNumber(_("Siffrorna stämmer inte med varandra. Jämför med organisationens registreringsbevis."))
    return digits


def may_be_a_persons(text: str) -> bool:
    """Whether `text` looks like a personal identity number, which a sole trader writes here: it must not be stored."""
    digits = re.sub(r"^16(?=[0-9]{10}$)", "", plain(text).replace("-", "").replace("+", ""))
    return bool(re.fullmatch(r"([0-9]{2})?[0-9]{2}[01][0-9]{7}", digits))


def show_organisation_number(number: str) -> str:
    """A stored organisation number as people read it: "802002-4280"."""
    return f"{number[:6]}-{number[6:]}" if number else ""


def postcode(text: str) -> str:
    """The five digits of a Swedish postcode, whose first is 1–9; InvalidNumber, with a sentence, for anything else."""
    digits = re.sub(r"^(SE|S)-?", "", plain(text))
    if not re.fullmatch(r"[1-9][0-9]{4}", digits):
        raise InvalidNumber(_("Ett postnummer har fem siffror. Skriv det så här: 182 11."))
    return digits


def show_postcode(number: str) -> str:
    """A stored postcode as on a letter: "182 11"."""
    return f"{number[:3]} {number[3:]}" if number else ""


def bankgiro(text: str) -> str:
    """The seven or eight digits of a bankgiro number; InvalidNumber, with a sentence, for anything else."""
    digits = plain(text).replace("-", "")
    if not re.fullmatch(r"[0-9]{7,8}", digits) or not digits.strip("0"):
        raise InvalidNumber(_("Ett bankgironummer har sju eller åtta siffror. Skriv det så här: 5050-1055."))
    return _checked(digits, _("Siffrorna i bankgironumret stämmer inte med varandra. Kontrollera dem en gång till."))


def show_bankgiro(number: str) -> str:
    """A stored bankgiro number as people read it: "991-2346" or "5050-1055"."""
    return f"{number[:-4]}-{number[-4:]}" if number else ""


def plusgiro(text: str) -> str:
    """The two to eight digits of a plusgiro number; InvalidNumber, with a sentence, for anything else."""
    digits = plain(text).replace("-", "")
    if not re.fullmatch(r"[0-9]{2,8}", digits) or not digits.strip("0"):
        raise InvalidNumber(_("Ett plusgironummer har två till åtta siffror. Skriv det så här: 28 65 43-4."))
    return _checked(digits, _("Siffrorna i plusgironumret stämmer inte med varandra. Kontrollera dem en gång till."))


def show_plusgiro(number: str) -> str:
    """A stored plusgiro number in pairs, the first group of three where they are odd: "28 65 43-4", "410 54 68-5"."""
    if not number:
        return ""
    body, check = number[:-1], number[-1]
    head = 2 + len(body) % 2
    pairs = [body[:head], *(body[at : at + 2] for at in range(head, len(body), 2))]
    return f"{' '.join(pairs)}-{check}"


def _checked(digits: str, sentence: str) -> str:
    if not luhn.is_valid(digits):
        raise InvalidNumber(sentence)
    return digits
