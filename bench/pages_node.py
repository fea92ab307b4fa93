"""The rows of one node for the measurement of pages, table by table."""

from django.db import connection

from associations.models import Activity, ActivityInterest, Association, ContactPerson, Occasion
from bench.inserting import insert, one_of, some
from demo.source import read_csv
from matching.models import Offer
from nodes.models import InterestArea, Node, ReadLog, ServiceUnit
from nodes.roles import Role
from participants.models import EligibilityCheck, InterestChoice, InterestForm, Participant, SecrecyWaiver, TakenTime
from placements.models import Attendance, Placement
from vida import clock
from vida.text import fold, sort_key

ACTIVITIES_FOR_A_PERSON = 0.08  # ten people in each, and some without


class NodeRows:
    """Fills one node, table by table."""

    def __init__(self, node: Node, people: int, codes: tuple[str, ...]):
        self.node, self.people, self.codes = node, people, codes
        self.today = f"date '{clock.today()}'"
        self.units = list(ServiceUnit.objects.filter(node=node).order_by("id").values_list("id", flat=True))
        self.user = str(node.memberships.get(role=Role.COORDINATOR).user_id)
        self.own = {"node_id": str(node.pk)}
        self.persons = f"participants_participant p WHERE p.node_id = {node.pk}"
        leaves = InterestArea.objects.filter(parent__isnull=False).order_by("id")
        self.leaves = [str(pk) for pk in leaves.values_list("id", flat=True)]

    def fill(self) -> None:
        """Fill everything; a later table leans on the earlier ones."""
        self._participants()
        self._beside_them()
        self._supply()
        self._forms()
        self._placements()
        self._offers()
        self._attendance()

    def _of_person(self, alias: str = "p") -> dict[str, str]:
        return {
            **self.own,
            "service_unit_id": f"{alias}.service_unit_id",
            "participant_id": f"{alias}.id" if alias == "p" else f"{alias}.participant_id",
        }

    def _participants(self) -> None:
        names = {part: sorted({row["latin"] for row in read_csv("names.csv") if row["part"] in kinds})
                 for part, kinds in (("given", {"woman", "man"}), ("family", {"family"}))}  # fmt: skip
        given, family = some(1, len(names["given"]), "i"), some(2, len(names["family"]), "i")
        keys = {part: [sort_key(name) for name in names[part]] for part in names}
        folded = {part: [fold(name) for name in names[part]] for part in names}
        insert(
            Participant,
            f"generate_series(1, {self.people}) AS i",
            **self.own,
            service_unit_id=f"(ARRAY{self.units})[1 + {some(3, len(self.units), 'i')}]",
            case_officer_id=self.user,
            given_name=one_of(names["given"], given),
            family_name=one_of(names["family"], family),
            sort_key=f"{one_of(keys['family'], family)} || ' ' || {one_of(keys['given'], given)}",
            search_key=f"{one_of(folded['given'], given)} || ' ' || {one_of(folded['family'], family)}",
            date_of_birth=f"{self.today} - 8000 - {some(4, 14000, 'i')}",
            sex=one_of(["woman", "man"], some(5, 2, "i")),
            municipality_id=one_of(list(self.codes), some(6, 3, "i")),
            protection=f"CASE WHEN {some(7, 100, 'i')} = 0 THEN 'marking' ELSE '' END",
            protection_since=f"CASE WHEN {some(7, 100, 'i')} = 0 THEN {self.today} END",
            citizenships="'{SY}'",
            languages="'{ar}'",
            permit_class="'refugee'",
            permit_permanent="true",
            phone="'+46701740605'",
            email="'deltagare@example.se'",
            registered_at=f"now() - interval '1 day' * (21 + {some(8, 700, 'i')})",
            registered_by_id=self.user,
            withdrawn_at=f"CASE WHEN {some(9, 20, 'i')} = 0 THEN now() END",
            withdrawn_by_id=f"CASE WHEN {some(9, 20, 'i')} = 0 THEN {self.user} END::bigint",
        )

    def _beside_them(self) -> None:
        of_person = self._of_person()
        insert(EligibilityCheck, self.persons, **of_person, checked_on="p.registered_at::date", answer="'yes'",
               checked_by_id=self.user, method="'attested'")  # fmt: skip
        insert(TakenTime, self.persons.replace("p WHERE", "p, generate_series(0, 2) AS day WHERE"), **of_person,
               kind="'sfi'", weekday="day", starts_at="time '08:30'", ends_at="time '12:00'")  # fmt: skip
        insert(SecrecyWaiver, self.persons, **of_person, to_whom="'Föreningen'", what="'Namn'", purpose="'Mottagande'",
               how="'oral'", valid_from="p.registered_at::date", recorded_by_id=self.user)  # fmt: skip
        insert(ReadLog, self.persons.replace("p WHERE", "p, generate_series(1, 3) AS k WHERE"), **self.own,
               user_id=self.user, participant_id="p.id", where="'matching:participant'", why="'page'",
               at="now() - interval '1 day' * k")  # fmt: skip

    def _supply(self) -> None:
        """Three in four activities are over, the others run, begin soon, or wait for a decision."""
        number = int(self.people * ACTIVITIES_FOR_A_PERSON)
        share = f"i * 100 / {number}"
        first = f"""CASE WHEN {share} < 75 THEN {self.today} - 70 - {some(1, 640, "i")}
            WHEN {share} < 90 THEN {self.today} - 21 ELSE {self.today} + 1 + {some(2, 60, "i")} END"""
        insert(Association, f"generate_series(1, {number // 2}) AS i", **self.own, name="'Förening ' || i",
               sort_key="'forening ' || lpad(i::text, 6, '0')", search_key="'forening ' || i",
               municipality_id=one_of(list(self.codes), some(3, 3, "i")), email="'f@example.se'")  # fmt: skip
        insert(ContactPerson, f"associations_association a WHERE a.node_id = {self.node.pk}", **self.own,
               association_id="a.id", name="'Kontakt'", phone="'+46701740606'")  # fmt: skip
        insert(
            Activity,
            f"""(SELECT i, {first} AS first, (SELECT min(id) FROM associations_association
                 WHERE node_id = {self.node.pk}) AS least FROM generate_series(0, {number - 1}) AS i) AS s""",
            **self.own,
            association_id=f"least + i % {number // 2}",
            state=f"""CASE WHEN {share} < 75 THEN 'ended' WHEN {share} < 90 THEN 'running'
                WHEN {share} < 98 THEN 'approved' ELSE 'submitted' END""",
            title="'Aktivitet ' || i",
            sort_key="'aktivitet ' || lpad(i::text, 6, '0')",
            search_key="'aktivitet ' || i",
            description="'Vi träffas och gör något tillsammans.'",
            weekday="extract(isodow FROM first)::int - 1",
            starts_at="time '18:00'",
            minutes="90",
            first_on="first",
            last_on="first + 49",
            occasions_planned="8",
            place="'Lokalen'",
            municipality_id=one_of(list(self.codes), some(4, 3, "i")),
            seats="14",
            contact_name="'Kontakt'",
            contact_phone="'+46701740606'",
            promotes_network="true",
            submitted_at="now() - interval '40 days'",
            decided_at="now() - interval '30 days'",
            decided_by_id=self.user,
        )  # fmt: skip
        activities = f"associations_activity a WHERE a.node_id = {self.node.pk}"
        insert(ActivityInterest, activities, **self.own, activity_id="a.id", area_id=self._area("a.id"))
        insert(Occasion, activities.replace("a WHERE", "a, generate_series(1, 8) AS k WHERE"), **self.own,
               activity_id="a.id", number="k",
               starts_at="(a.first_on + 7 * (k - 1) + time '18:00') AT TIME ZONE 'Europe/Stockholm'",
               ends_at="(a.first_on + 7 * (k - 1) + time '19:30') AT TIME ZONE 'Europe/Stockholm'")  # fmt: skip

    def _area(self, of: str, step: str = "0") -> str:
        return f"(ARRAY[{', '.join(self.leaves)}])[1 + ({some(5, len(self.leaves), of)} + {step}) % {len(self.leaves)}]"

    def _forms(self) -> None:
        """Six in a hundred wait, three have an offer, most are matched."""
        share = some(10, 100)
        state = f"""CASE WHEN {share} < 6 THEN 'waiting' WHEN {share} < 9 THEN 'offered'
            WHEN {share} < 88 THEN 'matched' ELSE 'closed' END"""
        late = f"CASE WHEN {some(12, 8)} = 0 THEN 5 ELSE 0 END"
        asked = f"""{self.today} - CASE WHEN {share} < 6 THEN {some(11, 15)} + {late}
            WHEN {share} < 9 THEN 12 ELSE 60 + {some(13, 650)} END"""
        source = f"(SELECT p.*, {state} AS state, {asked} AS asked FROM {self.persons}) AS p"
        insert(
            InterestForm,
            source,
            **self._of_person(),
            state="p.state",
            asked_on="p.asked",
            due_on="p.asked + 14",
            registered_at="p.asked + time '10:00'",
            registered_by_id=self.user,
            matched_at="CASE WHEN p.state = 'matched' THEN p.asked + interval '9 days' END",
            closed_at="CASE WHEN p.state = 'closed' THEN p.asked + interval '9 days' END",
            closed_by_id=f"CASE WHEN p.state = 'closed' THEN {self.user} END::bigint",
            approaching_flagged_at=f"CASE WHEN p.state = 'waiting' AND p.asked <= {self.today} - 10 THEN now() END",
            late_flagged_at=f"CASE WHEN p.state = 'waiting' AND p.asked + 14 < {self.today} THEN now() END",
        )
        wishes = f"participants_interestform f, generate_series(1, 3) AS k WHERE f.node_id = {self.node.pk}"
        insert(InterestChoice, wishes,
               **self._of_person("f"), form_id="f.id", rank="k", area_id=self._area("f.id", "k * 7"))  # fmt: skip

    def _placements(self) -> None:
        """Every matched person has a place: most have completed it."""
        share = some(14, 100, "f.participant_id")
        state = f"""CASE WHEN {share} < 76 THEN 'completed' WHEN {share} < 80 THEN 'dropped_out'
            WHEN {share} < 82 THEN 'cancelled' WHEN {share} < 93 THEN 'started'
            WHEN {share} < 97 THEN 'in_plan' ELSE 'agreed' END"""
        wanted = """CASE WHEN outcome = 'started' THEN 'running' WHEN outcome IN ('in_plan', 'agreed') THEN 'approved'
            ELSE 'ended' END"""
        source = f"""(
            WITH f AS (SELECT f.*, {state} AS outcome FROM participants_interestform f
                       WHERE f.node_id = {self.node.pk} AND f.state = 'matched'),
            g AS (SELECT f.*, {wanted} AS wanted FROM f),
            h AS (SELECT g.*, row_number() OVER (PARTITION BY wanted ORDER BY id) AS turn FROM g),
            a AS (SELECT id, state, first_on, row_number() OVER (PARTITION BY state ORDER BY id) AS turn
                  FROM associations_activity WHERE node_id = {self.node.pk}),
            n AS (SELECT state, count(*) AS number FROM a GROUP BY state)
            SELECT h.*, a.id AS activity, least(a.first_on, {self.today}) AS first FROM h
            JOIN n ON n.state = h.wanted
            JOIN a ON a.state = h.wanted AND a.turn = 1 + h.turn % n.number
        ) AS p"""
        ended = "p.outcome IN ('completed', 'dropped_out', 'cancelled')"
        began = "p.outcome IN ('completed', 'dropped_out', 'started')"
        planned = "p.outcome <> 'agreed'"
        insert(
            Placement,
            source,
            **{**self._of_person(), "participant_id": "p.participant_id"},
            activity_id="p.activity",
            state="p.outcome",
            agreed_on="p.first - 12",
            agreed_by_id=self.user,
            plan_kind="'establishment'",
            plan_entered_on=f"CASE WHEN {planned} THEN p.first - 8 END",
            plan_entered_by_id=f"CASE WHEN {planned} THEN {self.user} END::bigint",
            started_on=f"CASE WHEN {began} THEN p.first END",
            ended_on=f"CASE WHEN {ended} THEN p.first + 50 END",
        )
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE associations_activity a SET seats_taken = taken FROM (
                     SELECT activity_id, count(*) AS taken FROM placements_placement
                     WHERE node_id = %s AND state NOT IN ('cancelled', 'dropped_out') GROUP BY activity_id) p
                   WHERE a.id = p.activity_id AND a.node_id = %s""",
                [self.node.pk, self.node.pk],
            )

    def _offers(self) -> None:
        """The yes behind each place, an earlier no for some, and those that wait for an answer."""
        forms = f"""participants_interestform f
            JOIN placements_placement q ON q.participant_id = f.participant_id AND q.node_id = f.node_id
            WHERE f.node_id = {self.node.pk}"""
        usual = {**self._of_person("f"), "form_id": "f.id", "round": "f.round", "given_by_id": self.user}
        usual |= {"channel": "'phone'", "rank": "1"}
        insert(Offer, forms, **usual, activity_id="q.activity_id", state="'accepted'",
               asked_on="f.asked_on", given_on="f.asked_on + 7", given_at="f.asked_on + 7 + time '10:00'",
               reply_by="f.asked_on + 14", answered_at="f.asked_on + 9 + time '10:00'", answered_by_id=self.user,
               placement_id="q.id")  # fmt: skip
        insert(Offer, f"{forms} AND {some(15, 100, 'f.id')} < 15", **usual, activity_id="q.activity_id",
               state="'declined'", asked_on="f.asked_on", given_on="f.asked_on + 2",
               given_at="f.asked_on + 2 + time '10:00'", reply_by="f.asked_on + 9",
               answered_at="f.asked_on + 4 + time '10:00'", answered_by_id=self.user,
               wants_new_offer="true")  # fmt: skip
        days = some(16, 10, "f.id")
        running = f"""(SELECT id FROM associations_activity WHERE node_id = {self.node.pk}
                       ORDER BY state <> 'approved', id LIMIT 1)"""
        insert(Offer, f"participants_interestform f WHERE f.node_id = {self.node.pk} AND f.state = 'offered'",
               **usual, activity_id=running, state="'given'", asked_on="f.asked_on",
               given_on=f"f.asked_on + 1 + {days}", given_at="now() - interval '3 days'",
               reply_by=f"f.asked_on + 8 + {days}",
               reply_flagged_at=f"CASE WHEN f.asked_on + 8 + {days} < {self.today} THEN now() END")  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE associations_activity a SET seats_offered = least(open, 32767) FROM (
                     SELECT activity_id, count(*) AS open FROM matching_offer
                     WHERE node_id = %s AND state = 'given' GROUP BY activity_id) o
                   WHERE a.id = o.activity_id AND a.node_id = %s""",
                [self.node.pk, self.node.pk],
            )

    def _attendance(self) -> None:
        source = f"""placements_placement q
            JOIN associations_occasion o ON o.activity_id = q.activity_id AND o.node_id = q.node_id
            WHERE q.node_id = {self.node.pk} AND q.state IN ('started', 'completed', 'dropped_out')
              AND o.number <= 5 AND o.ends_at < now()"""
        insert(Attendance, source, **self._of_person("q"), placement_id="q.id", occasion_id="o.id",
               mark=f"CASE WHEN o.number > 1 AND {some(17, 10, 'q.id + o.id')} = 0 THEN 'absent' ELSE 'present' END",
               marked_at="o.ends_at", marked_by_id=self.user)  # fmt: skip
        Occasion.objects.filter(attendance__isnull=False).update(marked=True)
