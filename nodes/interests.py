"""The interest areas and the search that leads from people's own words to them (R93, R111).

Two levels: a group ("Musik") and its leaves ("Sång och kör"). The words come from Swedish association
registers (docs/data.md). Swedish compounds are understood from both ends: "barnyoga" is yoga and
"fotbollsläger" football, while "körkort" is no choir and "transport" no sport.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from django.utils.translation import get_language

from nodes.reference import read_rows

WHOLE, SEQUENCE, FIRST_PART, LAST_PART, BEGINNING, MISSPELT = 100.0, 80.0, 70.0, 60.0, 40.0, 30.0
GENERIC_PENALTY: Final = 25.0

LINKS: Final = ("", "s", "e", "o")  # "fotboll-s-skola"
LONGEST_TEXT = 300  # characters read of what somebody wrote
SHORTEST_FIRST_PART = 4  # "körskola" is about driving
SHORTEST_LAST_PART = 4
SHORTEST_TOLERANT = 4  # "sang" is sång, but "man" is not män
SHORTEST_MISSPELT = 6
ALIKE = 0.9
BARE: Final = str.maketrans("åäö", "aao")
NORDIC: Final = str.maketrans("æø", "äö")


@dataclass(frozen=True)
class Area:
    """A group or a leaf of the taxonomy."""

    code: str
    parent: str  # "" for a group
    name_sv: str
    name_en: str
    synonyms_sv: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    icon: str

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if get_language() == "en" else self.name_sv


@dataclass(frozen=True)
class Term:
    """One word or phrase of one area. `whole` terms count only when nothing else is written ("it", "gång")."""

    text: str
    area: str
    whole: bool


@cache
def areas() -> dict[str, Area]:
    """Return all interest areas by code, each group followed by its leaves."""
    return {
        row["code"]: Area(
            **{key: row[key] for key in ("code", "parent", "name_sv", "name_en", "icon")},
            synonyms_sv=tuple(filter(None, row["synonyms_sv"].split("|"))),
            synonyms_en=tuple(filter(None, row["synonyms_en"].split("|"))),
        )
        for row in read_rows("interest_areas.csv")
    }


@cache
def word_parts(kind: str) -> frozenset[str]:
    """Return the parts of compounds of one kind; `word_parts.csv` says what each kind means."""
    return frozenset(
        word for row in read_rows("word_parts.csv") if row["kind"] == kind for word in row["words"].split("|")
    )


def leaves_of(group: str) -> list[str]:
    """Return the codes of the group's leaves in the list's order."""
    return [area.code for area in areas().values() if area.parent == group]


def find_area(text: str, limit: int = 8) -> list[str]:
    """Return area codes for what somebody wrote, best first; leaves of a named group follow the group."""
    found = named_areas(text) or _ranked(_beginning(fold(text[:LONGEST_TEXT])))
    following = [leaf for code in found for leaf in leaves_of(code)]
    return list(dict.fromkeys(found + following))[:limit]


def named_areas(text: str) -> list[str]:
    """Return only the areas that the words themselves name, best first: what an import may store."""
    return _ranked(_score(fold(text[:LONGEST_TEXT]).split()))


def _ranked(scores: dict[str, float]) -> list[str]:
    """Order by score, then the list's own order; a group gives way to a leaf of its own that fits as well."""
    order = list(areas())
    better_said = {
        areas()[code].parent for code, score in scores.items() if score >= scores.get(areas()[code].parent, 0)
    }
    return sorted(scores.keys() - better_said, key=lambda code: (-scores[code], order.index(code)))


def fold(text: str) -> str:
    """Return lower-case words of letters and digits: å, ä and ö kept, other accents and all signs gone."""
    lower = unicodedata.normalize("NFC", text).casefold().translate(NORDIC)
    plain = "".join(
        letter
        if letter in "åäö"
        else "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
        for letter in lower
    )
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def _terms() -> dict[str, list[Term]]:
    """Return every term under its bare spelling."""
    terms: dict[str, list[Term]] = defaultdict(list)
    for area in areas().values():
        names = [part for name in (area.name_sv, area.name_en) for part in re.split(r",| och | and ", name)]
        for word in (area.name_sv, area.name_en, *names, *area.synonyms_sv, *area.synonyms_en):
            term = Term(text=fold(word), area=area.code, whole=word.startswith("="))
            terms[term.text.translate(BARE)].append(term)
    return dict(terms)


