"""The interest form: what a person wants to do, and since when the clock runs."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nodes import interests
from nodes.access import page
from nodes.audit import saw
from nodes.languages import languages
from nodes.models import InterestArea
from participants.forms.interests import CloseForm, InterestsForm, WaiverForm, initial_of
from participants.models import InterestForm, Participant, SecrecyWaiver
from participants.protection import ask_why
from participants.selectors.people import eligibility_of
from participants.services import forms, waivers
from participants.services.refusals import Refusal
from participants.views.asking import find, person_url
from vida import clock, feedback
from vida.deadlines import deadline
from vida.states import NotAllowed

SUGGESTIONS, MANY = 6, 20


@page("form.register")
def form_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the person's wishes, or correct the form that is open."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    saw(request, [person.pk])
    open_form = InterestForm.objects.open().filter(participant=person).first()
    posted = request.POST or None
    form = InterestsForm(posted, initial=initial_of(open_form))
    waiver = WaiverForm(posted if posted and "with_waiver" in posted else None, prefix="waiver")
    status = 200
    if posted is not None:
        right = [form.is_valid(), not waiver.is_bound or waiver.is_valid()]
        if all(right) and _save(request, person, open_form, form, waiver):
            return redirect(person_url(request, person.pk))
        status = 422
    context = {
        "person": person,
        "open_form": open_form,
        "form": form,
        "waiver": waiver,
        "with_waiver": waiver.is_bound,
        "answer": eligibility_of(person),
        "areas_url": reverse("participants:form_areas", args=[request.access.node.slug]),
        "back_url": person_url(request, person.pk),
        "languages": languages().values(),
    }
    return render(request, "participants/form_register.html", context, status=status)


def _save(
    request: HttpRequest, person: Participant, open_form: InterestForm | None, form: InterestsForm, waiver: WaiverForm
) -> bool:
    """Whether all of it was saved; else the sentence stands at its field."""
    given = {name: form.cleaned_data[name] for name in ("areas", "asked_on", "free_text", "meeting")}
    by = request.access.actor
    try:
        with transaction.atomic():
            if open_form:
                saved = forms.change(form=open_form, by=by, **given)
            else:
                saved = forms.register(participant=person, by=by, **given)
            if waiver.is_bound:
                waivers.record(participant=person, by=by, **waiver.cleaned_data)
    except (Refusal, NotAllowed) as refusal:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    _tell(request, saved, len(given["areas"]))
    return True


def _tell(request: HttpRequest, form: InterestForm, chosen: int) -> None:
    left = deadline(form.due_on, clock.today()).words
    feedback.saved(request, _("Intresseanmälan är sparad. Dagar till erbjudande: %(left)s.") % {"left": left})
    if chosen < forms.MOST_CHOICES:
        messages.warning(
            request, _("Färre än tre intressen är valda. Fler gör det lättare att hitta något som passar.")
        )


@page("meeting.list")
def areas(request: HttpRequest) -> HttpResponse:
    """Search as you type among the interest areas, for htmx: what the words lead to, as buttons."""
    text = request.GET.get("q", "")[:200].strip()
    known = interests.areas()
    codes = [code for code in interests.find_area(text, limit=MANY) if known[code].parent] if text else []
    by_code = {area.code: area for area in InterestArea.objects.filter(code__in=codes).select_related("parent")}
    found = [(by_code[code], known[code].icon) for code in codes if code in by_code][:SUGGESTIONS]
    return render(request, "participants/_areas_found.html", {"found": found, "text": text})


@require_POST
@page("meeting.list")
def pick(request: HttpRequest) -> HttpResponse:
    """The three choices with one more filled in, for htmx. Nothing is saved and no person is shown."""
    chosen = [request.POST.get(f"area_{rank}", "") for rank in range(1, forms.MOST_CHOICES + 1)]
    wanted = request.POST.get("pick", "")
    if wanted in interests.areas() and wanted not in chosen and "" in chosen:
        chosen[chosen.index("")] = wanted
    form = InterestsForm(initial={f"area_{rank}": code for rank, code in enumerate(chosen, start=1)})
    return render(request, "participants/_choices.html", {"form": form, "full": "" not in chosen})


@page("form.close")
def form_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a form that waits is closed."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    saw(request, [person.pk])
    open_form = InterestForm.objects.waiting().filter(participant=person).first()
    if open_form is None and request.method == "POST":  # closed meanwhile; the service says whether that was us
        open_form = InterestForm.objects.filter(participant=person).order_by("-id").first()
    if open_form is None:
        raise Http404
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            forms.close_waiting(form=open_form, by=request.access.actor, reason=form.cleaned_data["reason"])
        except (Refusal, NotAllowed) as refusal:
            form.add_error(None, str(refusal))
        else:
            feedback.saved(request, _("Intresseanmälan är avslutad."))
            return redirect(person_url(request, person.pk))
    context = {
        "title": _("Avsluta intresseanmälan"),
        "text": _("Personen får inget erbjudande på den här anmälan. En ny kan registreras när som helst."),
        "submit": _("Avsluta anmälan"),
        "back": person_url(request, person.pk),
        "form": form,
    }
    return render(request, "shell/confirm.html", context, status=422 if form.errors else 200)


@page("participant.change")
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the person lets us tell an association something (R178)."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    saw(request, [person.pk])
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waivers.record(participant=person, by=request.access.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            feedback.saved(request, _("Medgivandet är sparat."))
            return redirect(person_url(request, person.pk))
    context = {
        "person": person,
        "form": form,
        "back_url": person_url(request, person.pk),
        "languages": languages().values(),
    }
    return render(request, "participants/waiver.html", context, status=422 if form.errors else 200)


@page("participant.change")
def waiver_withdraw(request: HttpRequest, pk: int, waiver: int) -> HttpResponse:
    """Asks before a waiver is withdrawn: what has been told cannot be taken back."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    saw(request, [person.pk])
    found = get_object_or_404(SecrecyWaiver, pk=waiver, participant=person)
    if request.method == "POST":
        waivers.withdraw(waiver=found, by=request.access.actor)
        feedback.saved(request, _("Medgivandet är återkallat. Inga fler uppgifter får lämnas."))
        return redirect(person_url(request, person.pk))
    context = {
        "title": _("Återkalla medgivandet"),
        "text": _("Från och med nu får inga uppgifter lämnas till: %(to)s.") % {"to": found.to_whom},
        "submit": _("Återkalla"),
        "back": person_url(request, person.pk),
    }
    return render(request, "shell/confirm.html", context)
