"""The framework that an activity is checked against (R72–R79, R2, R4): rules as data, and no database.

A rule has a title ("Minst fem tillfällen"), the field that it speaks about, a sentence for what nobody has said yet,
and a function that says what is wrong with what was said. Form, decision page and approval read the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vida.calendar import long_date, weekly_occasions
from vida.clock import local

VERSION = "1"
MIN_MINUTES = 60
MIN_OCCASIONS = 5
WEEK = timedelta(days=7)
MOST_OCCASIONS = 60  # more than a year of weeks: the form refuses it, and no series is counted out


class Verdict(StrEnum):
    """How an activity stands to one rule."""

    MET = "met"
    UNSAID = "unsaid"
    BROKEN = "broken"


@dataclass(frozen=True)
class Described:
    """What the framework asks about; None or "" where nothing is said. `rests` are noted days without an occasion."""

    interval_days: int | None = None
    minutes: int | None = None
    occasions: int | None = None
    dates: tuple[date, ...] = ()
    rests: frozenset[date] = frozenset()
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    introduction: str = ""
    theory_rules: str = ""
    theory_organisation: str = ""
    can_continue: bool | None = None
    continuing: str = ""
    within_operation: bool = False
    unbound: bool = False
    promotes: frozenset[str] = frozenset()
    period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Rule:
    """One demand: its requirement, what must hold, and the form's field that it stands beside."""

    code: str
    requirement: str
    field: str
    title: str | Promise
    unsaid: str | Promise
    said: Callable[[Described], object]
    fault: Callable[[Described], str]


@dataclass(frozen=True)
class Finding:
    """What came of one rule; `sentence` says what to do, and is "" when the rule is met."""

    rule: Rule
    verdict: Verdict
    sentence: str


def check(described: Described) -> list[Finding]:
    """Every rule of the present version, in the list's order."""
    return [_judge(rule, described) for rule in RULES]


def lacking(described: Described) -> list[Finding]:
    """The rules that are not met; empty when the activity holds."""
    return [finding for finding in check(described) if finding.verdict is not Verdict.MET]


def _judge(rule: Rule, described: Described) -> Finding:
    if not rule.said(described):
        return Finding(rule, Verdict.UNSAID, str(rule.unsaid))
    sentence = rule.fault(described)
    return Finding(rule, Verdict.BROKEN if sentence else Verdict.MET, sentence)


def describe(data: Mapping[str, Any], period: tuple[date, date] | None) -> Described:
    """The description in a form's cleaned fields or an activity's columns: what is not there counts as unsaid."""
    dates, rests = _series(data)
    return Described(
        interval_days=data.get("interval_days"),
        minutes=data.get("minutes"),
        occasions=data.get("occasions_planned"),
        dates=dates,
        rests=rests,
        can_continue=data.get("can_continue"),
        within_operation=bool(data.get("within_operation")),
        unbound=bool(data.get("unbound")),
        promotes=frozenset(data.get("promotes") or ()),
        period=period,
        **{name: data.get(name) or "" for name in _TEXTS},
    )


_TEXTS = (
    "contact_name", "contact_email", "contact_phone", "introduction", "theory_rules", "theory_organisation",
    "continuing",
)  # fmt: skip


def _series(data: Mapping[str, Any]) -> tuple[tuple[date, ...], frozenset[date]]:
    """The days that a series of this description meets on, and the holidays that it rests on."""
    first, starts_at, count = (data.get(name) for name in ("first_on", "starts_at", "occasions_planned"))
    if not (first and starts_at and count):
        return (), frozenset()
    if (interval := data.get("interval_days") or 7) != WEEK.days:
        return tuple(first + timedelta(days=interval) * number for number in range(count)), frozenset()
    series = weekly_occasions(first, starts_at, data.get("minutes") or MIN_MINUTES, count)
    return tuple(local(time.starts_at).date() for time in series.times), frozenset(each.day for each in series.skipped)


# --- what is wrong, in words ------------------------------------------------------------------------------------------


def _number(count: int) -> str:
    words = [_("Inga"), _("Ett"), _("Två"), _("Tre"), _("Fyra")]
    return words[count] if count < len(words) else str(count)


def _interval(d: Described) -> str:
    if (d.interval_days or 0) <= WEEK.days:
        return ""
    return _("Ni träffas mer sällan än varje vecka – VIDA kräver en gång i veckan.")


def _length(d: Described) -> str:
    if (d.minutes or 0) >= MIN_MINUTES:
        return ""
    minutes = ngettext("%(n)d minut", "%(n)d minuter", d.minutes or 0) % {"n": d.minutes or 0}
    return _("%(minutes)s – VIDA kräver minst en timme.") % {"minutes": minutes}


def _occasions(d: Described) -> str:
    count = d.occasions or 0
    if count >= MIN_OCCASIONS:
        return ""
    times = ngettext("%(number)s tillfälle", "%(number)s tillfällen", count) % {"number": _number(count)}
    return _("%(times)s – VIDA kräver minst fem.") % {"times": times}


