"""The Python side: a virtual environment in `.venv` with exactly what the lock says, hashes checked."""

import importlib.util
import shutil
import sys
from pathlib import Path

import system
from steps import PYTHON, ROOT, VENV, Trouble, fingerprint, is_done, mark_done, run, say

LOCK = ROOT / "requirements-dev.lock"  # holds requirements.lock too
UV_LOCK = Path(__file__).with_name("uv.txt")


def install() -> None:
    """Create the environment and fill it; with uv in seconds, else with pip in about a minute."""
    made_from = f"{fingerprint([LOCK, UV_LOCK])} {ROOT}"  # an environment cannot be moved
    if PYTHON.exists() and is_done("python", made_from):
        return
    create_environment()
    say("Installing the Python packages.")
    if not (with_uv() or pip("-r", LOCK)):
        raise Trouble("The Python packages could not be installed; see above. Is the package index reachable?")
    mark_done("python", made_from)


def create_environment() -> None:
    """Create `.venv`; Debian keeps the part of Python that does it in a package of its own."""
    say("Creating the Python environment in .venv.")
    if importlib.util.find_spec("ensurepip") is None:
        system.install(f"python3.{sys.version_info.minor}-venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if not run(sys.executable, "-m", "venv", VENV):
        raise Trouble("Python could not create an environment; see above.")


def with_uv() -> bool:
    """Install the lock with uv and return whether that worked."""
    uv = shutil.which("uv") or (VENV / "bin" / "uv" if pip("-r", UV_LOCK) else None)
    if uv is None:
        return False
    flags: list[str | Path] = ["--quiet", "--python", PYTHON, "--require-hashes", "--only-binary", ":all:"]
    return run(uv, "pip", "install", *flags, "-r", LOCK)


def pip(*what: str | Path) -> bool:
    """Install with pip, wheels only and hashes checked; return whether that worked."""
    flags = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    return run(PYTHON, "-m", "pip", "install", *flags, *what)
