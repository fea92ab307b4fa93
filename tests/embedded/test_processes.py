"""No program is left behind, whichever way the person stops the work."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vida.embedded import processes
from vida.embedded.places import ROOT

# A program with a child of its own that both ignore the polite request: the hard case.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
print(child.pid, flush=True)
time.sleep(600)
"""
# The launcher's own way to hold a program in the foreground, told to stop from outside.
LAUNCHER = """
import os
from vida.embedded import processes
processes.stop_on_signals()
try:
    processes.run(["sh", "-c", "echo $$; exec sleep 600"], os.environ)
finally:
    print("tidied", flush=True)
"""


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_soon_gone(pid):
    deadline = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def test_stopping_takes_the_children_s_children_along(monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.2)
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        grandchild = int(child.stdout.readline())
        processes.stop([child])
        assert child.returncode == -signal.SIGKILL
        assert is_soon_gone(grandchild)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_launcher_that_is_told_to_stop_leaves_no_program(number):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", LAUNCHER], env=env, stdout=subprocess.PIPE, text=True) as launcher:
        program = int(launcher.stdout.readline())
        launcher.send_signal(number)
        assert launcher.stdout.read() == "tidied\n"
        assert launcher.wait() == 128 + number
        # Told while it was still starting the program, it leaves the ending to the system, a moment later.
        assert is_soon_gone(program)


def test_a_launcher_that_is_killed_outright_leaves_no_program():
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", LAUNCHER], env=env, stdout=subprocess.PIPE, text=True) as launcher:
        program = int(launcher.stdout.readline())
        launcher.kill()
        assert launcher.wait() == -signal.SIGKILL
        assert is_soon_gone(program)


def test_the_program_s_exit_code_is_handed_on():
    assert processes.run([sys.executable, "-c", "raise SystemExit(7)"], os.environ) == 7


def test_when_one_program_ends_the_others_are_not_left_waiting():
    children = processes.serve([["sleep", "600"], [sys.executable, "-c", "raise SystemExit(3)"]], os.environ)
    try:
        assert processes.wait_for_any(children) == 3
    finally:
        processes.stop(children)
    assert [child.returncode for child in children] == [-signal.SIGTERM, 3]
