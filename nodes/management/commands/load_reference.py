"""`load_reference`: places and interest areas, after every upgrade."""

from django.core.management.base import BaseCommand

from nodes.services.reference import load_reference_data


class Command(BaseCommand):
    help = "Loads or updates counties, municipalities and interest areas."

    def handle(self, **options):
        load_reference_data()
        self.stdout.write("Places and interest areas are up to date.")
