"""People with protected identity: found by number, opened with a reason (facts § 4.3, R176)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nodes.access import page
from nodes.audit import saw
from nodes.roles import Role
from participants.models import Participant
from participants.protection import ask_why
from participants.selectors.protected import may_open, must_ask
from participants.services import people
from participants.services.protected import open_up
from participants.services.refusals import Refusal
from participants.views.asking import find, person_url
from vida import clock, feedback
from vida.fields import CleanCharField, DayField


class ReasonForm(forms.Form):
    """Why the person has to be opened."""

    reason = CleanCharField(
        label=gettext_lazy("Varför behöver du öppna uppgifterna?"),
        min_length=10,
        max_length=200,
        help_text=gettext_lazy("Skälet sparas i loggen och granskas. Uppgifterna är öppna för dig i 15 minuter."),
    )


class ProtectForm(forms.Form):
    """What kind of protection, and since when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Skyddade personuppgifter"),
        widget=forms.RadioSelect,
        choices=[("", gettext_lazy("Inga skyddade uppgifter")), *Participant.Protection.choices],
        required=False,
    )
    since = DayField(label=gettext_lazy("Skyddet gäller från"), required=False, initial=clock.today, first_year=1950)

    def clean(self) -> dict:
        """A protection has its day."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", _("Skriv den dag då skyddet började."))
        return cleaned


@page("participant.open_protected")
def protected_list(request: HttpRequest) -> HttpResponse:
    """The protected people whom the user may open: a number and a day, no name, no place."""
    saw(request, [])
    by = request.access.actor
    rows = Participant.objects.current().exclude(protection="").select_related("case_officer").order_by("-id")
    rows = rows.only("id", "registered_at", "protection", "case_officer")
    if Role.COORDINATOR not in by.roles:
        rows = rows.filter(case_officer=by.user)
    context = {"people": rows, "list_url": reverse("participants:list", args=[request.access.node.slug])}
    return render(request, "participants/protected.html", context)


@page("participant.open_protected")
def open_protected(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, logs it, and opens the person for a while. Nothing about the person is on this page."""
    person = find(request, pk)
    saw(request, [])
    if not must_ask(request.session, person):
        return redirect(person_url(request, person.pk))
    may = may_open(person, request.access.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and may and form.is_valid():
        open_up(
            session=request.session,
            participant=person,
            by=request.access.actor,
            reason=form.cleaned_data["reason"],
            where=request.resolver_match.view_name,
        )
        return redirect(person_url(request, person.pk))
    context = {
        "form": form,
        "may": may,
        "number": person.pk,
        "list_url": reverse("participants:list", args=[request.access.node.slug]),
    }
    status = 403 if not may else 422 if form.errors else 200
    return render(request, "participants/open_protected.html", context, status=status)


@page("participant.change")
def protect(request: HttpRequest, pk: int) -> HttpResponse:
    """Protect a person, or lift the protection."""
    person = find(request, pk)
    if asking := ask_why(request, person):
        return asking
    saw(request, [person.pk])
    initial = {"kind": person.protection, "since": person.protection_since or clock.today()}
    form = ProtectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kind, by = form.cleaned_data["kind"], request.access.actor
        try:
            if kind:
                people.protect(participant=person, kind=kind, since=form.cleaned_data["since"], by=by)
            else:
                people.unprotect(participant=person, by=by)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            feedback.saved(
                request, _("Personen är skyddad och visas inte i listor.") if kind else _("Skyddet är borttaget.")
            )
            return redirect(person_url(request, person.pk))
    context = {
        "form": form,
        "person": person,
        "back_url": person_url(request, person.pk),
        "list_url": reverse("participants:list", args=[request.access.node.slug]),
    }
    return render(request, "participants/protect.html", context, status=422 if form.errors else 200)
