"""Whose an address is: an invitation's link or the caretaker proves it, and allauth keeps one proof an account."""

from allauth.account.models import EmailAddress

from nodes.models import User


class NotProven(Exception):
    """An account bears the address, and nothing says that it is its user's own."""


def owner_of(email: str) -> User | None:
    """The user who has proved the address, or None; NotProven where an account only bears it.

    Such an account may be anybody's: a role that is meant for whoever reads the address's mail must not land there.
    """
    proof = EmailAddress.objects.select_related("user").filter(email=email, verified=True).first()
    if proof:
        return proof.user
    if User.objects.filter(email=email).exists():
        raise NotProven(email)
    return None


def prove(user: User) -> None:
    """Write down that the user's address is the user's own, in place of any other."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
