"""What every step shares: where things are, sentences to the person, stamps, and running a program."""

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Trouble(Exception):
    """A step cannot be done; the message says what the person can do about it."""


def say(sentence: str) -> None:
    """Tell the person at the terminal what happens, at once; not on stdout, which is the command's that follows."""
    print(sentence, file=sys.stderr, flush=True)


def fingerprint(files: Iterable[Path]) -> str:
    """Return one hash over the names and contents of `files`."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_done(step: str, made_from: str) -> bool:
    """Return whether `step` was last finished from the same ingredients."""
    stamp = DATA / "stamps" / step
    return stamp.is_file() and stamp.read_text() == made_from


def mark_done(step: str, made_from: str) -> None:
    """Remember that `step` is finished."""
    stamp = DATA / "stamps" / step
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_from)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other command of this project is setting up."""
    DATA.mkdir(exist_ok=True)
    with (DATA / "setup").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def run(*command: str | Path, env: dict[str, str] | None = None) -> bool:
    """Run a program in the project's folder; return whether it succeeded, and show its words only if it did not."""
    words = [str(part) for part in command]
    result = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if result.returncode:
        say(result.stdout.decode(errors="replace").rstrip())
    return result.returncode == 0
