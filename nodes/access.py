"""From a request to a scope: who this is, in which node, with which roles, and what the database may show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from nodes import audit
from nodes.actors import Actor
from nodes.models import Membership, Node, Programme, User
from nodes.policies import POLICIES, Policy, Where
from nodes.roles import SEES_ALL_PARTICIPANTS, SEES_OWN_PARTICIPANTS, Role
from nodes.tenancy import Scope, acting_in, node_scope, without_people


@dataclass(frozen=True)
class Access:
    """What a request may do here. `roles` are the user's in this place; `scope` is what the database shows."""

    user: User | None
    roles: frozenset[Role]
    scope: Scope | None
    node: Node | None = None
    programme: Programme | None = None

    @property
    def actor(self) -> Actor:
        """The user and the roles, as services want them."""
        return Actor(self.user, frozenset(self.roles))

    def may(self, action: str) -> bool:
        """Whether the user may do `action` in this place."""
        return bool(POLICIES[action].roles & self.roles)


def memberships_of(user: User) -> list[Membership]:
    """The user's present memberships, with what they are in; kept on the user for the length of the request."""
    if not hasattr(user, "_memberships"):
        rows = user.memberships.filter(ended_at__isnull=True)
        user._memberships = list(rows.select_related("node", "programme").order_by("id"))
        for one in user._memberships:
            if one.node and one.node.programme_id == one.programme_id:
                one.node.programme = one.programme  # as it is read already
    return user._memberships


def in_node(user: User, slug: str) -> Access:
    """The user's access to the node; Http404 for a stranger to it, for whom it does not exist (R183)."""
    own = (m.node for m in memberships_of(user) if m.node and m.node.slug == slug)
    node = next(own, None) or Node.objects.select_related("programme").filter(slug=slug).first()
    if node is None:
        raise Http404
    here = [m for m in memberships_of(user) if m.node_id == node.pk]
    over = [m for m in memberships_of(user) if m.node_id is None and m.programme_id == node.programme_id]
    if not here and not over:
        raise Http404
    roles = frozenset(Role(m.role) for m in here or over)
    units = tuple(sorted(m.service_unit_id for m in here if Role(m.role) in SEES_OWN_PARTICIPANTS))
    scope = node_scope(node.pk, None if roles & SEES_ALL_PARTICIPANTS else units)
    return Access(user, roles, scope, node=node, programme=node.programme)


def in_programme(user: User) -> Access:
    """The user's access to the programme's own pages: figures, and never a participant (R9, R25)."""
    over = [m for m in memberships_of(user) if m.node_id is None]
    if not over:
        raise Http404
    programme = over[0].programme
    roles = frozenset(Role(m.role) for m in over if m.programme_id == programme.pk)
    nodes = tuple(programme.nodes.order_by("id").values_list("id", flat=True))
    return Access(user, roles, without_people(*nodes), programme=programme)


def page(action: str) -> Callable:
    """Guard a view with a row of the policy table and run it inside the scope that follows from it.

    The view gets the request with `request.access`; a `node` in the address is taken out of its arguments. Answers 404
    to strangers, 403 to a role that may not, and sends on to the log-in who has not logged in.
    """
    policy = POLICIES[action]

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, node: str = "", **kwargs) -> HttpResponse:
            if policy.where is Where.PUBLIC:
                return _public(request, view, node, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if settings.MFA_REQUIRED and not is_mfa_enabled(request.user):
                return redirect("mfa_index")
            request.access = _enter(request.user, policy, node)
            response = _run(request, view, policy, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.action = action
        return guarded

    return guard


def _enter(user: User, policy: Policy, slug: str) -> Access:
    access = in_node(user, slug) if policy.where is Where.NODE else in_programme(user)
    if not access.roles & policy.roles:
        raise PermissionDenied
    return access


def _run(request: HttpRequest, view: Callable, policy: Policy, *args, **kwargs) -> HttpResponse:
    with acting_in(request.access.scope), audit.reading(request, policy):
        return view(request, *args, **kwargs)


def _public(request: HttpRequest, view: Callable, slug: str, *args, **kwargs) -> HttpResponse:
    """Without an account: the node's supply, and no participant at all."""
    if not slug:
        request.access = Access(None, frozenset(), None)
        return view(request, *args, **kwargs)
    node = Node.objects.select_related("programme").filter(slug=slug).first()
    if node is None:
        raise Http404
    request.access = Access(None, frozenset(), without_people(node.pk), node=node, programme=node.programme)
    with acting_in(request.access.scope):
        return view(request, *args, **kwargs)
