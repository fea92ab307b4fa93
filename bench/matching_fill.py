"""Fills a programme's nodes with people who wait and activities to offer, in the database itself, for the rounds.

Assumed, since no open data says: three wishes among all leaves, some far more wished for than others; SFI on three
mornings or afternoons for most; one or two interest areas for an activity; seats in all about as many as people; three
neighbouring municipalities for a node; one activity in five for one sex, one in six with a lowest age, one in twenty
with a language. The same rows every time: what varies is a hash of the row's number.
"""

from datetime import timedelta

import pgtrigger
from django.db import connection, transaction

from associations.models import Activity, ActivityInterest, Association
from bench.inserting import insert, one_of, some
from bench.pages_owner import empty, tidy, without_foreign_keys
from matching.models import Offer
from nodes.models import InterestArea, Membership, Node, Programme, ServiceUnit, User
from nodes.roles import Role
from nodes.services.programmes import NEEDED_KINDS, create_programme, load_kinds, organisation
from nodes.services.reference import load_reference_data
from nodes.tenancy import acting_in, node_scope
from participants.models import InterestChoice, InterestForm, Participant, SecrecyWaiver, TakenTime
from vida import clock

COUNTY = ["0180", "0184", "0183", "0186", "0163", "0160", "0162", "0117", "0187", "0188", "0139", "0114", "0123",
          "0125", "0126", "0127", "0128", "0136", "0138", "0181", "0182", "0191", "0192", "0115", "0120"]  # fmt: skip


def programme(nodes: int, people: int, activities: int) -> Programme:
    """A programme of so many nodes with so many people and activities each; filled today, by this run or another."""
    name = f"bench {clock.today()} {nodes} × {people} × {activities}"
    if not Programme.objects.filter(name=name).exists():
        if Programme.objects.exclude(name__startswith=f"bench {clock.today()}").exists():
            empty()
        print(f"Filling {nodes} node(s) with {people:,} people and {activities:,} activities each.", flush=True)
        with without_foreign_keys(), transaction.atomic():
            made = found(name)
            for number in range(nodes):
                fill_node(made, number, people, activities)
        tidy()
    return Programme.objects.get(name=name)


def found(name: str) -> Programme:
    """A programme without nodes."""
    load_reference_data()
    load_kinds()
    partners = [organisation(name=words, kind=kind) for kind, words in NEEDED_KINDS.items()]
    today = clock.today()
    period = {"starts_on": today - timedelta(days=900), "ends_on": today + timedelta(days=600)}
    return create_programme(
        name=name, owner=partners[2], partners=partners, funder="AMIF", method="NAD", eu_funded=True, **period
    )


def fill_node(made: Programme, number: int, people: int, activities: int) -> None:
    """Add a node to the programme and fill it."""
    _Node(made, number, people, activities).fill()


