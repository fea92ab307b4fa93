"""The way in: the front door, the demonstration's one-click log-in, and invitations by mail link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nodes.access import memberships_of, page
from nodes.forms.people import AcceptInvitationForm
from nodes.models import Membership, Node, User
from nodes.roles import Role
from nodes.services import addresses, invitations

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@page("public")
def home(request: HttpRequest) -> HttpResponse:
    """The front door: on to the own place, or to the log-in."""
    if not request.user.is_authenticated:
        return redirect("nodes:demo" if settings.DEMO else "account_login")
    memberships = memberships_of(request.user)
    if any(m.node is None for m in memberships):
        return redirect("reporting:programme")
    if memberships:
        return redirect("reporting:today", memberships[0].node.slug)
    return render(request, "nodes/no_membership.html", status=403)


@page("public")
def demo(request: HttpRequest) -> HttpResponse:
    """One button for each role of the demonstration; 404 unless the demonstration was turned on by its own setting."""
    if not settings.DEMO:
        raise Http404
    everybody = Membership.objects.filter(ended_at__isnull=True, user__email__endswith="@demo.example.se")
    rows = list(everybody.select_related("user", "node", "service_unit").order_by("-node__slug", "user__email", "id"))
    by_role = [(role.label, [m for m in rows if m.role == role]) for role in Role]
    context = {"by_role": [each for each in by_role if each[1]], "public_nodes": Node.objects.all()}
    return render(request, "nodes/demo.html", context)


@require_POST
@page("public")
def demo_login(request: HttpRequest, pk: int) -> HttpResponse:
    """Log in as one of the demonstration's invented people."""
    user = User.objects.filter(pk=pk, email__endswith="@demo.example.se", is_superuser=False).first()
    if not settings.DEMO or user is None:
        raise Http404
    login(request, user, MODEL_BACKEND)
    return redirect("nodes:home")


@never_cache
@page("public")
def session(request: HttpRequest) -> JsonResponse:
    """Whose session this is, its seconds left, and the token that forms need now; a POST lets it begin anew.

    `user` is None where nobody is logged in. A page asks before it sends what has been typed (`static/js/session.js`).
    """
    if not request.user.is_authenticated:
        return JsonResponse({"user": None})
    seconds = request.session.get_expiry_age()
    if request.method == "POST":
        request.session.modified = True
    else:
        kept = request.session.model.objects.get(session_key=request.session.session_key)
        seconds = int((kept.expire_date - timezone.now()).total_seconds())  # no clock that is moved moves a session
    return JsonResponse({"user": request.user.pk, "seconds": seconds, "token": get_token(request)})


@page("public")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Open an invitation: choose a password (or log in) and step in."""
    found = invitations.open_invitation(secret)
    if found is None:
        if request.user.is_authenticated and invitations.has_accepted(secret, request.user):
            return redirect("nodes:home")
        return render(request, "nodes/invitation_over.html", status=404)
    try:
        known = addresses.owner_of(found.email)
    except addresses.NotProven:
        return render(request, "nodes/invitation_over.html", {"not_proven": True}, status=409)
    form = AcceptInvitationForm(request.POST or None, invitation=found, known=known)
    if request.method == "POST" and form.is_valid():
        user = invitations.accept(invitation=found, name=form.cleaned_data["name"], password=form.chosen_password)
        if known is None:
            login(request, user, MODEL_BACKEND)
            messages.success(request, _("Välkommen! Ditt konto är klart."))
            return redirect("nodes:home")
        messages.success(request, _("Din nya roll är klar. Logga in som vanligt."))
        return redirect("account_login")
    status = 422 if request.method == "POST" else 200
    return render(request, "nodes/invitation.html", {"form": form, "invitation": found, "known": known}, status=status)


@page("public")
def address_stays(request: HttpRequest) -> HttpResponse:
    """In place of allauth's pages for changing one's address: 404, as the invitation's link is the proof of one."""
    raise Http404