def _gaps(d: Described) -> str:
    """No hole of more than a week, but for days that a holiday is noted on."""
    step = max(WEEK, timedelta(days=d.interval_days or 0))  # a slower rhythm is the interval's fault, and said once
    for one, following in zip(d.dates, d.dates[1:], strict=False):
        day = one + step
        while day < following:
            if day not in d.rests:
                return _(
                    "Mellan %(one)s och %(next)s går det mer än en vecka. Det får bara vara en helgdag som noterats."
                ) % {
                    "one": long_date(one),
                    "next": long_date(following),
                }
            day += WEEK
    return ""


def _contact(d: Described) -> str:
    if d.contact_name and (d.contact_email or d.contact_phone):
        return ""
    if d.contact_name:
        return _("Kontaktpersonen behöver ett telefonnummer eller en e-postadress.")
    return _("Skriv kontaktpersonens namn.")


def _continues(d: Described) -> str:
    return "" if d.can_continue else _("Deltagaren ska kunna fortsätta i föreningen efteråt – det är en del av VIDA.")


def _period(d: Described) -> str:
    if d.period is None:
        return ""
    starts, ends = d.period
    if d.dates[0] < starts:
        return _("Första tillfället är %(day)s. Programmet börjar %(limit)s.") % {
            "day": long_date(d.dates[0]),
            "limit": long_date(starts),
        }
    if d.dates[-1] > ends:
        return _("Sista tillfället blir %(day)s. Programmet slutar %(limit)s.") % {
            "day": long_date(d.dates[-1]),
            "limit": long_date(ends),
        }
    return ""


def _nothing(_described: Described) -> str:
    return ""


RULES = (
    Rule(
        "weekly",
        "R74",
        "interval_days",
        gettext_lazy("En gång i veckan"),
        gettext_lazy("Välj hur ofta ni träffas."),
        lambda d: d.interval_days,
        _interval,
    ),
    Rule(
        "hour",
        "R74",
        "minutes",
        gettext_lazy("Minst en timme"),
        gettext_lazy("Skriv hur länge ni håller på."),
        lambda d: d.minutes is not None,
        _length,
    ),
    Rule(
        "five",
        "R74",
        "occasions_planned",
        gettext_lazy("Minst fem tillfällen"),
        gettext_lazy("Skriv hur många gånger ni träffas."),
        lambda d: d.occasions is not None,
        _occasions,
    ),
    Rule(
        "no_gaps",
        "R74",
        "first_on",
        gettext_lazy("Ingen vecka utan träff, utom helgdagar"),
        gettext_lazy("Skriv dag, tid och första datum."),
        lambda d: d.dates,
        _gaps,
    ),
    Rule(
        "period",
        "R4",
        "first_on",
        gettext_lazy("Inom programmets tid"),
        gettext_lazy("Skriv dag, tid och första datum."),
        lambda d: d.dates,
        _period,
    ),
    Rule(
        "contact",
        "R75",
        "contact_name",
        gettext_lazy("En kontaktperson som går att nå"),
        gettext_lazy("Skriv vem som är kontaktperson och hur personen nås."),
        lambda d: d.contact_name or d.contact_email or d.contact_phone,
        _contact,
    ),
    Rule(
        "introduction",
        "R75",
        "introduction",
        gettext_lazy("En introduktion till föreningen"),
        gettext_lazy("Berätta hur ni tar emot en ny deltagare."),
        lambda d: d.introduction,
        _nothing,
    ),
    Rule(
        "theory_rules",
        "R76",
        "theory_rules",
        gettext_lazy("Skrivna och oskrivna regler"),
        gettext_lazy("Berätta hur ni förklarar föreningens regler."),
        lambda d: d.theory_rules,
        _nothing,
    ),
    Rule(
        "theory_organisation",
        "R76",
        "theory_organisation",
        gettext_lazy("Hur föreningen är organiserad"),
        gettext_lazy("Berätta hur ni förklarar hur föreningen styrs."),
        lambda d: d.theory_organisation,
        _nothing,
    ),
    Rule(
        "continues",
        "R77",
        "can_continue",
        gettext_lazy("Möjligt att fortsätta efteråt"),
        gettext_lazy("Svara på om deltagaren kan fortsätta efteråt."),
        lambda d: d.can_continue is not None,
        _continues,
    ),
    Rule(
        "how",
        "R77",
        "continuing",
        gettext_lazy("Hur man fortsätter, och priset"),
        gettext_lazy("Skriv hur man fortsätter och vad det kostar, till exempel en medlemsavgift."),
        lambda d: d.continuing,
        _nothing,
    ),
    Rule(
        "within_operation",
        "R73",
        "within_operation",
        gettext_lazy("Del av er vanliga verksamhet"),
        gettext_lazy("Kryssa i att aktiviteten ingår i er vanliga verksamhet."),
        lambda d: d.within_operation,
        _nothing,
    ),
    Rule(
        "unbound",
        "R78",
        "unbound",
        gettext_lazy("Religiöst och politiskt obunden"),
        gettext_lazy("Kryssa i att aktiviteten är religiöst och politiskt obunden."),
        lambda d: d.unbound,
        _nothing,
    ),
    Rule(
        "promotes",
        "R2",
        "promotes",
        gettext_lazy("Främjar språk, hälsa eller nätverk"),
        gettext_lazy("Välj minst ett av språk, hälsa och nätverk."),
        lambda d: d.promotes,
        _nothing,
    ),
)