class _Node:
    """Fills one node, table by table."""

    def __init__(self, made: Programme, number: int, people: int, activities: int):
        slug = f"m{made.pk}-{number}"
        self.node = Node.objects.create(programme=made, slug=slug, name=slug)
        self.unit = ServiceUnit.objects.create(
            node=self.node,
            authority=ServiceUnit.Authority.EMPLOYMENT_SERVICE,
            name="Enheten",
            contact_name="Kontakt",
            contact_email="kontakt@example.se",
        )
        user = User.objects.create(email=f"{slug}@example.se", name=slug)
        Membership.objects.create(user=user, role=Role.COORDINATOR, programme=made, node=self.node)
        self.user, self.people, self.activities = str(user.pk), people, activities
        self.codes = [COUNTY[(number * 3 + step) % len(COUNTY)] for step in range(3)]
        self.leaves = list(
            InterestArea.objects.filter(parent__isnull=False).order_by("id").values_list("id", flat=True)
        )
        self.own = {"node_id": str(self.node.pk)}
        self.today = f"date '{clock.today()}'"

    def fill(self) -> None:
        """Fill the node without a history; a later table leans on the earlier ones."""
        with acting_in(node_scope(self.node.pk)), pgtrigger.ignore(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
            self._people()
            self._beside_them()
            self._supply()
            self._past()

    def _people(self) -> None:
        insert(
            Participant,
            f"generate_series(1, {self.people}) AS i",
            **self.own,
            service_unit_id=str(self.unit.pk),
            given_name="'Namn'",
            sort_key="'namn ' || i",
            date_of_birth=f"{self.today} - 7300 - {some(4, 16000, 'i')}",
            sex=one_of(["woman", "man"], some(5, 2, "i")),
            municipality_id=one_of(self.codes, some(6, 3, "i")),
            postcode=one_of(["16374", "11120", "12730", "16956"], some(7, 4, "i")),
            children_to_bring=f"CASE WHEN {some(8, 100, 'i')} < 15 THEN 1 ELSE 0 END",
            max_travel_minutes=one_of(["30", "45", "60", "90"], some(9, 4, "i")) + "::int",
            languages=f"CASE WHEN {some(10, 2, 'i')} = 0 THEN '{{ar,sv}}' ELSE '{{ar}}' END::varchar[]",
            citizenships="'{SY}'",
            permit_class="'refugee'",
            permit_until=f"{self.today} + 30 + {some(11, 700, 'i')}",
            registered_at="now()",
            registered_by_id=self.user,
        )
        asked = f"{self.today} - {some(12, 40)}"
        insert(InterestForm, f"participants_participant p WHERE p.node_id = {self.node.pk}",
               **self._of("p.id", "p"), asked_on=asked, due_on=f"{asked} + 14", registered_at="now()",
               registered_by_id=self.user)  # fmt: skip
        wishes = f"participants_interestform f, generate_series(1, 3) AS k WHERE f.node_id = {self.node.pk}"
        insert(InterestChoice, wishes, **self._of("f.participant_id", "f"), form_id="f.id", rank="k",
               area_id=self._leaf("f.id", "k * 11"))  # fmt: skip

    def _of(self, participant: str, alias: str) -> dict[str, str]:
        return {**self.own, "participant_id": participant, "service_unit_id": f"{alias}.service_unit_id"}

    def _leaf(self, of: str, step: str = "0") -> str:
        """A leaf; the first ones are drawn far more often."""
        number = len(self.leaves)
        drawn = f"{some(20, number, of)} * {some(21, number, of)} / {number}"
        return f"(ARRAY{self.leaves})[1 + ({drawn} + {step}) % {number}]"

    def _beside_them(self) -> None:
        persons = f"participants_participant p WHERE p.node_id = {self.node.pk}"
        insert(SecrecyWaiver, f"{persons} AND {some(30, 100)} < 97", **self._of("p.id", "p"), to_whom="'Föreningen'",
               what="'Namn'", purpose="'Delta'", how="'oral'", valid_from=self.today,
               recorded_by_id=self.user)  # fmt: skip
        days = persons.replace("p WHERE", "p, generate_series(0, 2) AS day WHERE")
        begins = f"time '08:30' + interval '4 hours' * {some(32, 2)}"
        insert(TakenTime, f"{days} AND {some(31, 100)} < 75", **self._of("p.id", "p"), kind="'sfi'",
               weekday=f"({some(33, 5)} + day) % 5", starts_at=begins,
               ends_at=f"{begins} + interval '4 hours'")  # fmt: skip

    def _supply(self) -> None:
        insert(Association, f"generate_series(1, {self.activities // 2 + 1}) AS i", **self.own, name="'Förening ' || i",
               sort_key="'forening ' || i", municipality_id=one_of(self.codes, some(3, 3, "i")),
               email="'f@example.se'")  # fmt: skip
        first = f"{self.today} + 1 + {some(40, 100, 'i')}"
        seats = max(1, self.people // self.activities)
        insert(
            Activity,
            f"""(SELECT i, {first} AS first, (SELECT min(id) FROM associations_association
                 WHERE node_id = {self.node.pk}) AS least FROM generate_series(0, {self.activities - 1}) AS i) AS s""",
            **self.own,
            association_id=f"least + i % {self.activities // 2 + 1}",
            state="'approved'",
            title="'Aktivitet ' || i",
            description="'Vi träffas och gör något tillsammans.'",
            weekday="extract(isodow FROM first)::int - 1",
            starts_at=f"time '09:00' + interval '30 minutes' * {some(41, 22, 'i')}",
            minutes=f"60 + 15 * {some(42, 5, 'i')}",
            first_on="first",
            last_on="first + 49",
            occasions_planned="8",
            place="'Lokalen'",
            municipality_id=one_of(self.codes, some(43, 3, "i")),
            postcode=one_of(["16374", "11120", "12730", "16956"], some(44, 4, "i")),
            seats=f"{seats // 3 + 1} + {some(45, seats * 4 // 3 + 1, 'i')}",
            for_whom=one_of(["all"] * 8 + ["women", "men"], some(46, 10, "i")),
            min_age=f"CASE WHEN {some(47, 6, 'i')} = 0 THEN 25 END",
            children_welcome=f"{some(48, 10, 'i')} < 6",
            languages=f"CASE WHEN {some(49, 20, 'i')} = 0 THEN '{{sv,en}}' ELSE '{{}}' END::varchar[]",
            contact_name="'Kontakt'",
            contact_phone="'+46701740606'",
            submitted_at="now()",
            decided_at="now()",
            decided_by_id=self.user,
        )
        activities = f"associations_activity a WHERE a.node_id = {self.node.pk}"
        insert(ActivityInterest, activities, **self.own, activity_id="a.id", area_id=self._leaf("a.id"))
        insert(ActivityInterest, f"{activities} AND {some(50, 10, 'a.id')} < 3", **self.own, activity_id="a.id",
               area_id=self._leaf("a.id", "37"))  # fmt: skip

    def _past(self) -> None:
        """One in ten has said no to an activity."""
        offered = f"(SELECT min(id) FROM associations_activity WHERE node_id = {self.node.pk})"
        insert(Offer, f"participants_interestform f WHERE f.node_id = {self.node.pk} AND {some(60, 10, 'f.id')} = 0",
               **self._of("f.participant_id", "f"), form_id="f.id", round="1",
               activity_id=f"{offered} + {some(61, self.activities, 'f.id')}", state="'declined'", channel="'phone'",
               asked_on="f.asked_on", given_on="f.asked_on", given_at="now()", given_by_id=self.user,
               reply_by="f.asked_on + 7", answered_at="now()", answered_by_id=self.user,
               wants_new_offer="true")  # fmt: skip
