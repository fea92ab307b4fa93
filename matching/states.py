"""The states of an offer, of a matching round and of an outreach task."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from nodes.roles import Role
from vida.states import START, SYSTEM, StateTable, Transition


class OfferState(TextChoices):
    """Where an offer stands."""

    GIVEN = "given", _("Väntar på svar")
    ACCEPTED = "accepted", _("Tackat ja")
    DECLINED = "declined", _("Tackat nej")
    EXPIRED = "expired", _("Svarstiden har gått ut")
    WITHDRAWN = "withdrawn", _("Återtaget")


BOTH = [Role.COORDINATOR, Role.CASE_OFFICER]
S = OfferState

OFFER = StateTable(
    "Offer",
    Transition("give", [START], S.GIVEN, BOTH, _("Ge erbjudandet")),
    Transition("accept", [S.GIVEN], S.ACCEPTED, BOTH, _("Tackar ja")),
    Transition("decline", [S.GIVEN], S.DECLINED, BOTH, _("Tackar nej")),
    Transition("extend", [S.GIVEN], S.GIVEN, BOTH, _("Ge mer tid")),
    Transition("expire", [S.GIVEN], S.EXPIRED, [SYSTEM], _("Svarstiden går ut")),
    Transition("withdraw", [S.GIVEN], S.WITHDRAWN, [*BOTH, SYSTEM], _("Ta tillbaka")),
    # A mistaken click, with a reason, before the first occasion.
    Transition("undo", [S.ACCEPTED, S.DECLINED], S.GIVEN, BOTH, _("Ångra svaret")),
    labels=dict(OfferState.choices),
)


class RoundState(TextChoices):
    """Where a matching round stands."""

    QUEUED = "queued", _("Räknas fram")
    PROPOSED = "proposed", _("Förslag att gå igenom")
    CONFIRMED = "confirmed", _("Erbjudanden är gjorda")
    DISCARDED = "discarded", _("Lagd åt sidan")
    FAILED = "failed", _("Kunde inte räknas fram")


R = RoundState

ROUND = StateTable(
    "MatchingRound",
    Transition("ask", [START], R.QUEUED, [Role.COORDINATOR, Role.PROCESS_LEAD, SYSTEM], _("Gör en matchning")),
    Transition("propose", [R.QUEUED], R.PROPOSED, [SYSTEM], _("Förslagen är klara")),
    Transition("fail", [R.QUEUED], R.FAILED, [SYSTEM], _("Gick inte att räkna fram")),
    Transition("confirm", [R.PROPOSED], R.CONFIRMED, [Role.COORDINATOR], _("Gör erbjudandena")),
    Transition(
        "discard",
        [R.QUEUED, R.PROPOSED, R.FAILED],
        R.DISCARDED,
        [Role.COORDINATOR, SYSTEM],
        _("Lägg åt sidan"),
    ),
    labels=dict(RoundState.choices),
)


class OutreachState(TextChoices):
    """Where the search for an activity stands."""

    OPEN = "open", _("Pågår")
    MET = "met", _("Klar: en aktivitet finns")
    DROPPED = "dropped", _("Lagd åt sidan")


T = OutreachState

OUTREACH = StateTable(
    "OutreachTask",
    Transition("open", [START], T.OPEN, [Role.COORDINATOR], _("Sök föreningar")),
    # By the coordinator who approves an activity that meets it.
    Transition("meet", [T.OPEN], T.MET, [Role.COORDINATOR], _("En aktivitet finns")),
    Transition("drop", [T.OPEN], T.DROPPED, [Role.COORDINATOR], _("Lägg åt sidan")),
    Transition("reopen", [T.MET, T.DROPPED], T.OPEN, [Role.COORDINATOR], _("Öppna igen")),
    labels=dict(OutreachState.choices),
)
