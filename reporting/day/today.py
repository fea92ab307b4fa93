"""Idag in words: each thing to do as a line with one button, in groups, the most urgent group first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.selectors.outreach import overdue
from matching.selectors.today import pressing_gaps, to_ask_again
from nodes.access import Access
from nodes.roles import Role
from participants.selectors.doubles import number_of_doubles
from placements.selectors.today import plans_to_write, starting
from reporting.day.lines import Lines
from reporting.day.parts import Day, Figure, Group, Line
from reporting.selectors import today as selectors
from reporting.selectors.today import Part
from vida.calendar import last_working_day
from vida.deadlines import deadline

PAGE = 50  # lines on a group's own page
SILENT = {"lage": "given", "sort": "reply_by"}  # offers without an answer, in the list as they stand here


class Today(Lines):
    """Makes the day for a reader: what the role does, and no more queries for many lines than for one.

    With `only` it makes that group alone, from its row number `first` on, a page of it.
    """

    def __init__(self, access: Access, on: date, *, only: str = "", first: int = 0) -> None:
        super().__init__(access, on)
        self.only, self.window = only, (first, PAGE if only else selectors.SHOWN)
        self.parts: dict[str, Part] = {}

    def day(self) -> Day:
        """The groups that hold anything, and the key numbers."""
        groups = [group for group in self._groups() if group.count]
        register_url = self._url("participants:register") if self.access.may("participant.register") else ""
        return Day(groups, list(self._figures()), self.named, register_url)

    def group(self) -> Group | None:
        """The one group that was asked for, empty or not; None where the role has no such group."""
        return next((group for group in self._groups() if group.code == self.only), None)

    @property
    def named(self) -> set[int]:
        """The participants whose names stand in what has been made."""
        return selectors.people_in(*self.parts.values())

    def _groups(self) -> Iterator[Group]:
        sees_people = self.access.may("matching.view")
        if self.access.may("members.node"):
            yield self._coordinator()
        if sees_people:
            yield from self._clocks()
        if self.access.may("outreach"):
            yield self._gaps()
            rows, title = overdue(self.on), _("Uppsökning att följa upp")
            yield self._group("outreach", title, rows, self._outreach, "matching:outreach", steg="late")
        if self.access.may("round.view"):
            rows, title = selectors.rounds_to_go_through(), _("Matchningar att gå igenom")
            yield self._group("rounds", title, rows, self._round, "matching:rounds")
        if not self.access.roles <= {Role.CASE_OFFICER}:
            rows, title = selectors.activities_to_review(), _("Aktiviteter att granska")
            yield self._group("review", title, rows, self._review, "associations:activities", state="submitted")
        if sees_people:
            yield self._group("plans", _("Att skriva in i planen"), plans_to_write(), self._plan)
        if self.access.may("attendance.mark"):
            yield self._group("lists", _("Närvaro att fylla i"), selectors.lists_to_fill(), self._list)
        if sees_people:
            yield self._group("starts", _("Börjar inom en vecka"), starting(self.on), self._start)
        if self.access.roles & {Role.COORDINATOR}:
            yield self._doubles()
        yield from self._house()

    def _clocks(self) -> Iterator[Group]:
        """The meeting of the day, and everybody who waits: for an offer, with an answer, or to be asked again."""
        rows = selectors.meetings(self.on)
        yield self._group("meetings", _("Matchningsmöte i dag"), rows, self._meeting, "participants:meetings")
        rows = selectors.late_forms(self.on)
        yield self._group("late", _("Försenade"), rows, self._form, "matching:index", dagar="late")
        rows = selectors.near_forms(self.on)
        yield self._group("near", _("Snart dags"), rows, self._form, "matching:index", dagar="soon")
        rows = selectors.open_offers()
        yield self._group("offers", _("Väntar på svar"), rows, self._offer, "matching:offers", **SILENT)
        yield self._group("ask", _("Aktiviteten ställdes in: fråga igen"), to_ask_again(), self._ask)

    def _house(self) -> Iterator[Group]:
        """What is not about a participant: messages, units, the quarter and the supply."""
        if self.access.may("outbox") and (failed := selectors.failed_messages()):
            yield self._failed(failed)
        if self.access.may("settings.node"):
            units = selectors.units_without_contact(self.node)
            yield self._group("units", _("Enheter utan kontaktperson"), units, self._unit, "nodes:settings")
        if self.access.may("report.node") and Role.PROJECT_MANAGER in self.access.roles:
            yield self._note()
        if not self.access.may("matching.view"):
            rows = selectors.starting_activities(self.on)
            yield self._group("soon", _("Börjar snart och har lediga platser"), rows, self._activity)

    def _figures(self) -> Iterator[Figure]:
        if self.access.may("matching.view"):
            waiting, late_number = selectors.waiting_number(), self.parts["late"].count
            late = ngettext("%(n)s är försenad", "%(n)s är försenade", late_number) % {"n": late_number}
            yield Figure(waiting, _("väntar på erbjudande"), late, self._url("matching:index"))
            yield Figure(self.parts["offers"].count, _("väntar på svar"), url=self._url("matching:offers", **SILENT))
        yield Figure(
            selectors.free_seats(self.on),
            _("lediga platser"),
            _("i aktiviteter som går att erbjuda"),
            self._url("associations:activities"),
        )

    def _group(self, code: str, title: str, rows: QuerySet, line: Callable, url: str = "", **query: str) -> Group:
        """The group of these rows; all of them are behind `url`, or on the group's own page."""
        if self.only not in ("", code):
            return Group(code, title, [], 0)
        part = self.parts[code] = selectors.part(rows, *self.window)
        all_url = self._url(url, **query) if url else self._url("reporting:today_group", code)
        return Group(code, title, [line(row) for row in part.rows], part.count, all_url)

    def _gaps(self) -> Group:
        """What is missing for those who will get no offer in time (R116)."""
        if self.only not in ("", "forecast"):
            return Group("forecast", "", [], 0)
        first, number = self.window
        found = pressing_gaps(self.on)
        lines = [self._gap(told) for told in found[first : first + number]]
        title = _("Hinner inte få erbjudande i tid")
        return Group("forecast", title, lines, len(found), self._url("matching:forecast"))

    def _coordinator(self) -> Group:
        if selectors.has_coordinator(self.node):
            return Group("coordinator", "", [], 0)
        url = self._url("nodes:node_members")
        line = Line(
            _("Ingen kan dela ut erbjudanden eller granska aktiviteter"),
            _("Noden saknar föreningssamordnare"),
            url,
            _("Bjud in en samordnare"),
            url,
            icon="danger",
            tone="danger",
        )
        return Group("coordinator", _("Viktigast"), [line], 1)

    def _doubles(self) -> Group:
        """How many pairs there are to compare; who they are stands on their page (R107, docs/decisions/0007)."""
        if not (pairs := number_of_doubles(self.node)):
            return Group("doubles", "", [], 0)
        url = self._url("participants:doubles")
        who = ngettext("%(n)s par", "%(n)s par", pairs) % {"n": pairs}
        line = Line(_("Kan vara samma person, registrerad två gånger"), who, url, _("Jämför"), url, icon="participants")
        return Group("doubles", _("Samma person?"), [line], pairs)

    def _failed(self, failed: int) -> Group:
        url = self._url("nodes:outbox") + "?fel"
        who = ngettext("%(n)s meddelande", "%(n)s meddelanden", failed) % {"n": failed}
        line = Line(_("Gick inte att skicka"), who, url, _("Se vad som hände"), url, icon="danger", tone="danger")
        return Group("outbox", _("Gick inte fram"), [line], 1)

    def _note(self) -> Group:
        note = selectors.note_to_write(self.node)
        if note is None:
            return Group("note", "", [], 0)
        url = self._url("reporting:node_note", note.quarter)
        # The funder's day does not move to after a weekend: the words must be in before it.
        due = last_working_day(note.quarter.due)
        words = {"quarter": note.quarter.words}
        line = Line(
            _("Processledaren vill ha mer") if note.returned else _("Skriv vad som har hänt i noden"),
            _("Kommentar till %(quarter)s") % words,
            url,
            _("Skriv kommentaren"),
            url,
            due_on=due,
            icon="reports",
            tone=deadline(due, self.on).tone,
            note=note.returned.decision_comment if note.returned else "",
        )
        return Group("note", _("Kvartalet"), [line], 1)
