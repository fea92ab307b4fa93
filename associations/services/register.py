"""Reading an association register into a node. Every row stays with what became of it, so that nothing vanishes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from associations.models import Association, RegisterImport, RegisterRow
from associations.services import associations
from associations.services.registerfile import Row
from nodes.actors import Actor
from nodes.models import Municipality, Node
from vida import clock
from vida.fields import PhoneField
from vida.identity import InvalidNumber, may_be_a_persons, organisation_number, postcode, show_organisation_number
from vida.names import LIKELY, association_likeness
from vida.text import ControlCharacter, clean, fold

BATCH = 200
CUT_AT = 30  # some register systems keep no more of a name
NUMBER_REMOVED = "borttag"  # what stands where a person's number was: the register's word, or ours
KINDS = {  # a word in the register's own type → the kind
    "samfund": "congregation", "religio": "congregation", "kyrk": "congregation", "stiftelse": "foundation",
    "studieforbund": "study_association", "folkhogskol": "folk_high_school", "kooperativ": "cooperative",
}  # fmt: skip

Outcome = RegisterRow.Outcome


class Faulty(Exception):
    """A row that cannot become an association; `str()` says why and what to do."""


class Known(Exception):
    """The row's association is known already."""

    def __init__(self, association_id: int, sentence: str) -> None:
        super().__init__(sentence)
        self.association_id = association_id


class Elsewhere(Exception):
    """The row belongs to a municipality outside the node."""


