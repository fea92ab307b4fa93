"""The English catalogue: every text of ours, translated whole, and pages without Swedish left over; and the small
catalogues of the offer's paper: its texts and no others, so that the interface is Swedish and English.

Reads the sources itself, so that it holds where GNU gettext is not installed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.dates import MONTHS_ALT, WEEKDAYS
from django.utils.translation.template import templatize

from matching.selectors.four_facts import PAPER_LANGUAGES
from nodes.roles import Role
from tests.factories import NodeFactory, member

ROOT = Path(settings.BASE_DIR)
CATALOGUE = polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"))
SMALL = sorted({*PAPER_LANGUAGES} - {"en"})
APPS = ["vida", "nodes", "associations", "participants", "placements", "matching", "reporting", "demo"]

CALL = re.compile(r"(_|n?p?gettext(?:_lazy|_noop)?)")
WORDS = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"(?<!\w){CALL.pattern}\({WORDS}(?:, {WORDS})?(?:, {WORDS})?")

# What must be the same on both sides: placeholders, markup, and space at the edges.
FIXED = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w[^>]*>|^\s+|\s+$")

Key = tuple[str | None, str, str]  # context, Swedish, its plural ("" without one)


def key(function: str, words: list[str]) -> Key:
    """Return what the catalogue calls the text of one gettext call."""
    context = words.pop(0) if "pgettext" in function else None
    return context, words[0], words[1] if function.startswith("n") else ""


def texts_in_python(source: str) -> Iterator[Key]:
    """Yield every text that is marked in `source`. Anything but plain text fails: gettext would not see it."""
    for node in ast.walk(ast.parse(source)):
        assert_gettext_sees(node)
        if CALL.fullmatch(function := called(node)):
            number = 1 + function.startswith("n") + ("pgettext" in function)
            yield key(function, [ast.literal_eval(each) for each in node.args[:number]])


def called(node: ast.AST) -> str:
    """Return the name of the function that `node` calls, if it calls one by name."""
    function = getattr(node, "func", None)
    return getattr(function, "id", getattr(function, "attr", ""))


def assert_gettext_sees(node: ast.AST) -> None:
    """xgettext passes by what is marked under a name of one's own (`T = gettext_lazy`) or inside an f-string."""
    match node:
        case ast.ImportFrom():
            own_names = {each.asname for each in node.names if CALL.fullmatch(each.name)} - {None, "_"}
            assert not own_names, ast.unparse(node)
        case ast.Assign(value=ast.Name(id=name)):
            assert not CALL.fullmatch(name), ast.unparse(node)
        case ast.JoinedStr():
            assert not any(CALL.fullmatch(called(each)) for each in ast.walk(node)), ast.unparse(node)


def texts_in_template(source: str) -> Iterator[Key]:
    """Yield every text that is marked in the template `source`."""
    for function, *words in IN_TEMPLATE.findall(templatize(source)):
        yield key(function, [ast.literal_eval(each) for each in words if each])


def texts_in_sources() -> Iterator[Key]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            yield from texts_in_python(path.read_text())
    for path in (ROOT / "templates").rglob("*.*"):
        yield from texts_in_template(path.read_text())


def test_the_catalogue_holds_every_text_and_no_other():
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in CATALOGUE}
    found = set(texts_in_sources())
    missing, unused = found - known, known - found
    assert not missing, "run script/manage makemessages and translate these"
    assert not unused, "run script/manage makemessages: these are no longer used"


def texts_of_the_paper() -> Iterator[Key]:
    """Yield what the offer's paper says by itself: its two templates, and the parts of a date."""
    for name in ("_paper", "_four_facts"):
        yield from texts_in_template((ROOT / f"templates/matching/{name}.html").read_text())
    words = texts_in_python((ROOT / "vida/calendar/words.py").read_text())
    yield from (text for text in words if text[0] in {"date format", "time format"})
    with translation.override(None):  # Django's own msgids
        yield from ((None, str(day), "") for day in WEEKDAYS.values())
        yield from (("alt. month", str(month), "") for month in MONTHS_ALT.values())


def test_every_catalogue_is_english_or_of_a_language_of_the_paper():
    assert sorted(path.name for path in (ROOT / "locale").iterdir()) == sorted(PAPER_LANGUAGES)


