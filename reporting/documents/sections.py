"""Figures become sections: a heading, how it is counted, tables and here and there a chart.

Page, PDF and Excel are made of the same sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reporting.documents.definitions import DEFINITIONS, Definition
from reporting.selectors.figures.events import KINDS
from reporting.selectors.figures.persons import AGES, REASONS, SEXES, STEPS
from reporting.selectors.figures.quarter import ALL, PERIOD, TOTAL, WITH_MARKS, Figures, Key
from reporting.selectors.figures.sharing import EVERY, every, hidden_in
from vida.charts import Bar, bar_chart

SPANS = (PERIOD, TOTAL)
Value = int | str


@dataclass(frozen=True)
class Table:
    """A table of figures; the first column names the row. `of_node` is one that a page may fold away."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    of_node: bool = False


@dataclass(frozen=True)
class Section:
    """One part of the report."""

    code: str
    definition: Definition
    tables: Sequence[Table]
    chart: SafeString | str = ""

    @property
    def has_node_tables(self) -> bool:
        """Whether some tables are of a single node."""
        return any(table.of_node for table in self.tables)


class Sections:
    """The sections of one set of figures; where `shared`, small cells are hidden (R185)."""

    def __init__(self, figures: Figures, *, shared: bool, only: str = "") -> None:
        self.figures = figures
        self.hidden = hidden_in(figures) if shared else frozenset()
        own = [place for place in figures.places if place[0] == only]
        self.places = own or [*figures.places, (ALL, _("Alla noder"))]
        self.whole = self.places[-1]
        self.nodes = [place for place in self.places if place[0] != ALL]

    def all(self) -> list[Section]:
        """The report's sections, in the order of the progress report (facts § 1.3)."""
        return [
            self._summary(),
            self._indicator("supported"),
            self._indicator("matched"),
            self._not_counted(),
            self._chain(),
            self._events("offers", [*_offer_kinds(), (_("Väntar på svar"), "waiting", "answer")]),
            self.clock(),
            self._attendance(),
            self._placements(),
            self._group(),
            self._events("supply", _supply_kinds(self.figures)),
        ]

    def value(self, *key: str) -> Value:
        """A figure, or the word that stands where it is hidden."""
        return _("dolt") if key in self.hidden else self._number(key)

    def _number(self, key: Key) -> int:
        return every(self.figures, *key[:3]) if key[-1] == EVERY else self.figures[key]

    def share(self, part: Key, *rest: Key) -> str:
        """Part of the whole in percent; a dash where the whole is 0, and hidden where any of it is."""
        if self.hidden & {part, *rest}:
            return _("dolt")
        whole = sum(self._number(key) for key in (part, *rest))
        return _("%(number)s %%") % {"number": round(100 * self._number(part) / whole)} if whole else "–"

    def in_time(self, place: str, span: str) -> str:
        """The share of rounds where the offer came in time (R117)."""
        return self.share(("clock", place, span, "within"), ("clock", place, span, "late"))

    def present(self, place: str, span: str) -> str:
        """The share of marks of attendance that say present."""
        return self.share(*(("attendance", place, span, kind) for kind in KINDS["attendance"]))

    # --- the sections ---------------------------------------------------------------------------------------------

    def _summary(self) -> Section:
        place = self.whole[0]
        asked = _("ej frågad")
        rows = [
            [str(DEFINITIONS["supported"].name), "–", *(self.value("supported", place, s, ALL, ALL) for s in SPANS)],
            [_("R.2.9 Deltagare som säger att aktiviteten hjälpte deras integration"), "–", asked, asked],
            [
                str(DEFINITIONS["matched"].name),
                self.figures.target if place == ALL else "–",
                *(self.value("matched", place, span, ALL, ALL) for span in SPANS),
            ],
        ]
        headings = [_("Indikator"), _("Mål"), _("Perioden"), _("Hittills")]
        return Section("summary", DEFINITIONS["summary"], [Table(_("Indikatorer"), headings, rows)])

    def _indicator(self, code: str) -> Section:
        definition = DEFINITIONS[code]
        rows = [[name, *(self.value(code, place, span, ALL, ALL) for span in SPANS)] for place, name in self.places]
        tables = [Table(_("Per nod"), [_("Nod"), _("Perioden"), _("Hittills")], rows)] if len(self.places) > 1 else []
        bars = [self.bar(name, (code, place, TOTAL, ALL, ALL)) for place, name in self.nodes]
        chart = bar_chart(str(definition.name), bars, description=_("Hittills, per nod.")) if tables else ""
        for place, name in [self.whole, *self.places[:-1]]:
            for span, words in ((PERIOD, _("perioden")), (TOTAL, _("hittills"))):
                tables.append(self._by_sex_and_age(code, place, span, f"{name}, {words}"))
        return Section(code, definition, tables, chart)

    def _by_sex_and_age(self, code: str, place: str, span: str, name: str) -> Table:
        headings = [_("Kön"), *age_names().values(), _("Alla")]
        rows = [
            [word, *(self.value(code, place, span, sex, age) for age in (*AGES, ALL))]
            for sex, word in sex_names().items()
        ]
        caption = _("%(place)s, efter kön och ålder") % {"place": name}
        return Table(caption, headings, rows, of_node=place != self.whole[0])

    def _not_counted(self) -> Section:
        tables = []
        for indicator, words in (("supported", _("Fått stöd, räknas inte")), ("matched", _("Tackat ja, räknas inte"))):
            reasons = [reason for reason in REASONS if (indicator, reason) != ("supported", "withdrawn")]
            rows = [
                [name, *(self.value(f"not_{indicator}", place, TOTAL, reason, ALL) for reason in reasons)]
                for place, name in self.places
            ]
            headings = [_("Nod"), *(_reason_names()[reason] for reason in reasons)]
            tables.append(Table(_("%(what)s, hittills") % {"what": words}, headings, rows))
        return Section("not_counted", DEFINITIONS["not_counted"], tables)

    def _chain(self) -> Section:
        place, name = self.whole
        tables = []
        for span, words in ((PERIOD, _("perioden")), (TOTAL, _("hittills"))):
            rows = [[step_names()[s], *(self.value(s, place, span, sex) for sex in (*SEXES, ALL))] for s in STEPS]
            caption = _("%(place)s, %(span)s") % {"place": name, "span": words}
            tables.append(Table(caption, [_("Steg"), *sex_names().values()], rows))
        bars = [self.bar(step_names()[step], (step, place, TOTAL, ALL)) for step in STEPS]
        chart = bar_chart(_("Personer i varje steg, hittills"), bars)
        return Section("chain", DEFINITIONS["chain"], tables, chart)

    def _events(self, code: str, kinds: Sequence[tuple[str, str, str]]) -> Section:
        """A row per node; a figure of the present state (`waiting`) has no period of its own."""
        headings = [_("Nod"), *(word for word, _figure, _kind in kinds)]
        tables = []
        for span, words in ((PERIOD, _("Perioden")), (TOTAL, _("Hittills"))):
            rows = [
                [name, *(self.value(fig, place, TOTAL if fig == "waiting" else span, kind) for _w, fig, kind in kinds)]
                for place, name in self.places
            ]
            tables.append(Table(words, headings, rows))
        return Section(code, DEFINITIONS[code], tables)

    def clock(self) -> Section:
        """How often the offer came in time, node by node (R117)."""
        days = self.figures.offer_days
        within = _("Erbjudande inom %(days)s dagar") % {"days": days}
        headings = [_("Nod"), _("Avgjorda omgångar"), within, _("Andel i tid"), _("Mediandagar till erbjudande")]
        tables = []
        for span, words in ((PERIOD, _("Perioden")), (TOTAL, _("Hittills"))):
            rows = [
                [
                    name,
                    self.value("clock", place, span, EVERY),
                    self.value("clock", place, span, "within"),
                    self.in_time(place, span),
                    self._median(place, span),
                ]
                for place, name in self.places
            ]
            tables.append(Table(words, headings, rows))
        bars = [self._share_bar(place, name) for place, name in self.places]
        chart = bar_chart(
            _("Andel erbjudanden i tid, hittills"), bars, description=_("Procent av avgjorda omgångar."), full=100
        )
        return Section("clock", DEFINITIONS["clock"], tables, chart)

    def _median(self, place: str, span: str) -> str:
        if ("clock", place, span, "within") in self.hidden or ("clock", place, span, EVERY) in self.hidden:
            return _("dolt")
        median = self.figures.medians.get((place, span))
        return "–" if median is None else number_format(median, 1)

    def _share_bar(self, place: str, name: str) -> Bar:
        words = self.in_time(place, TOTAL)
        digits = words.split()[0]
        return Bar(name, int(digits) if digits.isdigit() else None, words)

    def bar(self, name: str, key: Key) -> Bar:
        """A bar of the figure; an empty one with the word where it is hidden."""
        value = self.value(*key)
        return Bar(name, value) if isinstance(value, int) else Bar(name, None, value)

    def _attendance(self) -> Section:
        kinds = {
            "present": _("Närvarande"),
            "absent_notified": _("Frånvarande, har meddelat"),
            "absent": _("Frånvarande"),
        }
        tables = []
        for span, words in ((PERIOD, _("Perioden")), (TOTAL, _("Hittills"))):
            rows = []
            for place, name in self.places:
                keys = [("attendance", place, span, kind) for kind in kinds]
                rows.append(
                    [
                        name,
                        *(self.value(*k) for k in keys),
                        self.value("attendance", place, span, EVERY),
                        self.share(*keys),
                    ]
                )
            headings = [_("Nod"), *kinds.values(), _("Alla markeringar"), _("Andel närvarande")]
            tables.append(Table(words, headings, rows))
        return Section("attendance", DEFINITIONS["attendance"], tables)

    def _placements(self) -> Section:
        section = self._events("placements", [(word, "placements", kind) for kind, word in _placement_kinds().items()])
        groups = (("in_plan", _("Inskrivna i planen")), ("outside_plan", _("Inte inskrivna")))
        rows = [
            [
                name,
                *(
                    self.share(*((group, place, TOTAL, kind) for kind in ("completed", "dropped_out")))
                    for group, _w in groups
                ),
            ]
            for place, name in self.places
        ]
        table = Table(_("Andel fullföljda av dem som har slutat, hittills"), [_("Nod"), *(w for _g, w in groups)], rows)
        return Section("placements", section.definition, [*section.tables, table])

    def _group(self) -> Section:
        rows = [
            [
                name,
                self.value("group", place, PERIOD, "verified"),
                self.value("group", place, PERIOD, "refused"),
                self.value("group", place, TOTAL, "verified"),
                self.value("group", place, TOTAL, "refused"),
                self.value("waiting", place, TOTAL, "proof"),
            ]
            for place, name in self.places
        ]
        headings = [
            _("Nod"),
            _("Styrkta, perioden"),
            _("Fått nej, perioden"),
            _("Styrkta, hittills"),
            _("Fått nej, hittills"),
            _("Väntar på styrkande"),
        ]
        return Section("group", DEFINITIONS["group"], [Table(_("Kontrollerade personer"), headings, rows)])


