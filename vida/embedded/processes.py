"""Running programs so that none is left behind, whichever way the person stops them."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import FrameType

PR_SET_PDEATHSIG = 1  # prctl(2)
PATIENCE = 15  # seconds that a process gets to finish what it is doing


def stop_on_signals() -> None:
    """Turn a request to stop (Ctrl-C, kill, a closed terminal) into an orderly way out through every `finally`."""

    def leave(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)  # once is enough: the tidying up must not be interrupted
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def end_with_parent() -> None:
    """Ask the system to stop this process when its parent is gone, even if the parent was killed outright (Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run one program in the foreground and return its exit code; Ctrl-C is the program's to answer."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen(command, env=env, preexec_fn=end_with_parent)
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
        signal.signal(signal.SIGINT, before)


def serve(commands: Sequence[Sequence[str]], env: Mapping[str, str]) -> list[subprocess.Popen[bytes]]:
    """Start programs, each leading a group of its own so that its children can be stopped with it."""
    own_group = {"start_new_session": True, "preexec_fn": end_with_parent}
    return [subprocess.Popen(command, env=env, **own_group) for command in commands]  # type: ignore[call-overload]


def wait_for_any(children: Sequence[subprocess.Popen[bytes]]) -> int:
    """Wait until one program ends, for they need each other; return its exit code."""
    while True:
        for child in children:
            if (code := child.poll()) is not None:
                return code
        time.sleep(0.2)


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask every program to finish, wait, then end whatever is left of their groups."""
    for child in children:
        with suppress(ProcessLookupError):
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
