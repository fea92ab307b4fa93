"""What must come from the operating system: installed where rights allow, else the exact command is named."""

import ctypes
import os
import shutil

from steps import Trouble, run, say

# library → the Debian package that holds it
FOR_DOCUMENTS = {  # WeasyPrint draws text with them
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",  # without it a list takes four times as long
}
FOR_TESTS = {"libatomic.so.1": "libatomic1"}  # Playwright's driver wants it


def ensure(libraries: dict[str, str]) -> None:
    """Install those of the libraries that are missing."""
    missing = [package for library, package in libraries.items() if not can_load(library)]
    if missing:
        install(*missing)


def can_load(library: str) -> bool:
    """Return whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(*packages: str) -> None:
    """Install Debian packages as root or by sudo without a password; raise Trouble that names the command if not."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = " ".join(["apt-get install --no-install-recommends", *packages])
    say(f"Installing from the operating system: {', '.join(packages)}.")
    able = shutil.which("apt-get") and (not as_root or (shutil.which("sudo") and run("sudo", "-n", "true")))
    if not able:
        raise Trouble(f"Please run this as root and try again: {command}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*as_root, "apt-get", "--quiet", "--yes"]
    wanted = ["install", "--no-install-recommends", *packages]
    # The list of packages may be old, or absent on a new machine: refresh it only then.
    if not (run(*apt, *wanted, env=quiet) or (run(*apt, "update", env=quiet) and run(*apt, *wanted, env=quiet))):
        raise Trouble(f"The operating system refused; see above. The command was: {command}")
