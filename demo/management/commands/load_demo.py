"""`load_demo`: a programme with three nodes and two years behind it, for demonstrations."""

from django.core.management.base import BaseCommand, CommandError

from demo.load import is_loaded, load
from vida import clock


class Command(BaseCommand):
    help = "Fills an empty database with an invented programme: the same for the same seed and day."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is a programme already")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--people", type=int, default=450, help="participants in all (450 unless told)")

    def handle(self, *, if_empty, seed, people, **_options):
        if is_loaded():
            if not if_empty:
                raise CommandError("There is a programme already. Begin anew with: script/demo --fresh")
            self.stdout.write("There is a programme already; nothing was loaded.")
            return
        loaded = load(seed=seed, people=people, today=clock.today())
        for sentence in loaded.sentences():
            self.stdout.write(sentence)
