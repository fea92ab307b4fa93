"""Compiles translations (`.po` to `.mo`) with polib, because gettext's msgfmt is not on every machine."""

import subprocess
import sys

from steps import PYTHON, ROOT, Trouble, fingerprint, is_done, mark_done

COMPILE = """
import sys
import polib
for source in sys.argv[1:]:
    polib.pofile(source).save_as_mofile(source.removesuffix("po") + "mo")
"""


def compile_texts(python: str = str(PYTHON)) -> None:
    """Compile every translation of the project, if one has changed."""
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    made_from = fingerprint(sources)
    if is_done("texts", made_from) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    if subprocess.run([python, "-c", COMPILE, *sources], check=False).returncode:
        raise Trouble("A translation could not be compiled; see above.")
    mark_done("texts", made_from)


if __name__ == "__main__":  # for the container image, whose packages are in its own Python
    compile_texts(sys.executable)
