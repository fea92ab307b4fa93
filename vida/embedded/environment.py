"""What the product is told through the environment on a machine of its own; production says all this itself."""

import os
import shutil
from collections.abc import Mapping

from vida.embedded.places import DATA, ROOT
from vida.embedded.servers import remembered

# What is different for each set of data.
BY_INSTANCE = {
    "demo": {"VIDA_DEMO": "1", "VIDA_LOG_LEVEL": "WARNING"},
    "tests": {"VIDA_HTTPS": "0", "VIDA_MFA_REQUIRED": "0", "VIDA_LOG_LEVEL": "WARNING"},
    "bench": {"VIDA_HTTPS": "0", "VIDA_MFA_REQUIRED": "0", "VIDA_LOG_LEVEL": "WARNING"},
}


def environment(instance: str, servers: Mapping[str, str]) -> dict[str, str]:
    """Return the whole environment of a command: ours, then what the person has set, then where the servers are."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "vida.settings",
        "FONTCONFIG_FILE": str(DATA / "fonts" / "fonts.conf"),
        "PYTHONPATH": str(ROOT),
        "CHROME": shutil.which("chromium") or str(DATA / "chromium" / "chrome"),
        **remembered(DATA / "secrets", ["SECRET_KEY", "VIDA_FIELD_KEYS", "VIDA_BLIND_INDEX_KEY"]),
        **BY_INSTANCE[instance],
    }
    return {**ours, **os.environ, **servers}
