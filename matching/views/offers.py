"""Offers: the list, one of them, its paper, and the log of a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations.models import Activity
from matching.filters import OfferFilter
from matching.forms import GiveForm
from matching.models import Offer
from matching.selectors.first_occasion import first_occasion
from matching.selectors.four_facts import When, paper_languages
from matching.selectors.offers import buttons_for, history_of, met_wish
from matching.selectors.replies import before_it_begins, expiry_words
from matching.selectors.supply import listed_on
from matching.services import offers
from matching.services.obstacles import RuleInTheWay
from matching.states import OfferState
from matching.tables import OfferTable
from nodes.access import page
from nodes.audit import saw
from nodes.selectors.terms import terms_on
from participants.models import InterestForm
from participants.protection import ask_why
from participants.services.refusals import Refusal
from vida import clock, feedback
from vida.paging import lay_out
from vida.states import NotAllowed

AT_ONCE = "direkt"  # in an address: undone at once, so nobody is asked why
SEE_OTHER, CONFLICT, UNPROCESSABLE = 303, 409, 422


def filtered(request: HttpRequest) -> OfferFilter:
    """Every offer, the latest first, as the address narrows them."""
    rows = Offer.objects.select_related("participant", "activity", "given_by").order_by("-given_at", "-id")
    return OfferFilter(request.GET, queryset=rows, node=request.access.node)


@page("offer.list")
def index(request: HttpRequest) -> HttpResponse:
    """The offers, with the time left to answer."""
    filter_row = filtered(request)
    table = OfferTable(filter_row.qs)
    lay_out(request, table)
    people = [row.record.participant for row in table.page.object_list]
    saw(request, [person.pk for person in people if not person.protection], "list")
    export_url = reverse("matching:offers_export", args=[request.access.node.slug])
    return render(request, "matching/offers.html", {"table": table, "filter": filter_row, "export_url": export_url})


@page("offer.list")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: its four facts, where it stands, what can be done now, and what has happened."""
    found = find_offer(pk)
    if asking := ask_why(request, found.participant):
        return asking
    saw(request, [found.participant_id])
    return offer_page(request, found)


@page("offer.list")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The offer on paper for the participant: activity, time, place, contact, and no identity number (R113, R121)."""
    found = find_offer(pk)
    if asking := ask_why(request, found.participant):
        return asking
    saw(request, [found.participant_id], "print")
    return render(request, "matching/sheet.html", _facts(found))


@page("offer.give")
def give(request: HttpRequest) -> HttpResponse:
    """The log of an offer: `?anmalan=` and `?aktivitet=` say what is known already."""
    known = _known(request)
    if "form" in known and (asking := ask_why(request, known["form"].participant)):
        return asking
    form = _give_form(request, known)
    saw(request, _listed(form, known))
    if request.method == "POST" and form.is_valid():
        return _give(request, form, known)
    return _give_page(request, form, known, UNPROCESSABLE if form.errors else 200)


def find_offer(pk: int) -> Offer:
    """The offer with what its page shows, for whoever may know of it; Http404 else."""
    rows = Offer.objects.select_related(
        "participant",
        "activity__association",
        "activity__municipality",
        "activity__home_node",
        "given_by",
        "answered_by",
        "ended_by",
        "form",
        "node__programme",
    )
    return get_object_or_404(rows, pk=pk)


def to_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """To the offer's page, after a POST."""
    response = redirect("matching:offer", request.access.node.slug, pk)
    response.status_code = SEE_OTHER
    return response


def undo_at_once(request: HttpRequest, what: str, pk: int) -> str:
    """The address that undoes what was saved just now, without asking why: for the button beside "Sparat"."""
    return reverse(f"matching:{what}", args=[request.access.node.slug, pk]) + f"?{AT_ONCE}"


def to_participant(request: HttpRequest, pk: int) -> HttpResponse:
    """To the person's page, after a POST."""
    response = redirect("matching:participant", request.access.node.slug, pk)
    response.status_code = SEE_OTHER
    return response


