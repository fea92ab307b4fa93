"""The last quarter, frozen with the nodes' words, and this one, on its way."""

from datetime import date
from typing import Final

from demo.load.staff import Staff
from nodes.actors import Actor
from nodes.models import Node, Programme, User
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from reporting.services import budget, node_reports, reports
from vida.calendar import Quarter

LAST: Final = {
    "stockholm": "Kören och sykvällen blev fulla direkt. Vi söker mer på dagtid för dem som läser SFI på kvällen.",
    "vast": "Två nya föreningar har börjat ta emot. Många frågar efter musik, och där saknar vi någon som kan.",
    "nordost": "Resvägarna är långa. En förening i Norrtälje samåker nu med deltagarna, och det märks på närvaron.",
}
SUMMARY: Final = "Fler får ett erbjudande inom fjorton dagar än förra kvartalet. Musik saknas mest."
BUDGET: Final = (
    ("Löner", 7_400_000, 612_500),
    ("Utrustning", 250_000, 9_800),
    ("Administration", 900_000, 71_300),
    ("Resor och logi", 450_000, 31_200),
    ("Extern sakkunskap", 3_000_000, 214_000),
)  # what is granted, and what a quarter costs
THIS: Final = "Vi har haft ett informationsmöte och ringt tolv föreningar om musik."


def create_reports(programme: Programme, nodes: dict[str, Node], staff: Staff, today: date) -> None:
    """Write, submit and accept the nodes' words of the last quarter, freeze it, and begin with this one."""
    last = Quarter.containing(today).previous
    lead = _actor(staff.by_role[Role.PROCESS_LEAD, ""], Role.PROCESS_LEAD)
    with acting_in(without_people(*(node.pk for node in nodes.values()))):
        _create_budget(programme, last, lead)
        for slug, words in LAST.items():
            manager = _actor(staff.project_manager(slug), Role.PROJECT_MANAGER)
            row = node_reports.submit(node=nodes[slug], quarter=last, note=words, by=manager)
            node_reports.accept(row=row, by=lead)
        reports.write_summary(programme=programme, quarter=last, summary=SUMMARY, by=lead)
        reports.freeze(programme=programme, quarter=last, by=lead)
        manager = _actor(staff.project_manager("vast"), Role.PROJECT_MANAGER)
        node_reports.write(node=nodes["vast"], quarter=last.next, note=THIS, by=manager)


def _create_budget(programme: Programme, last: Quarter, lead: Actor) -> None:
    """Twelve million kronor in five lines, used evenly in every quarter that has ended."""
    lines = [
        budget.save_line(programme=programme, line=None, name=name, amount=granted) for name, granted, _used in BUDGET
    ]
    used = {line.pk: quarterly for line, (_name, _granted, quarterly) in zip(lines, BUDGET, strict=True)}
    quarter = Quarter.containing(programme.starts_on)
    while quarter <= last:
        budget.save_outcomes(programme=programme, quarter=quarter, amounts=used, by=lead)
        quarter = quarter.next


def _actor(user: User, role: Role) -> Actor:
    return Actor(user, frozenset({role}))
