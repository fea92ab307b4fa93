"""After a change of keys, as the owner of the database; docs/operations.md says when."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from participants.services.keys import rotate_identity_numbers


class Command(BaseCommand):
    help = "Encrypt every identity number with the newest key of VIDA_FIELD_KEYS, and make its index anew."

    def handle(self, **_options):
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("The history too is encrypted anew, which only the owner may: VIDA_DATABASE_ROLE=owner.")
        count = rotate_identity_numbers()
        self.stdout.write(f"{count} stored numbers are encrypted with the newest key. Older keys can be removed.")
