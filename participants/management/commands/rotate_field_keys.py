"""After a change of keys; docs/operations.md says when."""

from django.core.management.base import BaseCommand

from participants.services.keys import rotate_identity_numbers


class Command(BaseCommand):
    help = "Encrypt every identity number with the newest key of VIDA_FIELD_KEYS, and make its index anew."

    def handle(self, **_options):
        count = rotate_identity_numbers()
        self.stdout.write(f"{count} stored numbers are encrypted with the newest key. Older keys can be removed.")
