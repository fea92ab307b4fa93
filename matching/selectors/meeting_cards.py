"""The cards of a matching meeting: one for each person, with what there is to answer or to offer (R60, R112, R118)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid4

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from associations.models import Activity
from matching.models import Offer
from matching.rules import Obstacle
from matching.scoring import LastPrices
from matching.selectors.first_occasion import first_occasions
from matching.selectors.four_facts import when_words
from matching.selectors.meeting import shown_names
from matching.selectors.suggestions import Prospect, prospects_for
from matching.states import OfferState
from nodes.models import ProgrammeTerms
from participants.models import InformationMeeting, InterestForm, MeetingGuest
from participants.states import OPEN_FORM, FormState
from vida import clock

AT_HAND = 5  # suggestions ready for each: three noes in a row and more, while the network is away


class Standing(TextChoices):
    """Where somebody stands at the meeting."""

    GIVEN = "given", _("Har ett erbjudande att svara på")
    WAITING = "waiting", _("Väntar på erbjudande")
    ACCEPTED = "accepted", _("Har sagt ja")
    NOTHING_FITS = "nothing_fits", _("Inget förslag")
    CLOSED = "closed", _("Vill inte ha fler erbjudanden")
    NO_FORM = "no_form", _("Ingen intresseanmälan")


UNDECIDED = (Standing.GIVEN, Standing.WAITING)


class Stage(StrEnum):
    """How far one activity has come with one person; the script on the page uses the same words."""

    SUGGESTED = "suggested"
    OFFERED = "offered"
    ACCEPTED = "accepted"


STANDING = {Stage.SUGGESTED: Standing.WAITING, Stage.OFFERED: Standing.GIVEN, Stage.ACCEPTED: Standing.ACCEPTED}


@dataclass(frozen=True)
class Proposal:
    """An activity on somebody's card. `reasons` say why it is suggested; `key` makes a tap on it count once."""

    activity: Activity
    stage: Stage
    when: str
    reasons: tuple[str, ...] = ()
    key: UUID = field(default_factory=uuid4)

    @property
    def full(self) -> bool:
        """Whether a yes can no longer be given a place."""
        return self.stage == Stage.OFFERED and self.activity.seats_free <= 0

    @property
    def last(self) -> bool:
        """Whether nobody else can be offered a place now."""
        return self.activity.seats_free <= self.activity.seats_held


@dataclass(frozen=True)
class Card:
    """One person of the meeting. The first proposal is what the screen shows; the others wait behind it."""

    guest: MeetingGuest
    shown_name: str
    form: InterestForm | None
    standing: Standing
    proposals: tuple[Proposal, ...]
    about_person: tuple[Obstacle, ...]
    number: int
    count: int
    previous: int | None  # guest
    following: int | None  # guest

    @property
    def undecided(self) -> bool:
        """Whether the meeting has something left to do for the person."""
        return self.standing in UNDECIDED

    @property
    def percent(self) -> int:
        """How far into the deck the card lies."""
        return 100 * self.number // self.count


def cards(
    deck: Sequence[MeetingGuest],
    *,
    meeting: InformationMeeting,
    terms: ProgrammeTerms,
    full_names: bool,
    only: Collection[int] | None = None,
    prices: LastPrices | None = None,
) -> list[Card]:
    """The cards of the deck, or of those guests whose ids are in `only`; as many queries for one as for all.

    What is proposed is ranked also by what places were worth where `prices` are given, as in the list of who waits.
    """
    on = clock.today()
    shown = [guest for guest in deck if only is None or guest.pk in only]
    forms = _forms(meeting, shown)
    waiting = [form for form in forms.values() if form.state in OPEN_FORM]
    prospects = prospects_for(waiting, on=on, terms=terms, most=AT_HAND, prices=prices)
    offers = _standing_offers(forms.values())
    proposals = _Proposals(prospects, offers)
    names = shown_names(deck, full=full_names)
    places = {guest.pk: place for place, guest in enumerate(deck)}
    made = []
    for guest in shown:
        place, form = places[guest.pk], forms.get(guest.participant_id)
        ready = proposals.of(form)
        prospect = prospects.get(form.pk) if form else None
        made.append(
            Card(
                guest=guest,
                shown_name=names[guest.pk],
                form=form,
                standing=_standing(form, ready),
                proposals=ready,
                about_person=tuple(prospect.about_person) if prospect else (),
                number=place + 1,
                count=len(deck),
                previous=deck[place - 1].pk if place else None,
                following=deck[place + 1].pk if place + 1 < len(deck) else None,
            )
        )
    return made


def _forms(meeting: InformationMeeting, guests: Iterable[MeetingGuest]) -> dict[int, InterestForm]:
    """By participant: the open form, else the latest one of this meeting or after it."""
    rows = InterestForm.objects.filter(participant_id__in=[guest.participant_id for guest in guests])
    rows = rows.filter(Q(state__in=OPEN_FORM) | Q(asked_on__gte=meeting.held_on)).select_related("participant")
    return {form.participant_id: form for form in sorted(rows, key=lambda form: (form.state in OPEN_FORM, form.pk))}


def _standing_offers(forms: Iterable[InterestForm]) -> dict[int, Offer]:
    """By form: the offer that waits for an answer, or the one that was accepted."""
    rows = Offer.objects.filter(form__in=[form.pk for form in forms])
    rows = rows.filter(
        Q(state=OfferState.GIVEN, form__state=FormState.OFFERED)
        | Q(state=OfferState.ACCEPTED, form__state=FormState.MATCHED)
    )
    return {offer.form_id: offer for offer in rows.order_by("given_at", "id")}


class _Proposals:
    """Puts activities on cards: three queries, however many there are."""

    def __init__(self, prospects: dict[int, Prospect], offers: dict[int, Offer]) -> None:
        self.prospects, self.offers = prospects, offers
        wanted = {offer.activity_id for offer in offers.values()}
        wanted |= {one.activity.pk for prospect in prospects.values() for one in prospect.suggestions}
        rows = Activity.objects.filter(pk__in=wanted).select_related("association", "municipality").order_by("id")
        self.activities = {activity.pk: activity for activity in rows}
        firsts = first_occasions(self.activities.values())
        self.when = {pk: when_words(activity, firsts[pk]) for pk, activity in self.activities.items()}

    def of(self, form: InterestForm | None) -> tuple[Proposal, ...]:
        """The offer first, then the suggestions, the best first."""
        if form is None:
            return ()
        made = []
        if offer := self.offers.get(form.pk):
            stage = Stage.ACCEPTED if offer.state == OfferState.ACCEPTED else Stage.OFFERED
            made.append(self._made(offer.activity_id, stage))
        suggestions = self.prospects[form.pk].suggestions if form.pk in self.prospects else ()
        for one in suggestions:
            made.append(self._made(one.activity.pk, Stage.SUGGESTED, one.reasons))
        return tuple(made)

    def _made(self, activity: int, stage: Stage, reasons: tuple[str, ...] = ()) -> Proposal:
        return Proposal(self.activities[activity], stage, self.when[activity], reasons)


def _standing(form: InterestForm | None, proposals: Sequence[Proposal]) -> Standing:
    if form is None:
        return Standing.NO_FORM
    if form.state == FormState.CLOSED:
        return Standing.CLOSED
    if not proposals:
        return Standing.NOTHING_FITS
    return STANDING[proposals[0].stage]