@dataclass
class Book:
    """What the node knows already: read once, and kept up to date row by row."""

    node: Node
    towns: dict[str, Municipality] = field(default_factory=dict)  # the node's own, by folded name
    by_number: dict[str, tuple[int, str]] = field(default_factory=dict)
    by_name: dict[str, list[tuple[int, str, str | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, node: Node) -> Book:
        """Read the node's municipalities and associations: two queries."""
        book = cls(node)
        for town in Municipality.objects.filter(pk__in=node.node_municipalities.values("municipality")):
            book.towns |= {fold(town.name): town, fold(town.full_name): town, town.code: town}
        rows = Association.objects.values_list("id", "name", "organisation_number", "municipality_id")
        for pk, name, number, town_id in rows:
            book.add(pk, name, number, town_id)
        return book

    def add(self, pk: int, name: str, number: str, town: str | None) -> None:
        """Remember an association."""
        if number:
            self.by_number[number] = (pk, name)
        self.by_name.setdefault(_key(name), []).append((pk, number, town))


def _key(name: str) -> str:
    """Names that a register may have cut are compared by what is left of them."""
    return fold(name)[: CUT_AT - 2]


@transaction.atomic
def start(*, node: Node, file_name: str, rows: list[Row], by: Actor | None = None) -> RegisterImport:
    """Write every row down as it came; `read_on` then says what becomes of each."""
    user = by.user if by else None
    made = RegisterImport.objects.create(node=node, file_name=file_name[:200], imported_by=user)
    RegisterRow.objects.bulk_create(
        (
            RegisterRow(
                node=node, register_import=made, number=number, name=row.get("name", "")[:300],
                outcome=Outcome.WAITING, raw=_without_a_persons_number(row),
            )
            for number, row in enumerate(rows, start=2)  # as a spreadsheet counts: the headings are row 1
        ),
        batch_size=1000,
    )  # fmt: skip
    return made


@transaction.atomic
def read_on(*, register_import: RegisterImport, book: Book | None = None, limit: int = BATCH) -> int:
    """Decide on the next rows that wait; returns how many. Running it again, or twice at once, changes nothing more."""
    waiting = RegisterRow.objects.select_for_update(of=("self",), skip_locked=True).filter(
        register_import=register_import, outcome=Outcome.WAITING
    )
    rows = list(waiting.order_by("number")[:limit])
    book = book or Book.of(register_import.node)
    for row in rows:
        _decide(row, book)
    return len(rows)


@transaction.atomic
def retry(*, row: RegisterRow, values: dict[str, str]) -> RegisterRow:
    """Try a faulty row again with what the coordinator has corrected; the row keeps both words and outcome."""
    locked = RegisterRow.objects.select_for_update(of=("self",)).select_related("node").get(pk=row.pk)
    if locked.outcome != Outcome.FAULTY:
        return locked
    locked.raw = _without_a_persons_number({**locked.raw, **values})
    locked.name = locked.raw.get("name", "")[:300]
    _decide(locked, Book.of(locked.node))
    return locked


@transaction.atomic
def resolve(*, row: RegisterRow, by: Actor) -> RegisterRow:
    """Mark a row as dealt with, or open it again: the same button both ways."""
    locked = RegisterRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.resolved_at:
        locked.resolved_at, locked.resolved_by = None, None
    else:
        locked.resolved_at, locked.resolved_by = clock.now(), by.user
    locked.save(update_fields=["resolved_at", "resolved_by"])
    return locked


def _without_a_persons_number(row: Row) -> Row:
    """A sole trader's organisation number is a personal identity number: it is never stored here."""
    if may_be_a_persons(row.get("org_number", "")):
        return {**row, "org_number": _("[personnummer, borttaget]")}
    return row


def _decide(row: RegisterRow, book: Book) -> None:
    remarks: list[str] = []
    try:
        with transaction.atomic():
            made = _create(row.raw, book, remarks)
        row.outcome, row.association = Outcome.CREATED, made
    except Known as known:
        row.outcome, row.association_id = Outcome.DOUBLE, known.association_id
        remarks = [str(known)]
    except Elsewhere as elsewhere:
        row.outcome, remarks = Outcome.ELSEWHERE, [str(elsewhere)]
    except (Faulty, associations.NumberTaken) as fault:
        row.outcome, remarks = Outcome.FAULTY, [str(fault)]
    except IntegrityError:  # another reading was quicker
        row.outcome, remarks = Outcome.FAULTY, [_("Föreningen lades till av någon annan samtidigt. Försök igen.")]
    row.remarks = " ".join(remarks)
    row.save(update_fields=["outcome", "association", "remarks", "raw", "name"])


def _create(raw: Row, book: Book, remarks: list[str]) -> Association:
    name = _name(raw)
    town = _town(raw, book)
    number = _number(raw)
    _known(name, number, town, book)
    if not number:
        remarks.append(_("Organisationsnummer saknas i registret."))
    if len(raw.get("name", "")) == CUT_AT:
        remarks.append(_("Namnet är 30 tecken långt och kan vara avhugget."))
    values = {
        "name": name,
        "kind": _kind(raw),
        "organisation_number": number,
        "no_number_reason": "" if number else _("Saknas i registret"),
        "municipality": town,
        "address": raw.get("address", "")[:200],
        "activities_text": (raw.get("activities") or raw.get("categories") or raw.get("types") or "")[:500],
        "source": _("Register"),
        **_readable(raw, remarks),
    }
    made = associations.save(association=None, node=book.node, values=values)
    book.add(made.pk, name, number, town.code if town else None)
    return made


def _name(raw: Row) -> str:
    try:
        name = clean(raw.get("name", ""))
    except ControlCharacter:
        raise Faulty(_("Namnet har ett tecken som inte går att läsa. Skriv om det.")) from None
    if not fold(name):
        raise Faulty(_("Namnet saknas. Skriv föreningens namn."))
    if len(name) > 200:
        raise Faulty(_("Namnet är längre än 200 tecken. Korta det."))
    return name


def _town(raw: Row, book: Book) -> Municipality | None:
    """The row's municipality; without one the node's own, where it has only one."""
    own = {town.code: town for town in book.towns.values()}
    word = raw.get("municipality", "")
    if not word:
        return next(iter(own.values())) if len(own) == 1 else None
    if town := book.towns.get(fold(word)):
        return town
    if Municipality.objects.filter(name__iexact=word).exists():
        raise Elsewhere(_("%(town)s hör inte till %(node)s.") % {"town": word, "node": book.node.name})
    raise Faulty(_("Kommunen %(town)s finns inte. Rätta stavningen.") % {"town": word[:60]})


def _number(raw: Row) -> str:
    text = raw.get("org_number", "")
    if not text:
        return ""
    if NUMBER_REMOVED in text:
        raise Faulty(_("Registret hade ett personnummer här. Skriv organisationsnumret, eller lämna det tomt."))
    try:
        return organisation_number(text)
    except InvalidNumber as refusal:
        words = {"number": text[:40], "why": str(refusal)}
        raise Faulty(_("Organisationsnumret %(number)s stämmer inte. %(why)s") % words) from None


def _known(name: str, number: str, town: Municipality | None, book: Book) -> None:
    """Raises Known for a double, Faulty where one number has two names."""
    if number in book.by_number:
        pk, theirs = book.by_number[number]
        if _key(theirs) == _key(name) or association_likeness(theirs, name) >= LIKELY:
            raise Known(pk, _("Samma organisationsnummer som %(name)s.") % {"name": theirs})
        words = {"number": show_organisation_number(number), "name": theirs}
        raise Faulty(
            _("%(number)s hör redan till %(name)s. Är det en sektion, lämna numret tomt; annars rätta det.") % words
        )
    for pk, their_number, their_town in book.by_name.get(_key(name), []):
        same_place = town is None or their_town is None or their_town == town.code
        if same_place and not (number and their_number):
            raise Known(pk, _("Samma namn som en förening som redan finns."))


def _kind(raw: Row) -> str:
    words = fold(raw.get("types", ""))
    return next((kind for word, kind in KINDS.items() if word in words), Association.Kind.ASSOCIATION)


def _readable(raw: Row, remarks: list[str]) -> dict[str, Any]:
    """The ways to reach an association that can be read; what cannot is left out and said so."""
    found = {}
    for column, theirs, read, words in (
        ("postcode", "postal_code", postcode, _("Postnumret %(value)s går inte att läsa.")),
        ("email", "email", _mail, _("E-postadressen %(value)s går inte att läsa.")),
        ("phone", "phone", PhoneField().parse, _("Telefonnumret %(value)s går inte att läsa.")),
        ("homepage", "homepage_url", _address, _("Webbadressen %(value)s går inte att läsa.")),
    ):
        value = raw.get(theirs, "")
        try:
            found[column] = read(value) if value else ""
        except (InvalidNumber, ValidationError):
            found[column] = ""
            remarks.append(words % {"value": value[:60]})
    return found


def _mail(text: str) -> str:
    validate_email(text)
    return text


def _address(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    URLValidator(schemes=["http", "https"])(address)
    if len(address) > 300:
        raise ValidationError(text)
    return address
