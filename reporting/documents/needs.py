"""Demand against supply in words: blocks of lines for the page, and the same lines as a sheet (R30, R94)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.selectors.free_time import PARTS
from nodes.models import InterestArea
from reporting.documents.sections import Value
from reporting.selectors.needs import Need, Needs
from vida import clock
from vida.charts import Bar, bar_chart
from vida.sheets import Sheet, workbook

GAP, WAITING, SEATS, NAME = "brist", "vantar", "platser", "namn"
MOST_PLACES = 8  # municipalities that are shown without asking for them; with more, only where something is chosen
IN_CHART = 6


@dataclass(frozen=True)
class OfPart:
    """What a line says of a part of the week: who could come then and the places of then, each with its rows."""

    label: str
    people: str
    seats: str
    people_url: str
    seats_url: str


@dataclass(frozen=True)
class Line:
    """An area, or a municipality under it: numbers as they are shown, and where the rows behind them are."""

    name: str
    of_place: bool
    people: Value
    seats: int
    gap: Value
    parts: Sequence[OfPart]
    people_url: str = ""
    seats_url: str = ""

    @property
    def lacks(self) -> bool:
        """Whether places lack, as far as the reader may know."""
        return isinstance(self.gap, int) and self.gap > 0


@dataclass(frozen=True)
class Block:
    """A group of areas, folded or open."""

    code: str
    line: Line
    words: str
    lines: Sequence[Line]
    is_open: bool


@dataclass(frozen=True)
class Choice:
    """What the reader has chosen: an area or a group, a municipality, a part of the week, and the order."""

    intresse: str = ""
    kommun: str = ""
    tid: str = ""
    ordning: str = ""


class NeedsPage:
    """The needs as a reader has chosen to see them. `node` is the node whose lists the numbers may lead to."""

    def __init__(self, needs: Needs, choice: Choice, *, node: str = "") -> None:
        self.needs, self.choice, self.node = needs, choice, node
        self.part, self.place = choice.tid, choice.kommun or None

    @property
    def headings(self) -> list[str]:
        """Above the columns; with a part of the week chosen there are no columns of parts."""
        people = _("Kan då") if self.part else _("Väntar")
        first = [_("Intresse"), people, _("Lediga platser"), _("Saknas")]
        return first if self.part else [*first, *map(str, PARTS.values())]

    def blocks(self) -> list[Block]:
        """The groups with anything to show, in the chosen order."""
        found = []
        for group in self._ordered(self.needs.groups):
            lines = list(self._lines(group))
            if lines:
                line = self._line(str(group), self._need(group, self.place))
                is_open = not found or bool(self.choice.intresse)
                found.append(Block(group.code, line, self._summary(line), lines, is_open))
        return found

    def shortest(self) -> list[Line]:
        """The areas that lack most places, for the chart."""
        areas = [area for group in self.needs.groups for area in self._areas(group)]
        lacking = [(area, self._need(area, self.place)) for area in areas]
        short = [(area, need) for area, need in lacking if (need.gap_in(self.part) or 0) > 0]
        short.sort(key=lambda each: -(each[1].gap_in(self.part) or 0))
        return [self._line(str(area), need) for area, need in short[:IN_CHART]]

    def chart(self) -> SafeString:
        """The same, drawn."""
        bars = [Bar(line.name, int(line.gap)) for line in self.shortest()]
        return bar_chart(_("Platser som saknas"), bars)

    def sheet(self) -> bytes:
        """What is shown as a workbook, every municipality of every area in a row of its own."""
        heads = [_("Grupp"), _("Intresse"), _("Kommun"), *self.headings[1:3], _("Saknas (minus: blir över)")]
        if not self.part:
            for name in PARTS.values():
                heads += [_("Kan: %(part)s") % {"part": name}, _("Platser: %(part)s") % {"part": name}]
        title = _("Behov och utbud")
        return workbook([Sheet(title, heads, self._sheet_rows())], title=title, created=clock.now())

    # --- which rows, in which order -----------------------------------------------------------------------------------

    def _areas(self, group: InterestArea) -> list[InterestArea]:
        chosen = self.choice.intresse
        areas = self.needs.leaves.get(group.pk, [])
        return [area for area in areas if chosen in ("", group.code, area.code)]

    def _places(self) -> list[str]:
        """The municipalities to show under each area."""
        if self.place:
            return []
        narrow = bool(self.choice.intresse)
        return list(self.needs.names) if narrow or len(self.needs.names) <= MOST_PLACES + 1 else []

    def _ordered(self, areas: Sequence[InterestArea]) -> list[InterestArea]:
        return sorted(areas, key=lambda area: self._rank(self._need(area, self.place)))

    def _rank(self, need: Need) -> int:
        """The largest first; a hidden number ranks as none, so that the order does not tell it. Equal: as listed."""
        ranks: dict[str, Callable[[], int | None]] = {
            WAITING: lambda: need.people_in(self.part),
            SEATS: lambda: need.seats_in(self.part),
            NAME: lambda: 0,
        }
        number = ranks.get(self.choice.ordning, lambda: need.gap_in(self.part))()
        return -number if number is not None else 1_000_000

    def _lines(self, group: InterestArea) -> Iterator[Line]:
        for area in self._ordered(self._areas(group)):
            if (area.code, self.place) in self.needs.rows:
                yield self._line(str(area), self._need(area, self.place))
                places = [each for each in self._places() if (area.code, each) in self.needs.rows]
                for place in sorted(places, key=lambda each: self._rank(self._need(area, each))):
                    yield self._line(self._place_name(place), self._need(area, place), of_place=True)

    def _need(self, area: InterestArea, place: str | None) -> Need:
        nothing = dict.fromkeys(PARTS, 0)
        return self.needs.rows.get((area.code, place)) or Need(area, place, 0, nothing, nothing, nothing)

    def _place_name(self, place: str) -> str:
        return self.needs.names[place] or _("Annan kommun")

    # --- words --------------------------------------------------------------------------------------------------------

    def _line(self, name: str, need: Need, *, of_place: bool = False) -> Line:
        people, gap = need.people_in(self.part), need.gap_in(self.part)
        return Line(
            name=name,
            of_place=of_place,
            people=_("dolt") if people is None else people,
            seats=need.seats_in(self.part),
            gap=_("dolt") if gap is None else max(gap, 0),
            parts=[] if self.part else [self._of_part(need, part) for part in PARTS],
            people_url=self._people_url(need, self.part),
            seats_url=self._seats_url(need, self.part),
        )

    def _summary(self, line: Line) -> str:
        people = _("%(people)s kan då") if self.part else _("%(people)s väntar")
        seats = ngettext("%(n)s ledig plats", "%(n)s lediga platser", line.seats)
        return f"{people % {'people': line.people}} · {seats % {'n': line.seats}}"

    def _of_part(self, need: Need, part: str) -> OfPart:
        people, seats = need.people_in(part), need.seats_in(part)
        return OfPart(
            label=str(PARTS[part]),
            people=_("%(people)s kan") % {"people": _("dolt") if people is None else people},
            seats=ngettext("%(n)s plats", "%(n)s platser", seats) % {"n": seats},
            people_url=self._people_url(need, part),
            seats_url=self._seats_url(need, part),
        )

    def _people_url(self, need: Need, part: str) -> str:
        """Who they are: the list of those who wait, narrowed alike. It knows no municipality outside the node, and what
        lacks is a difference, with no rows of its own.
        """
        if not self.node or need.place == "" or not need.people_in(part):
            return ""
        query = {"intresse": need.area.code, "kommun": need.place, "tid": part}
        return f"{reverse('matching:index', args=[self.node])}?{_chosen(query)}"

    def _seats_url(self, need: Need, part: str) -> str:
        """Which activities they are in."""
        if not self.node or need.place == "" or not need.seats_in(part):
            return ""
        query = {"area": need.area.code, "free": "on", "municipality": need.place, "part": part}
        return f"{reverse('associations:activities', args=[self.node])}?{_chosen(query)}"

    def _sheet_rows(self) -> Iterator[list[Value]]:
        for group in self._ordered(self.needs.groups):
            for area in self._ordered(self._areas(group)):
                for place in [self.place] if self.place else self.needs.names:
                    if (area.code, place) in self.needs.rows:
                        yield [str(group), str(area), self._place_name(place or ""), *self._numbers(area, place)]

    def _numbers(self, area: InterestArea, place: str | None) -> list[Value]:
        need = self._need(area, place)
        numbers: list[int | None] = [need.people_in(self.part), need.seats_in(self.part), need.gap_in(self.part)]
        if not self.part:
            for part in PARTS:
                numbers += [need.can_come[part], need.seats[part]]
        return [_("dolt") if number is None else number for number in numbers]


def _chosen(query: Mapping[str, str | None]) -> str:
    """The address's query, without what is not chosen."""
    return urlencode({name: value for name, value in query.items() if value})
