"""What is written down about an offer that has been given: the answer, and what undoes or ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from associations.services.seats import NoSeatLeft
from matching.forms import AskAgainForm, DeclineForm, MoreTimeForm, ReasonForm
from matching.models import Offer
from matching.services import offers
from matching.services.activities import answer_after
from matching.views.offers import (
    AT_ONCE,
    CONFLICT,
    UNPROCESSABLE,
    find_offer,
    offer_page,
    to_offer,
    to_participant,
    undo_at_once,
)
from nodes.access import page
from nodes.audit import saw
from nodes.selectors.terms import terms_on
from participants.protection import ask_why
from participants.services.refusals import Refusal
from vida import clock, feedback
from vida.calendar import long_date, shown_due
from vida.states import NotAllowed


@require_POST
@page("offer.answer")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The participant says yes."""
    found = find_offer(pk)
    if asking := ask_why(request, found.participant):
        return asking
    try:
        offers.accept(offer=found, by=request.access.actor)
    except (Refusal, NoSeatLeft, NotAllowed) as refusal:
        return offer_page(request, find_offer(pk), refusal=str(refusal), status=CONFLICT)
    words = _("Ja är sparat, platsen är personens. Nästa steg: skriv in aktiviteten i planen.")
    feedback.saved(request, words, undo_url=undo_at_once(request, "undo", pk))
    return to_offer(request, pk)


@page("offer.answer")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The participant says no: why, and is another offer wanted?"""

    def do(found: Offer, cleaned: dict[str, Any]) -> str:
        offers.decline(offer=found, by=request.access.actor, **cleaned)
        if cleaned["wants_new_offer"]:
            return _("Nej är sparat. Personen väntar på ett nytt erbjudande, och klockan börjar om i dag.")
        return _("Nej är sparat. Intresseanmälan är avslutad.")

    return _reasoned(
        request,
        pk,
        DeclineForm,
        do,
        title=_("Tackar nej"),
        submit=_("Spara nej"),
        undo=undo_at_once(request, "undo", pk),
    )


@page("offer.withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an unanswered offer back."""

    def do(found: Offer, cleaned: dict[str, Any]) -> str:
        offers.withdraw(offer=found, by=request.access.actor, **cleaned)
        return _("Erbjudandet är återtaget. Personen väntar på ett nytt, med samma klocka som förut.")

    return _reasoned(request, pk, ReasonForm, do, title=_("Ta tillbaka erbjudandet"), submit=_("Ta tillbaka"))


@page("offer.answer")
def more_time(request: HttpRequest, pk: int) -> HttpResponse:
    """The person may think a while longer: a later day to reply by."""

    def do(found: Offer, cleaned: dict[str, Any]) -> str:
        given = offers.give_more_time(offer=found, by=request.access.actor, **cleaned)
        return _("Svar senast är nu %(day)s.") % {"day": long_date(shown_due(given.reply_by))}

    days = timedelta(days=terms_on(request.access.programme, clock.today()).reply_days)
    form_class = partial(MoreTimeForm, initial={"reply_by": shown_due(clock.today() + days)})
    return _reasoned(request, pk, form_class, do, title=_("Ge mer tid att svara"), submit=_("Ge mer tid"))


@page("offer.answer")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a mistaken answer right before the first occasion."""

    def do(found: Offer, cleaned: dict[str, Any]) -> str:
        offers.undo(offer=found, by=request.access.actor, **cleaned)
        return _("Svaret är ångrat. Erbjudandet väntar på svar igen.")

    return _reasoned(request, pk, ReasonForm, do, title=_("Ångra svaret"), submit=_("Ångra svaret"))


@page("offer.answer")
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody says whose activity was called off under them: something new, or nothing more?"""

    def do(found: Offer, cleaned: dict[str, Any]) -> str:
        answer_after(offer=found, by=request.access.actor, **cleaned)
        if cleaned["wants_new_offer"]:
            return _("Personen väntar på ett nytt erbjudande, och klockan börjar om i dag.")
        return _("Svaret är sparat. Intresseanmälan är avslutad.")

    title = _("Aktiviteten ställdes in. Vad vill personen nu?")
    return _reasoned(request, pk, AskAgainForm, do, title=title, submit=_("Spara svaret"), to_person=True)


def _sent(request: HttpRequest) -> dict[str, Any] | QueryDict | None:
    """What the form gets: undone at once, the reason is that very thing."""
    if request.method != "POST":
        return None
    if AT_ONCE in request.GET:
        return {"reason": _("Ångrades direkt, det var ett misstag.")}
    return request.POST


def _reasoned(
    request: HttpRequest,
    pk: int,
    form_class: Callable[..., Form],
    do: Callable[[Offer, dict[str, Any]], str],
    *,
    title: str,
    submit: str,
    to_person: bool = False,
    undo: str = "",
) -> HttpResponse:
    """A page that asks why before it does something to an offer; `undo` is the address that undoes it at once."""
    found = find_offer(pk)
    if asking := ask_why(request, found.participant):
        return asking
    saw(request, [found.participant_id])
    form = form_class(_sent(request))
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                words = do(found, form.cleaned_data)
            except NotAllowed as refusal:
                return offer_page(request, find_offer(pk), refusal=str(refusal), status=CONFLICT)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                feedback.saved(request, words, undo_url=undo)
                return to_participant(request, found.participant_id) if to_person else to_offer(request, pk)
    context = {"offer": found, "form": form, "title": title, "submit": submit}
    return render(request, "matching/answer.html", context, status=status)
