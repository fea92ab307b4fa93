"""What the product is told through the environment on a machine of its own; production says all this itself."""

import os
from collections.abc import Mapping

from vida.embedded.places import DATA, ROOT
from vida.embedded.servers import remembered

# These change the schema or what is outside row-level security, so they run as the role that owns the database.
OWNER_COMMANDS = {"migrate", "makemigrations", "flush", "createcachetable", "pgtrigger"}


def environment(instance: str, servers: Mapping[str, str]) -> dict[str, str]:
    """Return the whole environment of a command: ours, then what the person has set, then where the servers are."""
    secrets = remembered(DATA / "secrets", ["SECRET_KEY", "VIDA_FIELD_KEYS"])
    ours = {
        "DJANGO_SETTINGS_MODULE": "vida.settings",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "FONTCONFIG_FILE": str(DATA / "fonts" / "fonts.conf"),
        "PYTHONPATH": str(ROOT),
        **secrets,
    }
    if instance == "demo":
        ours["VIDA_DEMO"] = "1"
    return {**ours, **os.environ, **servers}


def as_owner(names: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a command that may change the schema."""
    return {**names, "VIDA_DATABASE_ROLE": "owner"}
