"""Equity in words: the table of each step by sex and by age, one chart, and one careful sentence (R91)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reporting.comparing import FEWEST, Difference, Share, differences
from reporting.documents.sections import Table, age_names, sex_names, step_names
from reporting.hiding import LEAST_SHOWN
from reporting.selectors.equity import Equity, Group
from reporting.selectors.figures.persons import AGES, SEXES, STEPS
from vida.calendar import Quarter
from vida.charts import Bar, bar_chart


class EquityPage:
    """The figures as a reader sees them. `rows_url` is where the people behind a number are, for who may see them."""

    def __init__(self, equity: Equity, quarter: Quarter | None, *, rows_url: str = "") -> None:
        self.equity, self.quarter, self.rows_url = equity, quarter, rows_url
        self.sexes = [(code, word) for code, word in sex_names().items() if code in SEXES]
        self.ages = list(age_names().items())

    def tables(self) -> list[Table]:
        """By sex, and by age."""
        names = step_names()
        headings = [*(names[step] for step in STEPS), _("Mediandagar")]
        return [
            Table(_("Efter kön"), [_("Kön"), *headings], self._rows(self.sexes)),
            Table(_("Efter ålder"), [_("Ålder"), *headings], self._rows(self.ages)),
        ]

    def chart(self) -> SafeString:
        """How large a part of those asked has begun, group by group."""
        bars = [self._bar(word, self.equity.groups[code]) for code, word in [*self.sexes, *self.ages]]
        return bar_chart(
            _("Andel av de tillfrågade som har deltagit"),
            bars,
            description=_("Procent, efter kön och ålder."),
            full=100,
        )

    def reach(self) -> Table:
        """The numbers that the chart draws."""
        names, rows = step_names(), []
        for code, word in [*self.sexes, *self.ages]:
            steps = self.equity.groups[code].steps
            numbers = [steps[step] for step in ("asked", "took_part")]
            shown = [_("dolt") if number is None else number for number in numbers]
            rows.append([word, *shown, self._bar(word, self.equity.groups[code]).words])
        return Table(_("Andel som har deltagit"), [_("Grupp"), names["asked"], names["took_part"], _("Andel")], rows)

    def sentence(self) -> str:
        """The largest clear difference between two groups, that there is none, or that the groups are too small."""
        found = [
            difference
            for kind in (SEXES, AGES)
            for step in STEPS[1:]
            for difference in differences(step, self._shares(kind, step))
        ]
        if not found:
            return _("Grupperna är för små för att jämföra: det behövs minst %(n)s personer i var och en.") % {
                "n": FEWEST
            }
        clear = [difference for difference in found if difference.is_clear]
        if not clear:
            return _("Ingen skillnad mellan grupperna är större än vad slumpen kan ge.")
        return self._words(max(clear, key=lambda difference: difference.size))

    # --- cells --------------------------------------------------------------------------------------------------------

    def _rows(self, groups: Sequence[tuple[str, str]]) -> list[list[str | int]]:
        return [self._row(word, self.equity.groups[code]) for code, word in [*groups, ("", _("Alla"))]]

    def _row(self, word: str, group: Group) -> list[str | int]:
        median = "–" if group.median is None else number_format(group.median, 1)
        if group.steps["offered"] is None:
            median = _("dolt")
        return [word, *(self._cell(word, group, step) for step in STEPS), median]

    def _cell(self, word: str, group: Group, step: str) -> str:
        """The number, the share of the step before, and a link to who they are."""
        number = group.steps[step]
        if number is None:
            return _("dolt")
        shown: str = str(number)
        if self.rows_url and number:
            query = {"steg": step, "grupp": group.code, "kvartal": self.quarter or ""}
            label = f"{word}, {step_names()[step]}"
            shown = format_html(
                '<a href="{}?{}">{}<span class="sr-only"> {}</span></a>', self.rows_url, urlencode(query), number, label
            )
        share = None if step == STEPS[0] else group.share(step)
        if not share or not share[1]:
            return shown
        return format_html("{} ({} %)", shown, round(100 * share[0] / share[1]))

    def _bar(self, word: str, group: Group) -> Bar:
        part, whole = group.steps["took_part"], group.steps["asked"]
        if part is None or whole is None:
            return Bar(word, None, _("dolt"))
        if whole < LEAST_SHOWN:
            return Bar(word, None, _("för få") if whole else "–")
        percent = round(100 * part / whole)
        return Bar(word, percent, f"{percent} %")

    def _shares(self, kind: Sequence[str], step: str) -> list[Share]:
        shares = [(code, self.equity.groups[code].share(step)) for code in kind]
        return [Share(code, *share) for code, share in shares if share]

    def _words(self, difference: Difference) -> str:
        of: dict[str, Callable[[], str]] = {
            "offered": lambda: _("Bland de tillfrågade har %(larger)s oftare fått ett erbjudande än %(smaller)s"),
            "accepted": lambda: _("Bland dem som fått ett erbjudande har %(larger)s oftare tackat ja än %(smaller)s"),
            "took_part": lambda: _("Bland dem som tackat ja har %(larger)s oftare deltagit än %(smaller)s"),
            "completed": lambda: _("Bland dem som deltagit har %(larger)s oftare fullföljt än %(smaller)s"),
        }
        names = {"woman": _("kvinnor"), "man": _("män"), "non_binary": _("icke-binära")} | {
            code: _("de som är %(age)s") % {"age": word} for code, word in self.ages
        }
        larger, smaller = difference.larger, difference.smaller
        words = of[difference.of]() % {"larger": names[larger.group], "smaller": names[smaller.group]}
        shares = _("%(larger)s %% mot %(smaller)s %%") % {
            "larger": round(100 * larger.value),
            "smaller": round(100 * smaller.value),
        }
        return f"{words}: {shares}."
