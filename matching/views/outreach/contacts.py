"""Writing down that an association was asked, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching.forms import ContactForm
from matching.models import OutreachContact
from matching.services import outreach
from matching.services.outreach.opening import next_step
from matching.views.outreach.tasks import find, to_task
from nodes.access import page
from participants.services.refusals import Refusal
from vida import clock, feedback
from vida.states import NotAllowed


@page("outreach")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked, when, how, and the answer."""
    task = find(pk)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        today=clock.today(),
        next_on=next_step(),
        initial={"association": request.GET.get("forening")},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = outreach.log_contact(task=task, **form.cleaned_data, by=request.access.actor)
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal))
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                undo = reverse("matching:outreach_contact_remove", args=[request.access.node.slug, pk, made.pk])
                feedback.saved(request, _("Kontakten är sparad."), undo_url=undo)
                return to_task(task)
    return render(request, "matching/outreach_contact.html", {"form": form, "task": task}, status=status)


@require_POST
@page("outreach")
def remove(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Take back what was written down by mistake."""
    rows = OutreachContact.objects.select_related("task__node")
    found = get_object_or_404(rows, pk=contact, task_id=pk)
    try:
        outreach.remove_contact(contact=found, by=request.access.actor)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        feedback.saved(request, _("Kontakten är borttagen."))
    return to_task(found.task)
