"""The matching meeting on a tablet or a projector: who is there, and one person at a time (R71, R112, R118)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations.services.seats import NoSeatLeft
from matching.forms import TapForm
from matching.models import MeetingTap
from matching.selectors import meeting as selectors
from matching.selectors.meeting_cards import Card, Standing, cards
from matching.services import meeting as taps
from matching.views.weighing import Weighing, weighing_of
from nodes.access import page
from nodes.audit import saw
from nodes.selectors.terms import terms_on
from participants.models import InformationMeeting, MeetingGuest
from participants.services.refusals import Refusal
from vida import clock, feedback
from vida.states import NotAllowed

FULL_NAMES = "meeting_full_names"  # in the session: whether the screen shows more than first names
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422
QUEUE = "X-Queue"  # the script's requests: answered with the person's card alone
DO = {
    MeetingTap.Event.OFFER: taps.offer,
    MeetingTap.Event.YES: taps.yes,
    MeetingTap.Event.NO: taps.no,
    MeetingTap.Event.TAKE_BACK: taps.take_back,
    MeetingTap.Event.UNDO: taps.undo,
}


@page("meeting.match")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of the meeting and where each stands; a POST chooses whether the screen shows whole names."""
    found = get_object_or_404(InformationMeeting, pk=pk)
    if request.method == "POST":
        request.session[FULL_NAMES] = request.POST.get("names") == "full"
        return redirect("matching:meeting", request.access.node.slug, pk)
    weighing = weighing_of(request)
    people = _cards(request, found, selectors.in_the_deck(found), weighing)
    saw(request, [card.guest.participant_id for card in people], "list")
    context = {
        "meeting": found,
        "weighing": weighing,
        "people": people,
        "apart": selectors.apart(found),
        "first": next((card for card in people if card.undecided), people[0] if people else None),
        "full_names": request.session.get(FULL_NAMES, False),
        "counts": _counts(people),
    }
    return render(request, "matching/meeting/people.html", context)


@page("meeting.match")
def everybody(request: HttpRequest, pk: int) -> HttpResponse:
    """Every card at once, for the script: what is in the document needs no network."""
    found = get_object_or_404(InformationMeeting, pk=pk)
    people = _cards(request, found, selectors.in_the_deck(found), weighing_of(request))
    saw(request, [card.guest.participant_id for card in people], "list")
    return render(request, "matching/meeting/cards.html", {"cards": people, **_of(found)})


@page("meeting.match")
def guest(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """One person, large; a POST is a tap, which is saved before the next thing is shown."""
    rows = MeetingGuest.objects.filter(meeting=pk, participant__withdrawn_at__isnull=True)
    found = get_object_or_404(rows.select_related("participant", "meeting"), pk=guest)
    if found.participant.protection:  # never on a screen: on the person's own page, which asks why
        saw(request, [])
        return redirect("matching:participant", request.access.node.slug, found.participant_id)
    if request.method == "POST":
        return _tap(request, found)
    return _card(request, found)


def _tap(request: HttpRequest, found: MeetingGuest) -> HttpResponse:
    form = TapForm(request.POST)
    if not form.is_valid():
        return _card(request, found, _("Det gick inte att läsa vad du tryckte på. Försök igen."), UNPROCESSABLE)
    try:
        DO[form.cleaned_data["event"]](guest=found, by=request.access.actor, **form.arguments)
    except (Refusal, NoSeatLeft, NotAllowed) as refusal:
        return _card(request, found, str(refusal), CONFLICT)
    if QUEUE in request.headers:
        return _card(request, found)
    feedback.saved(request, _words(form))
    response = redirect("matching:guest", request.access.node.slug, found.meeting_id, found.pk)
    response.status_code = SEE_OTHER
    return response


def _words(form: TapForm) -> str:
    """What a tap did, for those who wait for the page."""
    if form.cleaned_data["event"] == MeetingTap.Event.NO and form.cleaned_data["wants"] == "no":
        return _("Nej är sparat. Intresseanmälan är avslutad.")
    words = {
        MeetingTap.Event.OFFER: _("Erbjudandet är sparat."),
        MeetingTap.Event.YES: _("Ja är sparat, platsen är personens."),
        MeetingTap.Event.NO: _("Nej är sparat. Här är nästa förslag."),
        MeetingTap.Event.TAKE_BACK: _("Erbjudandet är återtaget. Här är nästa förslag."),
        MeetingTap.Event.UNDO: _("Det senaste trycket är ångrat."),
    }
    return words[form.cleaned_data["event"]]


def _card(request: HttpRequest, found: MeetingGuest, refusal: str = "", status: int = 200) -> HttpResponse:
    """The person's card: on its page, or alone where the script asks."""
    deck = selectors.in_the_deck(found.meeting)
    [card] = _cards(request, found.meeting, deck, weighing_of(request), only=[found.pk])
    saw(request, [found.participant_id])
    context: dict[str, Any] = {"card": card, "refusal": refusal, "shown": True, **_of(found.meeting)}
    if QUEUE in request.headers:
        return render(request, "matching/meeting/card.html", context, status=status)
    context |= {"undo": _undo(request, found.meeting), "undo_key": uuid4()}
    return render(request, "matching/meeting/deck.html", context, status=status)


def _of(meeting: InformationMeeting) -> dict[str, Any]:
    """What every card needs beside the person."""
    return {"meeting": meeting, "reasons": TapForm.REASONS.items(), "now": clock.local(clock.now())}


def _undo(request: HttpRequest, meeting: InformationMeeting) -> dict[str, str] | None:
    """Where to undo the reader's latest tap, if there is one."""
    tap = selectors.last_tap(meeting, request.user)
    whose = selectors.guest_of(meeting, tap.participant_id) if tap else None
    if tap is None or whose is None:
        return None
    url = reverse("matching:guest", args=[request.access.node.slug, meeting.pk, whose.pk])
    return {"url": url, "undoes": str(tap.key)}


def _cards(
    request: HttpRequest,
    meeting: InformationMeeting,
    deck: Sequence[MeetingGuest],
    weighing: Weighing,
    only: Sequence[int] | None = None,
) -> list[Card]:
    terms = terms_on(request.access.programme, clock.today())
    full_names = request.session.get(FULL_NAMES, False)
    return cards(deck, meeting=meeting, terms=terms, full_names=full_names, only=only, prices=weighing.weighs)


def _counts(people: Sequence[Card]) -> dict[str, int]:
    """The key numbers of the list."""
    standing = Counter(card.standing for card in people)
    return {
        "all": len(people),
        "yes": standing[Standing.ACCEPTED],
        "left": sum(card.undecided for card in people),
        "open": standing[Standing.GIVEN],
    }
