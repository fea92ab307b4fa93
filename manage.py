#!/usr/bin/env python
"""Django's command line. Run it as `script/manage`, which brings the embedded servers up first."""

import os
import sys

SCHEMA_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "flush", "dbshell"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vida.settings")
    if SCHEMA_COMMANDS.intersection(sys.argv[1:2]):
        # Only the owner of the tables may change them; everything else runs as the unprivileged role.
        os.environ.setdefault("VIDA_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