@pytest.mark.parametrize("language", SMALL)
def test_a_small_catalogue_holds_the_papers_texts_and_no_others(language):
    """So a changed Swedish sentence is changed in all of them, or left in Swedish by a decision (decision 19)."""
    catalogue = polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))
    keys = [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue]
    assert sorted(keys, key=str) == sorted(set(texts_of_the_paper()), key=str)
    assert not [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete or not entry.translated()]
    for entry in catalogue:
        assert sorted(FIXED.findall(entry.msgid)) == sorted(FIXED.findall(entry.msgstr)), entry.msgid
    assert catalogue.metadata["Language"] == language


def test_no_text_stands_there_twice():
    """As a merge of two changes can leave it; then makemessages refuses the file."""
    keys = [(entry.msgctxt, entry.msgid) for entry in CATALOGUE]
    assert not {each for each in keys if keys.count(each) > 1}


def test_both_kinds_of_sources_are_read():
    python = """_("a"  "b"); ngettext("c", "d", n); pgettext_lazy("e", "f"); translate("g"); _("%(h)s")"""
    assert set(texts_in_python(python)) == {(None, "ab", ""), (None, "c", "d"), ("e", "f", ""), (None, "%(h)s", "")}
    template = (
        """{% translate "a" %}{% badge _("b's") %}{% blocktranslate trimmed %} c {{ d }}\n e{% endblocktranslate %}"""
        """{% blocktranslate count n=n %}f{% plural %}{{ n }} g{% endblocktranslate %}{{ n|default:_('h') }} i"""
        """{% translate "j" context "k" %}"""
    )
    assert set(texts_in_template(template)) == {
        (None, "a", ""),
        (None, "b's", ""),
        (None, "c %(d)s e", ""),
        (None, "f", "%(n)s g"),
        (None, "h", ""),
        ("k", "j", ""),
    }


@pytest.mark.parametrize(
    "source", ["from django.utils.translation import gettext as now", "T = gettext_lazy", """f"{_('a')}\""""]
)
def test_a_text_that_xgettext_passes_by_is_refused(source):
    with pytest.raises(AssertionError):
        list(texts_in_python(source))


def test_every_text_is_translated():
    assert not [entry.msgid for entry in CATALOGUE if entry.fuzzy or entry.obsolete or not entry.translated()]


def test_placeholders_and_markup_survive():
    for entry in CATALOGUE:
        pairs = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            pairs = zip((entry.msgid, entry.msgid_plural), entry.msgstr_plural.values(), strict=True)
        for swedish, english in pairs:
            assert sorted(FIXED.findall(swedish)) == sorted(FIXED.findall(english)), swedish


SWEDISH = re.compile(r"\b(?:och|är|inte|att|som|med|på|för|av|du|har|ett|eller|visa|logga|alla)\b", re.IGNORECASE)
NAMES = re.compile("Välj Inkludering Delaktighet och Aktivitet|Myndigheten för digital förvaltning")
READ = re.compile(r"""(?:aria-label|title|placeholder|value|alt)="([^"]*)"|>([^<]+)<""")  # what a person sees or hears


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_login", "about", "accessibility_statement", "cookies", "associations:register", "reporting:today"]
)
def test_a_page_in_english_has_no_swedish(client, name):
    node = NodeFactory(slug="vast", name="West")
    needs_place = name.startswith(("associations:", "reporting:"))
    if name == "reporting:today":
        client.force_login(member(Role.COORDINATOR, node=node))
    client.cookies["language"] = "en"
    with translation.override("sv"):  # a request leaves its language behind; the next test must not find it
        page = client.get(reverse(name, args=["vast"] if needs_place else [])).content.decode()
    assert '<html lang="en"' in page
    seen = [attribute or text for attribute, text in READ.findall(page)]
    assert not [each for each in seen if SWEDISH.search(NAMES.sub("", each))]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "ti"])  # one that Django has texts of its own for, and one without
def test_the_papers_languages_are_not_the_interfaces(client, language):
    client.post(reverse("set_language"), {"language": language})
    with translation.override("sv"):
        page = client.get(reverse("account_login"), headers={"accept-language": language}).content.decode()
    assert '<html lang="sv" dir="ltr"' in page
