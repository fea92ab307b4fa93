"""Makes everything the project needs, from nothing but Python 3.11: `python3 script/setup [--tests]`.

Knows the standard library only. Each step leaves a stamp, the hash of what it was made from, so that the second
run does nothing. `--tests` adds what only tests need: a browser, where the machine has none.
"""

import sys

if sys.version_info < (3, 11):  # before any import that older versions would trip over
    sys.exit("VIDA needs Python 3.11 or newer. On Debian: apt-get install python3 python3-venv")

import browser
import frontend
import native
import python_packages
import system
import texts
from steps import Trouble, one_at_a_time


def main() -> None:
    """Run every step in order; say in one sentence what is missing if a step cannot be done."""
    try:
        with one_at_a_time():
            python_packages.install()
            frontend.install()
            frontend.copy_built_files()
            texts.compile_texts()
            system.ensure(system.FOR_DOCUMENTS)
            native.compile_solver()
            if "--tests" in sys.argv[1:]:
                system.ensure(system.FOR_TESTS)
                browser.ensure()
    except Trouble as trouble:
        sys.exit(f"Setup stopped. {trouble}")


if __name__ == "__main__":
    main()
