"""The budget: lines, what each quarter costs, and what a frozen report keeps (R16)."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pdfminer.high_level import extract_text

from nodes.actors import Actor
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from reporting.documents.report import as_pdf, as_workbook, report_for
from reporting.models import BudgetLine, BudgetOutcome
from reporting.selectors.budget import BudgetRow, budget_in, budget_of
from reporting.selectors.reports import report_of
from reporting.services import budget, reports
from reporting.services.reports import Refused
from tests.atonce import at_once
from tests.factories import ProgrammeFactory, UserFactory
from tests.reporting.world import QUARTER, World
from vida.states import NotAllowed

pytestmark = pytest.mark.django_db

LINES = reverse("reporting:budget")
ADD = reverse("reporting:budget_add")
OUTCOMES = reverse("reporting:outcomes", args=[QUARTER])
REPORT = reverse("reporting:report", args=[QUARTER])


@pytest.fixture
def lead():
    return Actor(UserFactory(), frozenset({Role.PROCESS_LEAD}))


@pytest.fixture
def in_programme(world):
    with acting_in(without_people(*(node.pk for node in world.nodes.values()))):
        yield world


def add(world, name="Löner", amount=100_000):
    return budget.save_line(programme=world.programme, line=None, name=name, amount=amount)


def write(world, lead, quarter, **amounts):
    keys = {BudgetLine.objects.get(name=name).pk: amount for name, amount in amounts.items()}
    budget.save_outcomes(programme=world.programme, quarter=quarter, amounts=keys, by=lead)


def text(answer):
    return answer.content.decode().replace("\xa0", " ")


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_quarter_shows_its_own_cost_and_all_until_its_last_day(in_programme, lead):
    add(in_programme)
    write(in_programme, lead, QUARTER.previous, Löner=30_000)
    write(in_programme, lead, QUARTER, Löner=20_000)
    write(in_programme, lead, QUARTER.next, Löner=7_000)
    assert budget_of(in_programme.programme, QUARTER.previous) == [BudgetRow("Löner", 100_000, 30_000, 30_000)]
    assert budget_of(in_programme.programme, QUARTER) == [BudgetRow("Löner", 100_000, 20_000, 50_000)]
    assert budget_of(in_programme.programme, QUARTER.next) == [BudgetRow("Löner", 100_000, 7_000, 57_000)]


@pytest.mark.parametrize(
    ("row", "remaining", "share"),
    [
        (BudgetRow("Löner", 100, 0, 100), 0, 100),
        (BudgetRow("Löner", 100, 0, 101), -1, 101),
        (BudgetRow("Löner", 0, 0, 5), -5, None),
    ],
)
def test_what_remains_and_how_much_is_used(row, remaining, share):
    assert (row.remaining, row.share) == (remaining, share)


def test_another_programmes_lines_are_its_own(in_programme, lead):
    other = ProgrammeFactory(name="Ett annat")
    add(in_programme)
    line = budget.save_line(programme=other, line=None, name="Löner", amount=9)
    budget.save_outcomes(programme=in_programme.programme, quarter=QUARTER, amounts={line.pk: 5}, by=lead)
    assert not BudgetOutcome.objects.exists()
    assert [row.budget for row in budget_of(in_programme.programme, QUARTER)] == [100_000]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_lines(in_programme, django_assert_num_queries, number):
    for each in range(number):
        add(in_programme, f"Post {each}")
    with django_assert_num_queries(1):
        assert len(budget_of(in_programme.programme, QUARTER)) == number


# --- freezing ---------------------------------------------------------------------------------------------------------


def test_a_frozen_report_keeps_its_budget_and_its_bytes(in_programme, lead):
    programme, line = in_programme.programme, add(in_programme)
    write(in_programme, lead, QUARTER, Löner=1_234)
    reports.freeze(programme=programme, quarter=QUARTER, by=lead)
    before = _files(programme)
    budget.save_line(programme=programme, line=line, name="Personal", amount=5)
    with pytest.raises(NotAllowed):
        budget.save_outcomes(programme=programme, quarter=QUARTER, amounts={line.pk: 9}, by=lead)
    assert budget_in(programme, QUARTER, report_of(programme, QUARTER)) == [BudgetRow("Löner", 100_000, 1_234, 1_234)]
    assert _files(programme) == before
    pdf = extract_text(BytesIO(before[0])).replace("\xa0", " ")
    assert "Budget och utfall" in pdf
    assert "98 766" in pdf
    sheet = load_workbook(BytesIO(before[1]))["Budget och utfall"]
    assert ("Kronor", "Löner", "Kvar", 98_766) in list(sheet.values)


def _files(programme):
    shown = report_for(programme, QUARTER, report_of(programme, QUARTER), shared=False)
    return as_pdf(shown), as_workbook(shown)


def test_a_report_frozen_before_there_were_budgets_has_none(in_programme, lead):
    report = reports.freeze(programme=in_programme.programme, quarter=QUARTER, by=lead)
    del report.figures["budget"]
    report.save()
    add(in_programme)
    assert "budget" not in [section.code for section in _sections(in_programme.programme)]


def _sections(programme):
    return report_for(programme, QUARTER, report_of(programme, QUARTER), shared=True).sections


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_process_lead_writes_the_budget_and_its_outcome(client, signed_in, world):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert "Ingen budget än" in text(client.get(REPORT))
    assert "Ingen budget än" in text(client.get(LINES))
    client.post(ADD, {"name": "Löner", "amount": "1 200 000 kr"})
    line = BudgetLine.objects.get()
    assert client.post(OUTCOMES, {f"line-{line.pk}": "200 000"}).status_code == 302
    assert "1 000 000" in text(client.get(LINES))
    page = text(client.get(REPORT))
    assert "Budget och utfall" in page
    assert "1 000 000" in page
    assert f'name="line-{line.pk}" value="200000"' in page
    client.post(OUTCOMES, {f"line-{line.pk}": ""})
    assert not BudgetOutcome.objects.exists()


def test_the_steering_group_reads_it_and_writes_nothing(client, signed_in, world):
    line = add(world)
    signed_in(Role.STEERING_MEMBER, world.node("vast"))
    page = text(client.get(REPORT))
    assert "Budget och utfall" in page
    assert "line-" not in page
    assert client.post(OUTCOMES, {f"line-{line.pk}": "5"}).status_code == 403
    assert client.get(LINES).status_code == 403


@pytest.mark.parametrize("amount", ["", "många", "12,50", "-1", "9" * 30, "1000000001", "\u202e5x", "😀"])
def test_a_sum_that_cannot_be_right_is_told_at_the_field(client, signed_in, world, amount):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.post(ADD, {"name": "Löner", "amount": amount})
    assert answer.status_code == 422
    assert not BudgetLine.objects.exists()
    assert 'aria-invalid="true"' in text(answer)
    assert 'value="Löner"' in text(answer)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x07b"])
def test_a_name_that_cannot_be_right_is_told_at_the_field(client, signed_in, world, name):
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    assert client.post(ADD, {"name": name, "amount": "5"}).status_code == 422
    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(("amount", "status"), [("-1000000000", 302), ("-1000000001", 422), ("x", 422)])
def test_outcomes_may_be_below_zero_but_not_absurd(client, signed_in, world, amount, status):
    line = add(world)
    other = add(world, "Utrustning")
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.post(OUTCOMES, {f"line-{line.pk}": amount, f"line-{other.pk}": "77"})
    assert answer.status_code == status
    assert BudgetOutcome.objects.count() == (2 if status == 302 else 0)
    if status == 422:
        assert 'value="77"' in text(answer)


def test_two_lines_have_not_one_name(client, signed_in, world):
    add(world)
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    answer = client.post(ADD, {"name": "löner", "amount": "5"})
    assert answer.status_code == 422
    assert "redan en budgetpost" in text(answer)


def test_a_line_is_changed_and_taken_away_while_nothing_is_written(client, signed_in, world, lead):
    line = add(world)
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    one, gone = (reverse(f"reporting:{name}", args=[line.pk]) for name in ("budget_line", "budget_delete"))
    client.post(one, {"name": "Löner", "amount": "5"})
    assert BudgetLine.objects.get().amount == 5
    with acting_in(without_people(*(node.pk for node in world.nodes.values()))):
        write(world, lead, QUARTER, Löner=1)
    assert "kan inte tas bort" in text(client.post(gone, follow=True))
    BudgetOutcome.objects.all().delete()
    assert "Ta bort Löner?" in text(client.get(gone))
    assert client.post(gone).status_code == 302
    assert not BudgetLine.objects.exists()


def test_another_programmes_line_is_not_there(client, signed_in, world):
    line = budget.save_line(programme=ProgrammeFactory(name="Ett annat"), line=None, name="Löner", amount=9)
    signed_in(Role.PROCESS_LEAD, world.node("vast"))
    for name in ("budget_line", "budget_delete"):
        assert client.post(reverse(f"reporting:{name}", args=[line.pk]), {"name": "x", "amount": 1}).status_code == 404


def test_a_quarter_to_come_costs_nothing_yet(in_programme, lead):
    add(in_programme)
    with pytest.raises(Refused):
        write(in_programme, lead, QUARTER.next.next.next, Löner=1)


@pytest.mark.django_db(transaction=True)
def test_the_same_line_sent_twice_is_one():
    world = World("vast")
    user = UserFactory()
    user.memberships.create(programme=world.programme, role=Role.PROCESS_LEAD)
    answers = at_once([(user, ADD, {"name": "Löner", "amount": "5"})] * 2)
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert BudgetLine.objects.count() == 1
