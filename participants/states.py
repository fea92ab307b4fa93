"""The states of an interest form. They follow the offers: nobody sets them by hand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nodes.roles import Role
from vida.states import START, SYSTEM, StateTable, Transition


class FormState(TextChoices):
    """Where an interest form stands."""

    WAITING = "waiting", _("Väntar på erbjudande")
    OFFERED = "offered", _("Har ett erbjudande")
    MATCHED = "matched", _("Matchad")
    CLOSED = "closed", _("Avslutad")


OPEN_FORM = (FormState.WAITING, FormState.OFFERED)  # those that still wait for an activity; one each at most
BOTH = [Role.COORDINATOR, Role.CASE_OFFICER]
S = FormState

FORM = StateTable(
    "InterestForm",
    Transition("register", [START], S.WAITING, BOTH, _("Registrera intresseanmälan")),
    Transition("offer", [S.WAITING], S.OFFERED, BOTH, _("Ge ett erbjudande")),
    # A yes; an answer can be changed back by the same people while the first occasion is still ahead.
    Transition("match", [S.OFFERED], S.MATCHED, BOTH, _("Matcha")),
    Transition("reopen", [S.MATCHED, S.WAITING, S.CLOSED], S.OFFERED, [*BOTH, SYSTEM], _("Ångra svaret")),
    # A no, an offer that ran out or was taken back: the person waits again (R120).
    Transition("wait_again", [S.OFFERED], S.WAITING, [*BOTH, SYSTEM], _("Vänta på nytt erbjudande")),
    Transition("close", [S.WAITING, S.OFFERED], S.CLOSED, BOTH, _("Avsluta")),
    labels=dict(FormState.choices),
)
