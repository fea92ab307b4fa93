"""Letting people in: an invitation by mail makes the account and the membership; nobody signs up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nodes.actors import Actor
from nodes.models import Invitation, Membership, Municipality, Node, Programme, ServiceUnit, User
from nodes.roles import LEVEL, Level, Role
from nodes.services import addresses, outbox
from nodes.tenancy import acting_everywhere
from vida import clock

VALID_FOR = timedelta(days=14)
MAY_INVITE = {
    Role.PROCESS_LEAD: frozenset(Role),
    Role.PROJECT_MANAGER: frozenset({Role.COORDINATOR, Role.PROJECT_GROUP_MEMBER, Role.CASE_OFFICER}),
    Role.COORDINATOR: frozenset({Role.PROJECT_GROUP_MEMBER, Role.CASE_OFFICER}),
}


class MayNotInvite(PermissionError):
    """The role is not one that this person lets in."""


def invitable(roles: frozenset[str]) -> list[Role]:
    """The roles that somebody with `roles` may invite, in the order of the table of roles."""
    allowed = frozenset().union(*(MAY_INVITE.get(Role(role), frozenset()) for role in roles))
    return [role for role in Role if role in allowed]


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: Role,
    programme: Programme,
    by: Actor,
    node: Node | None = None,
    service_unit: ServiceUnit | None = None,
    municipality: Municipality | None = None,
) -> Invitation:
    """Write an invitation and the mail with its link; MayNotInvite where the role is not the inviter's to give."""
    if role not in invitable(by.roles):
        raise MayNotInvite(role)
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        name=name,
        role=role,
        programme=programme,
        node=None if LEVEL[role] is Level.PROGRAMME else node,
        service_unit=service_unit if LEVEL[role] is Level.SERVICE_UNIT else None,
        municipality=municipality,
        secret_hash=_hash(secret),
        invited_by=by.person,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    _write_mail(invitation, secret)
    return invitation


def _write_mail(invitation: Invitation, secret: str) -> None:
    link = settings.BASE_URL + reverse("nodes:invitation", args=[secret])
    body = _(
        "Hej!\n\n%(inviter)s bjuder in dig till VIDA som %(role)s.\n\nÖppna länken och välj ett lösenord:\n%(link)s\n\n"
        "Länken gäller i 14 dagar. Väntade du dig inget mejl från oss kan du slänga det."
    ) % {"inviter": invitation.invited_by, "role": invitation.get_role_display().lower(), "link": link}
    with acting_everywhere("invitation"):
        outbox.put(
            key=f"invitation:{invitation.pk}",
            node_id=None,
            to=invitation.email,
            subject=_("Inbjudan till VIDA"),
            body=body,
        )


def waiting() -> QuerySet[Invitation]:
    """The invitations whose links still open."""
    return Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now())


def open_invitation(secret: str) -> Invitation | None:
    """The invitation that the link belongs to, while it is good."""
    return waiting().select_related("node", "programme", "service_unit").filter(secret_hash=_hash(secret)).first()


def has_accepted(secret: str, user: User) -> bool:
    """Whether the link is one that the user has stepped in through: then it is pressed or opened once more."""
    return Invitation.objects.filter(secret_hash=_hash(secret), email=user.email, accepted_at__isnull=False).exists()


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str | None) -> User:
    """Make the account, if nobody's is the address, and the membership; returns the user. Raises NotProven.

    An account that exists keeps its name and password: whoever holds the link does not come to own it. A new one has
    its address proved by the link, which only the address's reader has.
    """
    locked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("node", "service_unit").get(pk=invitation.pk)
    )
    user = addresses.owner_of(locked.email)
    if user is None:
        user = User.objects.create_user(locked.email, password, name=name)
        addresses.prove(user)
    if locked.accepted_at is None:
        Membership.objects.get_or_create(
            user=user,
            role=locked.role,
            programme_id=locked.programme_id,
            node=locked.node,
            service_unit=locked.service_unit,
            ended_at=None,
            defaults={"municipality_id": locked.municipality_id},
        )
        locked.accepted_at = clock.now()
        locked.save(update_fields=["accepted_at"])
    return user


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Actor) -> None:
    """The link stops working; MayNotInvite where the role was not this person's to give."""
    if Role(invitation.role) not in invitable(by.roles):
        raise MayNotInvite(invitation.role)
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now()
    )


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor) -> None:
    """The role ends now; MayNotInvite where it was not this person's to take. Ending twice is no error."""
    if Role(membership.role) not in invitable(by.roles):
        raise MayNotInvite(membership.role)
    if membership.ended_at is None:
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
