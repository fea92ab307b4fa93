"""The call list: what many people answered, written down after an afternoon on the telephone, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.services.seats import NoSeatLeft
from matching.forms import AnswerRow, SaidForm
from matching.models import Offer
from matching.selectors.offers import written_down_at
from matching.selectors.replies import expiry_words
from matching.services import offers
from matching.states import OfferState
from matching.views.offers import UNPROCESSABLE
from matching.views.rows import asked_for, numbers
from nodes.access import page
from nodes.actors import Actor
from nodes.audit import saw
from participants.services.refusals import Refusal
from vida import clock
from vida.paging import neighbours
from vida.states import NotAllowed

PER_PAGE = 25
EVENTS = {"yes": offers.accept, "again": offers.decline, "no": offers.decline}


@dataclass
class Row:
    """One offer of the list with what was typed about it; `refusal` says why it could not be undone."""

    offer: Offer
    form: AnswerRow
    saved_at: datetime | None = None
    refusal: str = ""

    @property
    def waits(self) -> bool:
        """Whether there is an answer to write down."""
        return self.offer.state == OfferState.GIVEN

    @property
    def is_wrong(self) -> bool:
        """Whether something of the row could not be saved."""
        return bool(self.refusal or (self.waits and self.form.errors))

    @property
    def may_be_undone(self) -> bool:
        """Whether the answer can be taken for a mistake."""
        return self.offer.state in (OfferState.ACCEPTED, OfferState.DECLINED)

    @property
    def expiry(self) -> str:
        """When the offer runs out by itself."""
        return expiry_words(self.offer, clock.today())


@page("offer.answer")
def calls(request: HttpRequest) -> HttpResponse:
    """Every offer that waits for its answer, the nearest day first, each with room for the answer.

    A POST saves each row by itself: all that have an answer, or the one that `bara` names; `angra` puts one right.
    What cannot be saved keeps what was typed, with the reason at the row.
    """
    if request.method == "POST":
        return _save(request)
    mine = "mina" in request.GET
    waiting = Offer.objects.open().order_by("reply_by", "id")
    listed = _listed(waiting)
    own = listed.filter(given_by=request.user)
    found = Paginator(own if mine else listed, PER_PAGE).get_page(request.GET.get("page"))
    rows = [Row(offer, AnswerRow(prefix=f"o{offer.pk}", person=offer.participant.full_name)) for offer in found]
    context = {
        "tabs": [
            {"label": _("Alla"), "url": request.path, "current": not mine, "count": listed.count()},
            {"label": _("Mina"), "url": f"{request.path}?mina", "current": mine, "count": own.count()},
        ],
        "pages": neighbours(found.number, has_more=found.has_next(), query="mina" if mine else ""),
        "protected": waiting.exclude(participant__protection="").count(),
    }
    return _list(request, rows, SaidForm(), context)


def _listed(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """What a list may hold, with what each row shows."""
    return rows.filter(participant__protection="").select_related("participant", "activity", "given_by")


def _list(request: HttpRequest, rows: list[Row], said: SaidForm, context: dict | None = None) -> HttpResponse:
    saw(request, [row.offer.participant_id for row in rows], "list")
    wrong = bool(said.errors) or any(row.is_wrong for row in rows)
    nothing_more = {"told": "", "tabs": [], "pages": neighbours(1, has_more=False), "protected": 0}
    context = {**nothing_more, "rows": rows, "said": said, "wrong": wrong, **(context or {})}
    return render(request, "matching/calls.html", context, status=UNPROCESSABLE if wrong else 200)


def _save(request: HttpRequest) -> HttpResponse:
    said = SaidForm(request.POST)
    rows = _rows_sent(request)
    if undone := numbers(request.POST.getlist("angra")):
        for row in rows:
            if row.offer.pk in undone:
                _undo(row, request.access.actor)
    elif said.is_valid():
        only = numbers(request.POST.getlist("bara"))
        done = [_answer(row, said, request.access.actor) for row in rows if not only or row.offer.pk in only]
        return _list(request, _with_times(rows), said, {"told": _told(done)})
    return _list(request, _with_times(rows), said)


def _rows_sent(request: HttpRequest) -> list[Row]:
    """The rows of the page that was sent, in its order; what the reader may not see is not among them."""
    keys = asked_for(request.POST.getlist("rad"), PER_PAGE)
    found = {offer.pk: offer for offer in _listed(Offer.objects.filter(pk__in=keys))}
    return [
        Row(found[pk], AnswerRow(request.POST, prefix=f"o{pk}", person=found[pk].participant.full_name))
        for pk in keys
        if pk in found
    ]


def _answer(row: Row, said: SaidForm, by: Actor) -> bool:
    """Save one row, if it has an answer; whether it was saved."""
    if not row.form.is_valid() or row.form.cleaned_data["answer"] == AnswerRow.NONE:
        return False
    answer, reason = row.form.cleaned_data["answer"], row.form.cleaned_data["reason"]
    words = {"reason": reason, "answered_at": said.moment, "channel": said.cleaned_data["channel"]}
    if answer != "yes":
        words["wants_new_offer"] = answer == "again"
    try:
        row.offer = EVENTS[answer](offer=row.offer, by=by, **words)
    except (Refusal, NoSeatLeft, NotAllowed) as refusal:
        if row.waits:
            row.form.add_error("answer", str(refusal))
        else:  # somebody else has written an answer down meanwhile
            row.refusal = str(refusal)
        return False
    return True


def _undo(row: Row, by: Actor) -> None:
    try:
        row.offer = offers.undo(offer=row.offer, by=by, reason=_("Ångrades direkt, det var ett misstag."))
    except (Refusal, NotAllowed) as refusal:
        row.refusal = str(refusal)
    else:
        row.form = AnswerRow(prefix=f"o{row.offer.pk}", person=row.offer.participant.full_name)


def _with_times(rows: list[Row]) -> list[Row]:
    """The rows, those that are answered with the time when that was written down."""
    times = written_down_at([row.offer.pk for row in rows if not row.waits])
    for row in rows:
        row.saved_at = times.get(row.offer.pk)
    return rows


def _told(done: list[bool]) -> str:
    if not sum(done):
        return _("Inget svar var valt, så inget är sparat.")
    return ngettext("%(n)d svar är sparat.", "%(n)d svar är sparade.", sum(done)) % {"n": sum(done)}
