"""Reads an association register from a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from associations.models import RegisterImport
from associations.selectors.register import imports
from associations.services.register import Book, read_on, start
from associations.services.registerfile import Row, Unreadable, read_register
from nodes.models import Node
from nodes.tenancy import acting_in, without_people
from vida.text import fold


class Command(BaseCommand):
    help = "Reads an association register (CSV or Excel) into a node, or into each node of a programme by municipality."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--node", metavar="SLUG", help="the node's word in addresses")
        where.add_argument("--programme", metavar="NAME", help="every row goes to the node of its municipality")

    def handle(self, *, file: Path, node: str | None, programme: str | None, **options: object) -> None:
        try:
            rows = read_register(file.read_bytes())
        except OSError:
            raise CommandError(f"There is no file {file}.") from None
        except Unreadable as fault:
            raise CommandError(str(fault)) from None
        nodes = Node.objects.filter(slug=node) if node else Node.objects.filter(programme__name=programme)
        found = list(nodes.order_by("id"))
        if not found:
            raise CommandError(f"There is no {'node' if node else 'programme'} {node or programme}.")
        for each, own in self._shared_out(rows, found):
            self._read(each, file.name, own)

    def _shared_out(self, rows: list[Row], nodes: list[Node]) -> list[tuple[Node, list[Row]]]:
        """Each node with its rows; a row that fits no node goes to the first, whose report then says so."""
        towns: dict[str, Node] = {}
        for node in nodes:
            for held in node.node_municipalities.select_related("municipality"):
                towns |= {fold(held.municipality.name): node, fold(held.municipality.full_name): node}
        shared: dict[int, list[Row]] = {node.pk: [] for node in nodes}
        for row in rows:
            shared[towns.get(fold(row.get("municipality", "")), nodes[0]).pk].append(row)
        return [(node, shared[node.pk]) for node in nodes if shared[node.pk]]

    def _read(self, node: Node, file_name: str, rows: list[Row]) -> None:
        with acting_in(without_people(node.pk)):
            made = start(node=node, file_name=file_name, rows=rows)
            book = Book.of(node)
            while read_on(register_import=made, book=book):
                pass
            self._tell(node, made)

    def _tell(self, node: Node, made: RegisterImport) -> None:
        counts = imports().get(pk=made.pk)
        self.stdout.write(
            f"{node.name}: {counts.total} rows, {counts.created} new, {counts.double} known already, "
            f"{counts.elsewhere} of other nodes, {counts.faulty} to be corrected."
        )