def _facts(found: Offer) -> dict[str, Any]:
    """The four facts that the participant gets, and the languages of the paper with them (R113, R121)."""
    activity = found.activity
    return {
        "offer": found,
        "activity": activity,
        "participant": found.participant,
        "when": When(activity, first_occasion(activity)),
        "languages": paper_languages(found.participant),
    }


def offer_page(request: HttpRequest, found: Offer, refusal: str = "", status: int = 200) -> HttpResponse:
    """The offer's page; with `refusal` it says why something was not saved."""
    context = {
        **_facts(found),
        "events": buttons_for(found, request.access.actor),
        "wish": met_wish(found),
        "history": history_of(found),
        "waits": found.state == OfferState.GIVEN,
        "expiry": expiry_words(found, clock.today()),
        "refusal": refusal,
    }
    return render(request, "matching/offer.html", context, status=status)


def _known(request: HttpRequest) -> dict[str, Any]:
    """The form and the activity that the address names; what does not exist for the reader is 404."""
    found: dict[str, Any] = {}
    people = InterestForm.objects.select_related("participant", "node__programme")
    activities = Activity.objects.select_related("home_node")
    for name, word, rows in (("form", "anmalan", people), ("activity", "aktivitet", activities)):
        if number := request.GET.get(word, ""):
            pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
            found[name] = get_object_or_404(rows, pk=pk)
    return found


def _give_form(request: HttpRequest, known: dict[str, Any]) -> GiveForm:
    today = clock.today()
    people = InterestForm.objects.waiting().select_related("participant").order_by("due_on", "id")
    activities = listed_on(today).select_related("home_node").order_by("sort_key", "id")
    if "form" in known:
        people = InterestForm.objects.filter(pk=known["form"].pk).select_related("participant")
    else:
        people = people.filter(participant__protection="")
    if "activity" in known:
        activities = Activity.objects.filter(pk=known["activity"].pk)
    reply_by = today + timedelta(days=terms_on(request.access.programme, today).reply_days)
    if "activity" in known:
        reply_by = before_it_begins(reply_by, given_on=today, first_on=known["activity"].first_on)
    return GiveForm(
        request.POST if request.method == "POST" else None,
        people=people,
        activities=activities,
        known=tuple(known),
        initial={name: row.pk for name, row in known.items()} | {"reply_by": reply_by},
    )


def _listed(form: GiveForm, known: dict[str, Any]) -> list[int]:
    """Whose names the page shows."""
    if "form" in known:
        return [known["form"].participant_id]
    return list(form.fields["form"].queryset.values_list("participant_id", flat=True))


def _give(request: HttpRequest, form: GiveForm, known: dict[str, Any]) -> HttpResponse:
    cleaned = form.cleaned_data
    try:
        given = offers.give(
            form=cleaned["form"],
            activity=cleaned["activity"],
            channel=cleaned["channel"],
            by=request.access.actor,
            given_at=form.given_at,
            reply_by=cleaned["reply_by"],
            anyway=cleaned["anyway"],
            aside_reason=cleaned["aside_reason"],
        )
    except RuleInTheWay as refusal:
        if refusal.may_set_aside:
            form.ask_anyway(needs_reason=refusal.needs_reason)
        form.add_error(None if "activity" in known else "activity", str(refusal))
    except Refusal as refusal:
        if refusal.field == "aside_reason":
            form.ask_anyway(needs_reason=True)
        field = {"given_at": "given_on"}.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields and field not in known else None, str(refusal))
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _give_page(request, form, known, CONFLICT)
    else:
        words = _("Erbjudandet är sparat. Skriv in svaret här när du har fått det.")
        feedback.saved(request, words, undo_url=undo_at_once(request, "withdraw", given.pk))
        return to_offer(request, given.pk)
    return _give_page(request, form, known, UNPROCESSABLE)


def _give_page(request: HttpRequest, form: GiveForm, known: dict[str, Any], status: int) -> HttpResponse:
    if "activity" in known and known["activity"].home_node:
        form.ask_anyway(needs_reason=True)
    back = reverse("matching:offers", args=[request.access.node.slug])
    if "form" in known:
        back = reverse("matching:suggestions", args=[request.access.node.slug, known["form"].pk])
    return render(request, "matching/give.html", {"form": form, "known": known, "back": back}, status=status)
