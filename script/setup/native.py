"""The matching's own solver: one file of C, compiled for this machine. Without it a general solver does the work."""

import shutil
from pathlib import Path

import system
from steps import ROOT, Trouble, fingerprint, is_done, mark_done, run, say

SOURCE = ROOT / "matching" / "engine" / "simplex.c"
BUILT = SOURCE.with_suffix(".so")
COMPILERS = ("cc", "gcc", "clang")


def compile_solver() -> None:
    """Compile it; where there is no compiler and none can be installed, say what that costs and go on."""
    made_from = fingerprint([SOURCE, Path(__file__)])
    if BUILT.exists() and is_done("native", made_from):
        return
    try:
        if not any(map(shutil.which, COMPILERS)):
            system.install("gcc", "libc6-dev")
    except Trouble as trouble:
        say(f"Matching will take several times as long, for want of a C compiler. {trouble}")
        return
    say("Compiling the solver of the matching.")
    if build():
        mark_done("native", made_from)
    else:
        say("Matching will take several times as long: the solver could not be compiled, see above.")


def build() -> bool:
    """Return whether a compiler made the library."""
    compiler = next(filter(None, map(shutil.which, COMPILERS)))
    half_done = BUILT.with_suffix(".new")  # another process may have the old one open
    done = run(compiler, "-std=c11", "-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o", half_done, SOURCE)
    if done:
        half_done.replace(BUILT)
    return done


if __name__ == "__main__" and not build():  # for the container image
    raise SystemExit("The solver could not be compiled; see above.")
