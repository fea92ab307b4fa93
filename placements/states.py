"""The states of a placement. They follow what happens: the plan entry, the first attendance, the last occasion."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nodes.roles import Role
from vida.states import START, SYSTEM, StateTable, Transition


class PlacementState(TextChoices):
    """Where a place stands between the yes and the last occasion."""

    AGREED = "agreed", _("Tackat ja")
    IN_PLAN = "in_plan", _("I handlingsplanen")
    STARTED = "started", _("Har börjat")
    COMPLETED = "completed", _("Fullföljt")
    DROPPED_OUT = "dropped_out", _("Hoppat av")
    INTERRUPTED = "interrupted", _("Aktiviteten ställdes in")
    CANCELLED = "cancelled", _("Inställd")


C, H = Role.COORDINATOR, Role.CASE_OFFICER
S = PlacementState

PLACEMENT = StateTable(
    "Placement",
    Transition("agree", [START], S.AGREED, [C, H], _("Tacka ja")),
    Transition("enter_plan", [S.AGREED], S.IN_PLAN, [C, H], _("Skriv in i planen")),
    Transition("enter_plan", [S.STARTED], S.STARTED, [C, H], _("Skriv in i planen")),
    Transition("start", [S.AGREED, S.IN_PLAN], S.STARTED, [C, SYSTEM], _("Börja")),
    # A mark of attendance that was a mistake is taken back, and with it the start.
    Transition("unstart", [S.STARTED], S.IN_PLAN, [C], _("Ångra start")),
    Transition("unstart_unplanned", [S.STARTED], S.AGREED, [C], _("Ångra start")),
    Transition("complete", [S.STARTED], S.COMPLETED, [C, SYSTEM], _("Fullfölj")),
    Transition("drop_out", [S.STARTED], S.DROPPED_OUT, [C, H], _("Hoppa av")),
    # The activity was called off under somebody who had begun: no fault of theirs, and no dropout of the figures.
    Transition("interrupt", [S.STARTED], S.INTERRUPTED, [C, SYSTEM], _("Avbryt, aktiviteten ställs in")),
    Transition("cancel", [S.AGREED, S.IN_PLAN], S.CANCELLED, [C, H, SYSTEM], _("Ställ in")),
    labels=dict(PlacementState.choices),
)
