"""Who works here: members and invitations of a node, and of the programme."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nodes.access import Access, page
from nodes.forms.people import InviteForm
from nodes.models import Invitation, Membership
from nodes.roles import Role
from nodes.services import invitations
from nodes.services.turns import take_turn
from vida import feedback


@page("members.node")
def node_members(request: HttpRequest) -> HttpResponse:
    """The node's people."""
    return _members(request)


@page("members.programme")
def programme_members(request: HttpRequest) -> HttpResponse:
    """The programme's own people."""
    return _members(request)


def _members(request: HttpRequest) -> HttpResponse:
    access = request.access
    if request.method == "POST":
        take_turn(access.node or access.programme)
    form = InviteForm(request.POST or None, access=access)
    if request.method == "POST" and form.is_valid():
        _invite(access, form.cleaned_data)
        feedback.saved(request, _("Inbjudan är på väg med e-post."))
        return redirect(request.path)
    here = {"programme": access.programme, "node": access.node}
    members = Membership.objects.filter(ended_at__isnull=True, **here).select_related(
        "user", "service_unit", "municipality"
    )
    waiting = invitations.waiting().filter(**here)
    context = {
        "form": form,
        "members": members.order_by("role", "user__name", "id"),
        "invitations": waiting.select_related("service_unit", "invited_by").order_by("-invited_at"),
        "invitable": invitations.invitable(access.actor.roles),
        "prefix": "nodes:node" if access.node else "nodes:programme",
    }
    return render(request, "nodes/members.html", context, status=422 if form.errors else 200)


def _invite(access: Access, data: dict) -> None:
    invitations.invite(
        email=data["email"],
        name=data["name"],
        role=Role(data["role"]),
        programme=access.programme,
        node=access.node,
        service_unit=data.get("service_unit"),
        municipality=data.get("municipality"),
        by=access.actor,
    )


def _end(request: HttpRequest, pk: int) -> HttpResponse:
    access = request.access
    membership = get_object_or_404(Membership, pk=pk, programme=access.programme, node=access.node)
    if request.method != "POST":
        context = {
            "title": _("Avsluta rollen?"),
            "text": _("%(name)s kommer inte längre åt något här i rollen %(role)s.")
            % {"name": membership.user, "role": membership.get_role_display().lower()},
            "submit": _("Avsluta rollen"),
            "back": "../../",
        }
        return render(request, "shell/confirm.html", context)
    try:
        invitations.end_membership(membership=membership, by=access.actor)
    except invitations.MayNotInvite:
        raise PermissionDenied from None
    feedback.saved(request, _("Rollen är avslutad."))
    return redirect("nodes:node_members", access.node.slug) if access.node else redirect("nodes:programme_members")


@page("members.node")
def end_node_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and end a role in the node."""
    return _end(request, pk)


@page("members.programme")
def end_programme_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and end a role in the programme."""
    return _end(request, pk)


def _withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    access = request.access
    found = get_object_or_404(Invitation, pk=pk, programme=access.programme, node=access.node)
    try:
        invitations.withdraw(invitation=found, by=access.actor)
    except invitations.MayNotInvite:
        raise PermissionDenied from None
    feedback.saved(request, _("Inbjudan är återtagen: länken fungerar inte längre."))
    return redirect("nodes:node_members", access.node.slug) if access.node else redirect("nodes:programme_members")


@require_POST
@page("members.node")
def withdraw_node_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an invitation to the node."""
    return _withdraw(request, pk)


@require_POST
@page("members.programme")
def withdraw_programme_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an invitation to the programme."""
    return _withdraw(request, pk)
