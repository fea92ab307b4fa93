"""Offers given to many, written down together: each row with its own activity, each saved by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.models import Activity
from matching.forms import GivenForm, GiveRow
from matching.models import Offer
from matching.selectors.offers import written_down_at
from matching.selectors.replies import before_it_begins
from matching.selectors.suggestions import Suggestion, prospects_for
from matching.services import offers
from matching.views.offers import UNPROCESSABLE
from matching.views.rows import asked_for, numbers
from matching.views.weighing import Weighing, weighing_of
from nodes.access import page
from nodes.actors import Actor
from nodes.audit import saw
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.services.refusals import Refusal
from vida import clock
from vida.calendar import shown_due
from vida.states import NotAllowed

PER_PAGE = 25
MOST_SUGGESTED = 5


@dataclass
class Row:
    """One person who waits, with what suits and what was typed; and the offer that stands, when there is one."""

    waiting: InterestForm
    suggestions: Sequence[Suggestion]
    form: GiveRow
    asked: Activity | None = None  # what was sent as given
    offer: Offer | None = None
    saved_at: datetime | None = None
    refusal: str = ""
    to_put_right: str = ""  # about the person, before anything suits

    @property
    def is_wrong(self) -> bool:
        """Whether something of the row could not be saved."""
        return bool(self.refusal or (self.offer is None and self.form.errors))


@page("offer.give")
def give_many(request: HttpRequest) -> HttpResponse:
    """The people chosen in the list of who waits (`?anmalan=` for each), or the first of them, each with what suits in
    the list's order.

    A POST saves each ticked row by itself; `angra` takes one back. What cannot be saved keeps what was typed, with the
    reason at the row.
    """
    if request.method == "POST":
        return _save(request)
    waiting = _listed(InterestForm.objects.waiting()).order_by("due_on", "id")
    chosen = asked_for(request.GET.getlist("anmalan"), PER_PAGE)
    shown, weighing = list((waiting.filter(pk__in=chosen) if chosen else waiting)[:PER_PAGE]), weighing_of(request)
    rows = _rows(request, shown, weighing, ticked=bool(chosen))
    days = terms_on(request.access.programme, clock.today()).reply_days
    given = GivenForm(initial={"reply_by": shown_due(clock.today() + timedelta(days=days))})
    return _list(request, rows, given, weighing)


def _listed(rows: QuerySet[InterestForm]) -> QuerySet[InterestForm]:
    """What a list may hold, with what each row shows."""
    return rows.filter(participant__protection="").select_related("participant", "node__programme")


def _list(request: HttpRequest, rows: list[Row], given: GivenForm, weighing: Weighing, told: str = "") -> HttpResponse:
    saw(request, [row.waiting.participant_id for row in rows], "list")
    wrong = bool(given.errors) or any(row.is_wrong for row in rows)
    context = {"rows": rows, "given": given, "wrong": wrong, "told": told, "weighing": weighing}
    return render(request, "matching/give_many.html", context, status=UNPROCESSABLE if wrong else 200)


def _rows(
    request: HttpRequest, waiting: Sequence[InterestForm], weighing: Weighing, *, ticked: bool = False
) -> list[Row]:
    """A row for each form: with what was sent about it, or ticked where it was chosen and something suits."""
    today = clock.today()
    terms = terms_on(request.access.programme, today)
    found = prospects_for(waiting, on=today, terms=terms, most=MOST_SUGGESTED, prices=weighing.weighs)
    suiting = {pk: [] if one.about_person else one.suggestions for pk, one in found.items()}
    first = {pk: one.about_person[0].sentence for pk, one in found.items() if one.about_person}
    sent = request.POST or None
    asked = {form.pk: numbers([request.POST.get(f"f{form.pk}-activity", "")]) for form in waiting}
    known = Activity.objects.in_bulk(set().union(*asked.values()))
    rows = []
    for form in waiting:
        choices = {one.activity.pk: _words(one) for one in suiting[form.pk]}
        given = next((known[pk] for pk in asked[form.pk] if pk in known), None)
        if given:
            choices.setdefault(given.pk, given.title)  # what suited when the page was opened; the service says why not
        row_form = GiveRow(
            sent,
            prefix=f"f{form.pk}",
            person=form.participant.full_name,
            activities=list(choices.items()),
            initial={"offered": ticked},
        )
        rows.append(Row(form, suiting[form.pk], row_form, given, to_put_right=first.get(form.pk, "")))
    return rows


def _words(suggestion: Suggestion) -> str:
    words = (suggestion.activity.title, suggestion.wish_words, suggestion.travel_words, suggestion.scarce_words)
    return " · ".join(filter(None, words))


def _save(request: HttpRequest) -> HttpResponse:
    given, by, told = GivenForm(request.POST), request.access.actor, ""
    keys = asked_for(request.POST.getlist("rad"), PER_PAGE)
    found = {form.pk: form for form in _listed(InterestForm.objects.filter(pk__in=keys))}
    undone = numbers(request.POST.getlist("angra"))
    refused = _take_back(undone, found, by)
    weighing = weighing_of(request)
    rows = _rows(request, [found[pk] for pk in keys if pk in found], weighing)
    for row in rows:
        row.refusal = refused.get(row.waiting.pk, "")
    if not undone and given.is_valid():
        told = _told(sum([_give(row, given, by) for row in rows]))
    _see_what_stands(rows)
    return _list(request, rows, given, weighing, told)


def _see_what_stands(rows: list[Row]) -> None:
    """Put on each row the offer that waits for its answer, and when it was written down."""
    found = Offer.objects.open().filter(form_id__in=[row.waiting.pk for row in rows])
    standing = {offer.form_id: offer for offer in found.select_related("activity", "given_by")}
    times = written_down_at([offer.pk for offer in standing.values()])
    for row in rows:
        row.offer = standing.get(row.waiting.pk)
        row.saved_at = times.get(row.offer.pk) if row.offer else None


def _give(row: Row, given: GivenForm, by: Actor) -> bool:
    """Save one row, if it is ticked; whether it was saved."""
    if not row.form.is_valid() or not row.form.cleaned_data["offered"] or row.asked is None:
        return False
    words = given.cleaned_data
    try:
        offers.give(
            form=row.waiting,
            activity=row.asked,
            channel=words["channel"],
            by=by,
            given_at=given.moment,
            reply_by=before_it_begins(words["reply_by"], given_on=words["day"], first_on=row.asked.first_on),
        )
    except (Refusal, NotAllowed) as refusal:
        row.refusal = str(refusal)
        return False
    return True


def _take_back(keys: set[int], listed: Collection[int], by: Actor) -> dict[int, str]:
    """Take these offers to the listed forms back; why not, by form, where one cannot be."""
    refused = {}
    for offer in Offer.objects.filter(pk__in=keys, form_id__in=list(listed)).order_by("id"):
        try:
            offers.withdraw(offer=offer, by=by, reason=_("Ångrades direkt, det var ett misstag."))
        except (Refusal, NotAllowed) as refusal:
            refused[offer.form_id] = str(refusal)
    return refused


def _told(number: int) -> str:
    if not number:
        return _("Ingen rad var ikryssad, eller ingen gick att spara.")
    return ngettext("%(n)d erbjudande är sparat.", "%(n)d erbjudanden är sparade.", number) % {"n": number}
