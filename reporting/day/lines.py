"""The lines of Idag: one for each kind of thing to do, in words and with its button."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import OutreachTask
from matching.scoring import lower_first
from matching.selectors.forecast.picture import Told
from matching.selectors.rounds.words import whom_words
from matching.states import RoundState
from nodes.access import Access
from participants.models import InformationMeeting, InterestForm, Participant
from placements.selectors.today import LIST_DUE_AFTER_DAYS, PLAN_LATE_AFTER_DAYS
from reporting.day.parts import Line
from vida.calendar import long_date
from vida.clock import local
from vida.deadlines import LATE, deadline
from vida.templatetags.look import name


class Lines:
    """Makes the lines for a reader in a node on a day."""

    def __init__(self, access: Access, on: date) -> None:
        self.access, self.on = access, on
        self.node = access.node

    def _meeting(self, meeting: InformationMeeting) -> Line:
        url = self._url("matching:meeting", meeting.pk)
        words = ngettext("%(n)s person kommer", "%(n)s personer kommer", meeting.coming) % {"n": meeting.coming}
        return Line(
            f"{words} · {meeting.place}" if meeting.place else words,
            meeting.title,
            url,
            _("Öppna mötet"),
            url,
            icon="matching",
            tone="accent",
        )

    def _form(self, form: InterestForm) -> Line:
        first = next((choice.area.name for choice in form.choices.all()), "")
        wish = _("val 1: %(area)s") % {"area": lower_first(first)} if first else form.free_text
        if form.participant.protection:
            wish = ""
        look = deadline(form.due_on, self.on)
        return self._about(
            form.participant,
            _("Inget erbjudande än") + (f" · {wish}" if wish else ""),
            action=_("Hitta aktivitet"),
            action_url=self._url("matching:suggestions", form.pk),
            due_on=form.due_on,
            icon=look.icon,
            tone=look.tone,
        )

    def _offer(self, offer) -> Line:
        what = _("Har inte svarat")
        if not offer.participant.protection:
            what = _("Har inte svarat på %(activity)s") % {"activity": offer.activity.title}
        return self._about(
            offer.participant,
            what,
            action=_("Skriv in svaret"),
            action_url=self._url("matching:offer", offer.pk),
            due_on=offer.reply_by,
            icon="phone",
            tone=deadline(offer.reply_by, self.on).tone,
        )

    def _ask(self, offer) -> Line:
        what = _("Hade börjat när aktiviteten ställdes in")
        if not offer.participant.protection:
            what = _("Hade börjat i %(activity)s, som ställdes in") % {"activity": offer.activity.title}
        return self._about(
            offer.participant,
            what,
            action=_("Fråga om något nytt"),
            action_url=self._url("matching:ask_again", offer.pk),
            icon="phone",
            tone="warning",
        )

    def _round(self, row) -> Line:
        url = self._url("matching:round", row.pk)
        day = long_date(local(row.asked_at).date())
        if row.state == RoundState.FAILED:
            what = _("Kunde inte räknas fram. Inga erbjudanden är gjorda.")
            again = self._url("matching:round_new", om=row.pk)
            return Line(what, whom_words(row), url, _("Gör en ny"), again, icon="warning", tone="danger", note=day)
        what = _("%(matched)d av %(people)d får förslag") % row.figures
        return Line(what, whom_words(row), url, _("Gå igenom"), url, icon="matching", tone="info", note=day)

    def _gap(self, told: Told) -> Line:
        gap = told.gap
        chosen = {"intresse": gap.area.code, "kommun": gap.municipality.pk}
        if told.task:
            action, url = _("Öppna uppgiften"), self._url("matching:outreach_task", told.task.pk)
        else:
            action, url = _("Sök föreningar"), self._url("matching:outreach_new", **chosen)
        return Line(
            told.sentences[0],
            str(gap),
            self._url("matching:forecast_people", **chosen),
            action,
            url,
            icon="search",
            tone="danger" if gap.when(self.on)[LATE] else "warning",
            note=" · ".join(told.when),
        )

    def _outreach(self, task: OutreachTask) -> Line:
        url = self._url("matching:outreach_task", task.pk)
        what = _("Nästa steg skulle ha tagits")
        if task.responsible_id != getattr(self.access.user, "pk", None):
            what = _("Nästa steg skulle ha tagits av %(who)s") % {"who": task.responsible.name}
        return Line(
            what, str(task), url, _("Ta nästa steg"), url, due_on=task.next_on, icon="phone",
            tone=deadline(task.next_on, self.on).tone,
        )  # fmt: skip

    def _plan(self, placement) -> Line:
        due_on = placement.agreed_on + timedelta(days=PLAN_LATE_AFTER_DAYS)
        what = _("Har tackat ja")
        if not placement.participant.protection:
            what = _("Har tackat ja till %(activity)s") % {"activity": placement.activity.title}
        return self._about(
            placement.participant,
            what,
            action=_("Skriv in i planen"),
            action_url=self._url("placements:plan_entry", placement.pk),
            due_on=due_on,
            icon="document",
            tone=deadline(due_on, self.on).tone,
        )

    def _start(self, placement) -> Line:
        what = _("Börjar inom en vecka")
        if not placement.participant.protection:
            words = {"activity": placement.activity.title, "day": long_date(placement.activity.first_on)}
            what = _("Börjar %(activity)s %(day)s") % words
        return self._about(placement.participant, what, icon="calendar", tone="info")

    def _about(self, participant: Participant, what: str, **line) -> Line:
        """A line about a participant; a protected one is not named (facts § 4.3)."""
        who = name(participant.full_name)
        if participant.protection:
            who = _("Skyddade uppgifter – kontakta samordnaren")
            line |= {"icon": "shield"}
        return Line(what=what, who=who, url=self._url("matching:participant", participant.pk), **line)

    def _review(self, activity) -> Line:
        url = self._url("associations:activity", activity.pk)
        whose = activity.owner_name
        action = _("Granska") if self.access.may("activity.decide") else ""
        return Line(whose or _("Ny aktivitet"), activity.title, url, action, url, icon="activities", tone="info")

    def _list(self, occasion) -> Line:
        due_on = occasion.activity.last_on + timedelta(days=LIST_DUE_AFTER_DAYS)
        return Line(
            what=_("Ingen närvaro från %(day)s") % {"day": long_date(local(occasion.starts_at).date())},
            who=occasion.activity.title,
            url=self._url("associations:activity", occasion.activity_id),
            action=_("Fyll i närvaron"),
            action_url=self._url("placements:attendance", occasion.activity_id),
            due_on=due_on,
            icon="document",
            tone=deadline(due_on, self.on).tone,
        )

    def _activity(self, activity) -> Line:
        words = {"day": long_date(activity.first_on), "free": activity.seats_free}
        what = ngettext(
            "Börjar %(day)s · %(free)s ledig plats", "Börjar %(day)s · %(free)s lediga platser", activity.seats_free
        )
        url = self._url("associations:activity", activity.pk)
        return Line(what % words, activity.title, url, icon="activities", tone="info")

    def _unit(self, unit) -> Line:
        url = self._url("nodes:unit", unit.pk)
        what = _("Kan inte anmäla deltagare förrän det finns någon att nå")
        return Line(what, unit.name, url, _("Skriv in kontakt"), url, icon="person", tone="warning")

    def _url(self, view: str, *arguments, **query: str) -> str:
        """The address of a page in this node."""
        url = reverse(view, args=[self.node.slug, *arguments])
        return f"{url}?{urlencode(query)}" if query else url
