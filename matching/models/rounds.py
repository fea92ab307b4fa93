"""Matching rounds: who gets what, worked out for many people at once and decided by a person (R60, R115)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models import Activity
from matching.models.offers import Offer
from matching.states import RoundState
from nodes.models import Programme, ProgrammeTerms, User
from nodes.tenancy import PersonalModel, TenantForeignKey, TenantManager, TenantModel, TenantQuerySet
from participants.models import InformationMeeting, InterestForm


class ProgrammeRound(models.Model):
    """One round for every node of a programme, a task each. It holds no person: the proposals are the nodes' own."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rounds")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    figures = models.JSONField(default=dict)  # sums of the nodes'

    class Meta:
        indexes = [models.Index(fields=["programme", "-asked_at"], name="programme_round_by_time")]


class RoundQuerySet(TenantQuerySet):
    """Queries about rounds."""

    def of_people(self):
        """The rounds that people asked for, the forecasts left out."""
        return self.filter(purpose=MatchingRound.Purpose.OFFERS)


class MatchingRound(TenantModel):
    """A matching of people who wait with places that are free, on a day and under the terms of that day.

    It stays with its settings, figures and proposals when it has been confirmed or laid aside. A forecast is a round
    that is made every hour and leads to no offers: it says who would be left without, and what a place is worth.
    """

    class Purpose(models.TextChoices):
        OFFERS = "offers", _("Erbjudanden")
        FORECAST = "forecast", _("Prognos")

    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.OFFERS)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.QUEUED)
    # whom it is about: the people of a meeting, a selection, or everybody who waits
    meeting = TenantForeignKey(InformationMeeting, null=True, blank=True, related_name="rounds")
    chosen_forms = ArrayField(models.BigIntegerField(), null=True, blank=True)
    again_of = TenantForeignKey("self", null=True, blank=True, related_name="reruns")  # whose proposals it keeps
    programme_round = models.ForeignKey(ProgrammeRound, models.PROTECT, related_name="rounds", null=True, blank=True)
    # under which settings, and by what
    reckoned_on = models.DateField()
    order = models.CharField(max_length=20, choices=ProgrammeTerms.MatchingOrder)
    horizon_days = models.PositiveSmallIntegerField()
    engine_version = models.CharField(max_length=20, blank=True)
    figures = models.JSONField(default=dict)  # `matching.services.rounds.running` says which
    # what has happened
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(db_default=0)  # by workers; those that died are counted too
    proposed_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(RoundQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="forecast") | Q(asked_by__isnull=False), name="round_was_asked_for_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed"], proposed_at__isnull=False)
                | Q(state__in=["queued", "failed"], proposed_at__isnull=True)
                | Q(state="discarded"),
                name="proposed_round_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failed_at__isnull=False) | ~Q(state="failed"),
                name="failed_round_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
                name="confirmed_round_has_its_time_and_author",
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", discarded_at__isnull=False)
                | (~Q(state="discarded") & Q(discarded_at__isnull=True, discarded_by__isnull=True)),
                name="discarded_round_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="forecast", state="confirmed"), name="forecast_leads_to_no_offers"
            ),
        ]
        indexes = [
            models.Index(fields=["node", "purpose", "-asked_at"], name="round_by_time"),
            models.Index(fields=["state", "asked_at"], name="round_to_solve", condition=Q(state="queued")),
        ]


class Proposal(PersonalModel):
    """What a round proposes for one person: an activity, or none and why."""

    class Source(models.TextChoices):
        ENGINE = "engine", _("Förslaget")
        HAND = "hand", _("Ändrat för hand")

    participant = TenantForeignKey("participants.Participant", db_index=False, related_name="proposals")
    # The indexes below begin with round and form, and serve for these as well; an activity is looked for in a round.
    round = TenantForeignKey(MatchingRound, models.CASCADE, related_name="proposals", db_index=False)
    form = TenantForeignKey(InterestForm, related_name="proposals", db_index=False)
    activity = TenantForeignKey(Activity, null=True, blank=True, related_name="proposals", db_index=False)
    source = models.CharField(max_length=6, choices=Source, default=Source.ENGINE)
    set_aside = models.BooleanField(default=False)  # a rule stood in the way, and a person chose it all the same
    aside_reason = models.CharField(_("Varför ändå"), max_length=200, blank=True)
    locked = models.BooleanField(default=False)  # stays where it is when the round is made again
    excluded = models.BooleanField(default=False)  # gets nothing in this round, by a person's word
    # Whose word was the last one; a round writes too many rows to keep a history of each. Nobody looks for a user's.
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    waiting_class = models.PositiveSmallIntegerField()
    # the parts of the score of the pair, as the engine saw them; 0 is the first choice
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    travel = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of the way there; none where it is not known
    # The rule that alone stands in the way, by its code; of a forecast's: what is missing (`problems.missing`).
    why_not = models.CharField(max_length=20, blank=True)
    offer = TenantForeignKey(Offer, null=True, blank=True, related_name="proposals", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "round", "form"], name="one_proposal_for_a_form"),
            models.CheckConstraint(
                condition=Q(activity__isnull=False, rank__isnull=False, travel__isnull=False, excluded=False)
                | Q(activity__isnull=True, rank__isnull=True, travel__isnull=True, locked=False),
                name="proposal_has_its_score",
            ),
            models.CheckConstraint(
                condition=Q(why_not="") | Q(activity__isnull=True, excluded=False), name="placed_needs_no_why_not"
            ),
            models.CheckConstraint(
                condition=Q(set_aside=False, aside_reason="") | Q(activity__isnull=False, source="hand"),
                name="set_aside_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(offer__isnull=True) | Q(activity__isnull=False), name="offered_what_was_proposed"
            ),
        ]
        indexes = [
            models.Index(fields=["node", "round", "activity"], name="proposal_by_activity"),
            models.Index(fields=["node", "form"], name="proposal_of"),
            models.Index(fields=["offer"], name="proposal_offered", condition=Q(offer__isnull=False)),
        ]


class RoundActivity(TenantModel):
    """An activity as a round saw it: its places then, and what one more would have been worth."""

    round = TenantForeignKey(MatchingRound, models.CASCADE, related_name="activities", db_index=False)
    activity = TenantForeignKey(Activity, related_name="+")
    seats = models.PositiveSmallIntegerField()
    price = models.BigIntegerField()  # in the engine's money: `figures["money"]` of the round says what that is

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "round", "activity"], name="activity_once_in_a_round"),
        ]
