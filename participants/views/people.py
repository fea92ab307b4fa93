"""Registering a person and changing what is known."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nodes.access import page
from nodes.audit import saw
from nodes.languages import languages
from nodes.roles import Role
from nodes.selectors.terms import terms_on
from nodes.services.turns import take_turn
from participants.forms.people import PersonForm, TakenTimeFormSet
from participants.models import EligibilityCheck, Participant
from participants.protection import ask_why
from participants.reference import countries
from participants.selectors import doubles, eligibility
from participants.selectors.people import units_for
from participants.services import people
from participants.services.people import WeeklyTime
from participants.services.refusals import Refusal
from participants.views.asking import find, person_url
from vida import clock, feedback, identity

TELLING = {"identity_number", "date_of_birth", "given_name", "family_name", "phone"}  # a double shows in these
NO = EligibilityCheck.Answer.NO


@page("participant.register")
def register(request: HttpRequest) -> HttpResponse:
    """Register a person in two minutes; "next" leads on to the interest form."""
    if request.method != "POST":
        saw(request, [])
        return _page(request, *_forms(request, Participant(node=request.access.node)))
    form, times = _forms(request, Participant(node=request.access.node))
    return _save(request, form, times)


@page("participant.change")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a person."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    if request.method != "POST":
        saw(request, [person.pk])
        return _page(request, *_forms(request, person), person=person)
    form, times = _forms(request, person)
    return _save(request, form, times, person=person)


@require_POST
@page("participant.register")
def preview(request: HttpRequest) -> HttpResponse:
    """The eligibility answer while the form is filled in, for htmx. Nothing is saved."""
    form, _times = _forms(request, Participant(node=request.access.node))
    form.is_valid()
    ready = form.instance.date_of_birth and form.cleaned_data.get("route")
    answer = _answer(request, form) if ready else None
    return render(request, "participants/_eligibility.html", {"answer": answer, "preview": True})


def _forms(request: HttpRequest, person: Participant) -> tuple[PersonForm, Any]:
    access = request.access
    latest = person.eligibility_checks.order_by("-checked_on", "-id").first() if person.pk else None
    form = PersonForm(
        request.POST or None,
        instance=person,
        initial={"method": latest.method} if latest else None,
        node=access.node,
        units=units_for(access.node.pk, access.scope.units),
        coordinator=Role.COORDINATOR in access.roles,
    )
    times = TakenTimeFormSet(request.POST or None, initial=_grouped(person), prefix="times")
    return form, times


def _grouped(person: Participant) -> list[dict[str, Any]]:
    """The person's taken times as rows of the form: the weekdays of one time together."""
    rows: dict[tuple, list[int]] = {}
    for each in person.taken_times.all() if person.pk else []:
        rows.setdefault((each.kind, each.starts_at, each.ends_at), []).append(each.weekday)
    return [
        {"kind": kind, "starts_at": starts, "ends_at": ends, "weekdays": days}
        for (kind, starts, ends), days in rows.items()
    ]


def _times(formset: Any) -> list[WeeklyTime]:
    return [
        WeeklyTime(row["kind"], day, row["starts_at"], row["ends_at"])
        for row in formset.cleaned_data
        if row and row.get("kind")
        for day in row["weekdays"]
    ]


def _answer(request: HttpRequest, form: PersonForm) -> eligibility.EligibilityAnswer:
    today = clock.today()
    return eligibility.weigh(
        form.instance,
        on=today,
        terms=terms_on(request.access.programme, today),
        proven=form.cleaned_data.get("method", eligibility.NOT_SHOWN) != eligibility.NOT_SHOWN,
        municipalities=eligibility.municipalities_of(request.access.node.pk, today),
    )


def _save(request: HttpRequest, form: PersonForm, times: Any, person: Participant | None = None) -> HttpResponse:
    """Save what is right; else the same page with everything typed and what is wrong, or what there is to ask."""
    both_right = [form.is_valid(), times.is_valid()]
    if not all(both_right):
        return _page(request, form, times, person=person, status=422)
    answer = _answer(request, form)
    take_turn(request.access.node)  # else the same person, sent twice, is nobody's double
    known = doubles.likely_doubles(form.instance) if not person or TELLING & set(form.changed_data) else []
    asked = [double for double in known if double.participant.pk not in form.judged]
    must_confirm = not person and answer.answer == NO and not form.cleaned_data["save_anyway"]
    if asked or must_confirm:
        saw(request, [double.participant.pk for double in asked], "double")
        return _page(
            request, form, times, person=person, status=422, doubles=asked, answer=answer, must_confirm=must_confirm
        )
    try:
        with transaction.atomic():
            saved = _write(request, form, times, person, {double.participant.pk for double in known})
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _page(request, form, times, person=person, status=422)
    _tell(request, saved, answer, new=person is None)
    if "next" in request.POST and answer.answer != NO:
        return redirect("participants:form_register", request.access.node.slug, saved.pk)
    return redirect(person_url(request, saved.pk))


def _write(
    request: HttpRequest, form: PersonForm, times: Any, person: Participant | None, judged: set[int]
) -> Participant:
    by, method, taken = request.access.actor, form.cleaned_data["method"], _times(times)
    if person is None:
        saved = people.register(person=form.instance, by=by, method=method, taken_times=taken, known_not_same=judged)
    else:
        saved = people.change(person=form.instance, by=by, method=method, taken_times=taken)
        for other in Participant.objects.filter(pk__in=judged):
            people.judge_different(one=saved, other=other, by=by)
    return saved


def _tell(request: HttpRequest, person: Participant, answer: eligibility.EligibilityAnswer, *, new: bool) -> None:
    """What was saved, without a name: the next page may be on a screen that others see."""
    said = _("Personen är registrerad.") if new else _("Ändringarna är sparade.")
    may = _("Kan delta: %(answer)s.") % {"answer": answer.label.lower()}
    feedback.saved(request, f"{said} {may}")
    born = identity.parse(person.identity_number).born if person.identity_number else None
    if born and born != person.date_of_birth:
        messages.warning(request, _("Födelsedatumet är ett annat än i numret. Det kan stämma, men kontrollera det."))


def _page(
    request: HttpRequest,
    form: PersonForm,
    times: Any,
    *,
    person: Participant | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    node = request.access.node
    context = {
        "form": form,
        "times": times,
        "person": person,
        "list_url": reverse("participants:list", args=[node.slug]),
        "back_url": person_url(request, person.pk) if person else reverse("participants:list", args=[node.slug]),
        "preview_url": reverse("participants:register_preview", args=[node.slug]),
        "languages": languages().values(),
        "countries": countries().values(),
        "asked": more.get("doubles", []),
        "asked_ids": ",".join(str(double.participant.pk) for double in more.get("doubles", [])),
        "answer": more.get("answer"),
        "must_confirm": more.get("must_confirm", False),
    }
    return render(request, "participants/register.html", context, status=status)


@require_POST
@page("participant.withdraw")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal: the person takes part again."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    people.take_back(participant=person, by=request.access.actor)
    feedback.saved(request, _("Personen deltar igen."))
    return redirect(person_url(request, person.pk))
