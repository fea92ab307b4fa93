"""The states of an activity and of its registration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nodes.roles import Role
from vida.states import PUBLIC, START, SYSTEM, StateTable, Transition


class ActivityState(TextChoices):
    """Where an activity stands."""

    DRAFT = "draft", _("Utkast")
    SUBMITTED = "submitted", _("Väntar på granskning")
    RETURNED = "returned", _("Återsänd för komplettering")
    REFUSED = "refused", _("Avslagen")
    APPROVED = "approved", _("Godkänd")
    UNCONFIRMED = "unconfirmed", _("Inaktuell, ej bekräftad inför terminen")
    RUNNING = "running", _("Pågår")
    ENDED = "ended", _("Avslutad")
    CANCELLED = "cancelled", _("Inställd")


class RegistrationState(TextChoices):
    """Where a form on its way in stands."""

    DRAFT = "draft", _("Utkast")
    SENT = "sent", _("Väntar på att länken i mejlet öppnas")
    CONFIRMED = "confirmed", _("Bekräftad")


C = Role.COORDINATOR
S = ActivityState

# The association writes and confirms its own activity (R13, R123); the coordinator decides; dates do the rest.
ACTIVITY = StateTable(
    "Activity",
    Transition("draft", [START], S.DRAFT, [C], _("Skriv utkast")),
    Transition("submit", [START, S.DRAFT, S.RETURNED], S.SUBMITTED, [PUBLIC], _("Skicka in")),
    Transition("approve", [S.SUBMITTED], S.APPROVED, [C], _("Godkänn")),
    Transition("return", [S.SUBMITTED], S.RETURNED, [C], _("Återsänd")),
    Transition("refuse", [S.SUBMITTED], S.REFUSED, [C], _("Avslå")),
    Transition("start", [S.APPROVED], S.RUNNING, [SYSTEM], _("Börja")),
    Transition("end", [S.RUNNING, S.APPROVED], S.ENDED, [SYSTEM], _("Avsluta")),
    Transition("lapse", [S.APPROVED], S.UNCONFIRMED, [SYSTEM], _("Markera som inaktuell")),
    Transition("confirm", [S.UNCONFIRMED], S.APPROVED, [PUBLIC, C, SYSTEM], _("Bekräfta att det stämmer")),
    # The system cancels and confirms twins, as their home has been; nobody else does (`activities.BelongsElsewhere`).
    Transition("cancel", [S.APPROVED, S.RUNNING, S.UNCONFIRMED], S.CANCELLED, [C, SYSTEM], _("Ställ in")),
    # Free places for another node, and back again: the activity itself stays as it is (R83).
    Transition("open_places", [S.APPROVED], S.APPROVED, [C], _("Öppna platser för en annan nod")),
    Transition("open_places", [S.RUNNING], S.RUNNING, [C], _("Öppna platser för en annan nod")),
    labels=dict(ActivityState.choices),
)

R = RegistrationState
REGISTRATION = StateTable(
    "ActivityRegistration",
    Transition("save", [START, R.DRAFT], R.DRAFT, [PUBLIC, C], _("Spara utkast")),
    Transition("send", [R.DRAFT, R.SENT], R.SENT, [PUBLIC, C], _("Skicka in")),
    Transition("edit", [R.SENT, R.CONFIRMED], R.DRAFT, [PUBLIC, C], _("Ändra")),
    Transition("confirm", [R.SENT], R.CONFIRMED, [PUBLIC], _("Bekräfta")),
    labels=dict(RegistrationState.choices),
)
