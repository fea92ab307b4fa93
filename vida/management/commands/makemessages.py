"""`script/manage makemessages`: Django's command with this project's settings, for whoever has changed a text.

Needs GNU gettext. A second run changes nothing, so what git shows is what remains to be translated. Only English is
whole: the other catalogues are the offer's paper's, and written by hand (decision 19).
"""

from pathlib import Path

import polib
from django.core.management.commands import makemessages

KEPT = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


class Command(makemessages.Command):
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]  # no guesses

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["en"],
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
            ignore_patterns=["node_modules", "static", "staticfiles", "tests"],
        )

    def write_po_file(self, potfile, locale):
        super().write_po_file(potfile, locale)
        catalogue = polib.pofile(str(Path(potfile).with_name(locale) / f"LC_MESSAGES/{self.domain}.po"), wrapwidth=0)
        catalogue.header = "The msgids are the Swedish texts of the code. script/manage makemessages brings new ones."
        catalogue.metadata = {name: catalogue.metadata[name] for name in KEPT}  # no times, no names
        catalogue.metadata_is_fuzzy = False
        catalogue.save()
