"""The coordinator's register of associations: the list, one association, and its contact persons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from associations.filters import AssociationFilter
from associations.forms.associations import AssociationForm, ContactForm
from associations.models import Association, ContactPerson
from associations.selectors.activities import listed as activities
from associations.selectors.associations import likely, listed
from associations.services import associations
from associations.services.associations import NumberTaken
from associations.tables import ActivityTable, AssociationTable
from associations.views.lists import as_sheet, paged
from nodes.access import page
from nodes.services.turns import take_turn
from vida import feedback

FACTS = (
    "name", "kind", "status", "organisation_number", "no_number_reason", "municipality", "address", "postcode", "email",
    "phone", "homepage", "source",
)  # fmt: skip


def _filtered(request: HttpRequest) -> AssociationFilter:
    return AssociationFilter(request.GET, queryset=listed().order_by("sort_key", "id"), request=request)


@page("association.list")
def association_list(request: HttpRequest) -> HttpResponse:
    """All associations that the node knows."""
    found = _filtered(request)
    table = paged(request, AssociationTable, found.qs)
    context = {"filter": found, "table": table, "may_change": request.access.may("association.change")}
    return render(request, "associations/associations.html", context)


@page("association.list")
def association_export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a sheet."""
    return as_sheet(request, AssociationTable, _filtered(request).qs, title=_("Föreningar"), file_name="foreningar")


@page("association.view")
def association(request: HttpRequest, pk: int) -> HttpResponse:
    """One association: its facts, whom to ring, and its activities."""
    found = get_object_or_404(Association.objects.select_related("municipality"), pk=pk)
    rows = activities().filter(association=found).order_by("-first_on", "-id")
    context = {
        "association": found,
        "contacts": found.contacts.order_by("name", "id"),
        "table": paged(request, _OwnActivities, rows),
        "may_change": request.access.may("association.change"),
    }
    return render(request, "associations/association.html", context)


class _OwnActivities(ActivityTable):
    """The activities of one association: its name need not stand in every row."""

    class Meta:
        exclude = ("owner_name",)


@page("association.change")
def add(request: HttpRequest) -> HttpResponse:
    """A new association; likely doubles are shown before it is saved."""
    return _edit(request, None)


@page("association.change")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """An association's own facts."""
    return _edit(request, get_object_or_404(Association, pk=pk))


def _edit(request: HttpRequest, row: Association | None) -> HttpResponse:
    node = request.access.node
    initial = {name: getattr(row, name) for name in FACTS} if row else {"kind": "association", "status": "active"}
    form = AssociationForm(request.POST if request.method == "POST" else None, initial=initial)
    doubles: list[Any] = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        take_turn(node)  # else the same association, sent twice, is nobody's double
        doubles = [] if row or "anyway" in request.POST else likely(values["name"], values["organisation_number"])
        if not doubles:
            try:
                saved = associations.save(association=row, node=node, values=values)
            except NumberTaken as refusal:
                form.add_error("organisation_number", str(refusal))
            else:
                feedback.saved(request, _("Föreningen är sparad."))
                return redirect("associations:association", node.slug, saved.pk)
    back = [node.slug, row.pk] if row else [node.slug]
    context = {
        "form": form,
        "association": row,
        "doubles": doubles,
        "back": reverse("associations:association" if row else "associations:associations", args=back),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "associations/association_form.html", context, status=status)


@page("association.change")
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One more person to ring."""
    return _edit_contact(request, get_object_or_404(Association, pk=pk), None)


@page("association.change")
def change_contact(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Another name, address or number."""
    found = get_object_or_404(ContactPerson.objects.select_related("association"), pk=contact, association_id=pk)
    return _edit_contact(request, found.association, found)


def _edit_contact(request: HttpRequest, owner: Association, contact: ContactPerson | None) -> HttpResponse:
    initial = {"name": contact.name, "email": contact.email, "phone": contact.phone} if contact else None
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        associations.save_contact(association=owner, contact=contact, values=form.cleaned_data)
        feedback.saved(request, _("Kontaktpersonen är sparad."))
        return redirect("associations:association", request.access.node.slug, owner.pk)
    context = {"form": form, "association": owner, "contact": contact}
    return render(request, "associations/contact_form.html", context, status=422 if form.errors else 200)


@require_POST
@page("association.change")
def remove_contact(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Take a contact person away."""
    found = get_object_or_404(ContactPerson, pk=contact, association_id=pk)
    associations.remove_contact(contact=found)
    feedback.saved(request, _("Kontaktpersonen är borttagen."))
    return redirect("associations:association", request.access.node.slug, pk)
