"""Personal identity numbers, coordination numbers and LMA numbers.

Stored in 12 digits (folkbokföringslagen 1991:481 § 18; lag 2022:1697 for coordination numbers, where 60 is added to the
day). The number may name a day near the birthday, so the date of birth is always kept beside it and counts.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from personnummer.personnummer import Personnummer, PersonnummerException

from vida.clock import today
from vida.identity.numbers import InvalidNumber, plain

_INTERIM = re.compile(r"[0-9]{6,8}[-+]?[A-Z][0-9]{3}")
_LMA = re.compile(r"[0-9]{2}-[0-9]{6}")
_OLDEST_YEAR = 1900


class IdentityKind(TextChoices):
    """The kinds of number by which an authority knows a person."""

    PERSONAL = "personal", gettext_lazy("personnummer")
    COORDINATION = "coordination", gettext_lazy("samordningsnummer")
    LMA = "lma", gettext_lazy("LMA-nummer")


@dataclass(frozen=True)
class Identity:
    """One person's number as stored, its kind, and the date of birth that it names (None for LMA numbers)."""

    kind: IdentityKind
    number: str = field(repr=False)
    born: date | None = field(repr=False)

    @property
    def shown(self) -> str:
        """The whole number, for the few who may see it: "19900228-9800"."""
        return self.number if self.kind == IdentityKind.LMA else f"{self.number[:8]}-{self.number[8:]}"

    @property
    def masked(self) -> str:
        """The number as everybody else sees it: "19900228-****"."""
        return mask(self.number)


def mask(number: str) -> str:
    """A stored number with its last part hidden: "19900228-****", "12-******"; "" for none."""
    if not number:
        return ""
    return f"{number[:3]}******" if "-" in number else f"{number[:8]}-****"


def parse(text: str, kind: str | None = None) -> Identity:
    """The identity that `text` writes, as people write it: 10 or 12 digits, "-" or "+", or an LMA number 12-345678.

    With `kind`, only that kind is taken. InvalidNumber, with a sentence that says what to do, for anything else:
    also for interim numbers (with a letter), which name nobody for certain, and for organisation numbers.
    """
    typed = plain(text)
    if kind == IdentityKind.LMA or (kind is None and _LMA.fullmatch(typed)):
        return _lma(typed)
    identity = _national(typed)
    if kind is not None and identity.kind != kind:
        raise InvalidNumber(
            _("Det här är ett %(found)s, inte ett %(wanted)s. Ändra vilket slags nummer det är, eller numret.")
            % {"found": identity.kind.label, "wanted": IdentityKind(kind).label}
        )
    return identity


def _lma(typed: str) -> Identity:
    digits = typed.replace("-", "")
    if not re.fullmatch(r"[0-9]{8}", digits):
        raise InvalidNumber(_("Ett LMA-nummer har åtta siffror. Skriv det som på kortet, till exempel 12-345678."))
    return Identity(IdentityKind.LMA, f"{digits[:2]}-{digits[2:]}", None)


def _national(typed: str) -> Identity:
    if _INTERIM.fullmatch(typed):
        raise InvalidNumber(_("Nummer med en bokstav är tillfälliga och kan inte sparas. Lämna fältet tomt så länge."))
    digits = typed.replace("-", "").replace("+", "")
    if not re.fullmatch(r"[0-9]{10}|[0-9]{12}", digits):
        raise InvalidNumber(_("Skriv numret med tolv siffror, till exempel 19900228-9800."))
    if digits[-8] not in "01":
        raise InvalidNumber(_("Det ser ut som ett organisationsnummer. Skriv personens eget nummer."))
    if not _names_a_day(month=int(digits[-8:-6]), day=int(digits[-6:-4])):
        raise InvalidNumber(_("Datumet i numret finns inte. Kontrollera år, månad och dag."))
    try:
        parsed = Personnummer(digits[:-4] + ("+" if "+" in typed else "-") + digits[-4:])
    except PersonnummerException as error:
        raise InvalidNumber(_("Siffrorna stämmer inte med varandra. Jämför med personens handling.")) from error
    born = parsed.get_date()
    if not date(_OLDEST_YEAR, 1, 1) <= born <= today():
        raise InvalidNumber(_("Året i numret kan inte stämma. Skriv alla tolv siffror och kontrollera året."))
    kind = IdentityKind.COORDINATION if parsed.is_coordination_number() else IdentityKind.PERSONAL
    return Identity(kind, parsed.format(long_format=True), born)


def _names_a_day(*, month: int, day: int) -> bool:
    """False for a day that no year has; whether a year has its 29 February, the library knows."""
    leap_year = 2000
    return 1 <= month <= 12 and 1 <= day % 60 <= monthrange(leap_year, month)[1] and day // 60 <= 1
