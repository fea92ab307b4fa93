"""Where the servers' programs and data lie, and as whom they run.

PostgreSQL refuses to run as root, so root hands its servers to `nobody`. That user can neither run programs nor keep
data below a home that is closed to others (mode 0700); both then go to `/var/lib/vida/<project>/` instead.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data"


class Trouble(Exception):
    """The servers cannot be had; the message says what the person can do about it."""


@dataclass(frozen=True)
class Account:
    """The user that the servers run as."""

    uid: int
    gid: int

    @property
    def drop(self) -> dict[str, object]:
        """Return the arguments that make a subprocess run as this user."""
        return {} if os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(
        self, *command: str | Path, env: dict[str, str] | None = None, reads: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this user, away from folders that it may not enter; give it text to read."""
        words = [str(part) for part in command]
        return subprocess.run(  # type: ignore[call-overload]
            words, cwd="/", env=env, input=reads, text=True, capture_output=True, check=False, **self.drop
        )

    def can_enter(self, folder: Path) -> bool:
        """Return whether this user reaches `folder` through all its parents."""
        return self.run("test", "-x", folder).returncode == 0

    def own_folder(self, folder: Path) -> Path:
        """Create `folder` if need be, for this user's eyes only; its parents let others pass through."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder

    def own_file(self, file: Path, content: str) -> Path:
        """Write a file that only this user (and root) can read."""
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(content)
        os.chown(file, self.uid, self.gid)
        return file


@cache
def server_account() -> Account:
    """Return `nobody` for root, else the present user."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return Account(user.pw_uid, user.pw_gid)


def own_notes(instance: str) -> Path:
    """Return the folder of an instance's locks and passwords, which belong to whoever starts the servers."""
    folder = DATA / "servers" / instance
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def server_home(instance: str) -> Path:
    """Return the folder of an instance's data, which belongs to the servers' account."""
    account, notes = server_account(), own_notes(instance)
    return account.own_folder(notes / "home" if account.can_enter(notes) else outside() / instance)


def reachable(program_folder: Path, *beside: Path) -> Path:
    """Return `program_folder`, or a copy of it where the servers' account can run it, with the folders `beside` it."""
    if server_account().can_enter(program_folder):
        return program_folder
    made_from = f"{program_folder.stat().st_mtime_ns}"
    copies = outside() / "programs" / hashlib.sha256(f"{program_folder} {made_from}".encode()).hexdigest()[:12]
    if not copies.exists():
        unfinished = copies.with_suffix(f".{os.getpid()}")
        base = Path(os.path.commonpath([folder.parent for folder in (program_folder, *beside)]))
        for folder in (program_folder, *beside):
            shutil.copytree(folder, unfinished / folder.relative_to(base), symlinks=True)
        (unfinished / "base").write_text(str(base))
        unfinished.rename(copies)
    return copies / program_folder.relative_to((copies / "base").read_text())


def outside() -> Path:
    """Return this project's folder outside of itself; only root needs one."""
    folder = Path("/var/lib/vida") / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    for step in (folder.parent, folder):
        step.mkdir(exist_ok=True)
        step.chmod(0o755)
    return folder