def sex_names() -> dict[str, str]:
    """The sexes in words, and all of them."""
    return {"woman": _("Kvinnor"), "man": _("Män"), "non_binary": _("Icke-binära"), ALL: _("Alla")}


def age_names() -> dict[str, str]:
    """The age brackets in words."""
    return {"under_18": _("under 18 år"), "18_60": _("18–60 år"), "over_60": _("över 60 år")}


def step_names() -> dict[str, str]:
    """The steps from asked to completed, in words."""
    return {
        "asked": _("Tillfrågade"),
        "offered": _("Fått erbjudande"),
        "accepted": _("Tackat ja"),
        "took_part": _("Deltagit"),
        "completed": _("Fullföljt"),
    }


def _reason_names() -> dict[str, str]:
    return {
        "other_municipality": _("Annan kommun"),
        "not_eligible": _("Inte i målgruppen"),
        "not_verified": _("Inte styrkt"),
        "withdrawn": _("Slutade före start"),
    }


def _offer_kinds() -> list[tuple[str, str, str]]:
    words = {
        "given": _("Erbjudna"),
        "accepted": _("Tackat ja"),
        "declined": _("Tackat nej"),
        "expired": _("Utan svar"),
        "withdrawn": _("Återtagna"),
    }
    return [(word, "offers", kind) for kind, word in words.items()]


def _supply_kinds(figures: Figures) -> list[tuple[str, str, str]]:
    words = {"activities": _("Aktiviteter"), "occasions": _("Tillfällen")}
    if figures.version >= WITH_MARKS:
        words |= {"language": _("Främjar språk"), "health": _("Främjar hälsa"), "network": _("Främjar nätverk")}
    return [(word, "supply", kind) for kind, word in words.items()]


def _placement_kinds() -> dict[str, str]:
    return {
        "started": _("Påbörjade"),
        "completed": _("Fullföljda"),
        "dropped_out": _("Avbrutna"),
        "interrupted": _("Inställda efter start"),
        "cancelled": _("Inställda före start"),
    }