def _look_up(text: str, *, whole: bool = False) -> set[str]:
    found = _terms().get(text.translate(BARE), [])
    return {term.area for term in found if (whole or not term.whole) and _agrees(text, term.text)}


def _agrees(written: str, term: str) -> bool:
    """Letters are equal, or the writer left the ring and the dots out; "säng" is never sång."""
    if len(term) < SHORTEST_TOLERANT:
        return written == term
    return all(w in (t, t.translate(BARE)) for w, t in zip(written, term, strict=True))


def _score(words: list[str]) -> dict[str, float]:
    """Return the best score of each area found, by the most certain way that finds anything."""
    text = " ".join(words)
    if found := _look_up(text, whole=True):
        return dict.fromkeys(found, WHOLE)
    scores: dict[str, float] = {}
    for area, score in _inside(words):
        scores[area] = max(score, scores.get(area, 0))
    return scores or _misspelt(words)


def _inside(words: list[str]) -> Iterator[tuple[str, float]]:
    """Yield what phrases and compounds inside the text name, the longest phrase first at each place."""
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 6), start, -1):
            phrase = " ".join(words[start:end])
            if found := _look_up(phrase):
                penalty = GENERIC_PENALTY if phrase in word_parts("general_last_part") else 0
                yield from ((area, SEQUENCE + end - start - penalty) for area in found)
                break
        else:
            end = start + 1
            yield from _compound(words[start])
        start = end


def _compound(word: str) -> Iterator[tuple[str, float]]:
    """Yield what the first or last part of one compound names; the longest such part wins."""
    if word in word_parts("false_friend"):
        return
    for cut in range(len(word) - 1, SHORTEST_FIRST_PART - 1, -1):
        if (found := _look_up(word[:cut])) and _says_little(word[cut:]):
            yield from ((area, FIRST_PART + cut / 100) for area in found)
            return
    for cut in range(1, len(word) - 2):
        first, last = word[:cut], word[cut:]
        if _may_be_last(first, last) and (found := _look_up(last)):
            penalty = GENERIC_PENALTY if last in word_parts("general_last_part") else 0
            yield from ((area, LAST_PART + len(last) / 100 - penalty) for area in found)
            return


def _says_little(rest: str) -> bool:
    """True for an ending or a general last part: "-en", "-s-skola"."""
    if rest in word_parts("ending"):
        return True
    return any(rest.removeprefix(link).translate(BARE) in _bare_generic() for link in LINKS if rest.startswith(link))


@cache
def _bare_generic() -> frozenset[str]:
    return frozenset(word.translate(BARE) for word in word_parts("general_last_part"))


def _may_be_last(first: str, last: str) -> bool:
    """After a well-known first part anything goes; otherwise no verbs ("till-baka") and no scraps."""
    if first in word_parts("first_part"):
        return True
    return len(first) >= 3 and len(last) >= SHORTEST_LAST_PART and not last.endswith("a")


def _beginning(text: str) -> dict[str, float]:
    """While somebody is still typing: the terms that begin so."""
    if len(text) < 3:
        return {}
    return {
        term.area: BEGINNING
        for bare, terms in _terms().items()
        if bare.startswith(text.translate(BARE))
        for term in terms
        if not term.whole and _agrees(text, term.text[: len(text)])
    }


def _misspelt(words: list[str]) -> dict[str, float]:
    """A letter too many, too few or exchanged in a long word."""
    known = [bare for bare in _terms() if len(bare) >= SHORTEST_MISSPELT]
    return {
        term.area: MISSPELT
        for word in words
        if len(word) >= SHORTEST_MISSPELT and word not in word_parts("general_last_part")
        for close in get_close_matches(word.translate(BARE), known, n=2, cutoff=ALIKE)
        for term in _terms()[close]
        if not term.whole
    }
