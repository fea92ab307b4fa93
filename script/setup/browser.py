"""The tests' browser: `CHROME`, then the machine's Chromium, then one from npm unpacked into `.data/chromium`."""

import os
import shutil
import subprocess
from pathlib import Path

from steps import DATA, PYTHON, ROOT, Trouble, fingerprint, is_done, mark_done, say

PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = DATA / "chromium"
# It brings the libraries that it needs, which are for it alone, and no fonts that a page with our letters could use.
WRAPPER = """#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/../fonts/fonts.conf"
exec "$here/chromium" --no-sandbox "$@"
"""
UNPACK = """
import io, pathlib, sys, tarfile
import brotli
packed, unpacked = map(pathlib.Path, sys.argv[1:])
program = unpacked / "chromium"
program.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
program.chmod(0o755)
for name in ("al2023", "swiftshader"):
    archive = brotli.decompress((packed / f"{name}.tar.br").read_bytes())
    folder = unpacked if name == "swiftshader" else unpacked / name
    tarfile.open(fileobj=io.BytesIO(archive)).extractall(folder)
"""


def ensure() -> None:
    """Unpack the browser from npm if the machine has none of its own."""
    if os.environ.get("CHROME") or shutil.which("chromium"):
        return
    made_from = fingerprint([ROOT / "package-lock.json", Path(__file__)])
    if is_done("browser", made_from) and UNPACKED.is_dir():
        return
    say("Unpacking a browser for the tests.")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir(parents=True)
    if subprocess.run([PYTHON, "-c", UNPACK, PACKED, UNPACKED], check=False).returncode:
        raise Trouble("The browser could not be unpacked; install Chromium or set CHROME to one.")
    wrapper = UNPACKED / "chrome"
    wrapper.write_text(WRAPPER)
    wrapper.chmod(0o755)
    mark_done("browser", made_from)
