"""How alike two names are: the same person written by two hands, the same association written in two registers.

A likeness is a hint for a person who decides, never a merge. Names are compared word by word in any order, because
many people have one name only, or are known by different parts of a long one.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from vida.text import fold

LIKELY = 0.84  # from here a likeness is worth showing; choose candidates in the database first: a pair takes 0.3 ms

_PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "bint", "abu", "van", "von", "de"})
_SOUNDS = (  # in this order; the letters of many transliterations, brought to one
    (r"(?<=[ei])x", "ks"),  # Alexander, not Somali Maxamed
    (r"kh|x", "h"),
    (r"ph", "f"),
    (r"sch|sh|zh|ts|tz|[zs]", "s"),
    (r"dh|th|[dt]", "t"),
    (r"dj|[jy]", "j"),
    (r"gh|ck|[gqck]", "k"),
    (r"[bp]", "p"),
    (r"[wv]", "v"),
    (r"^[ou]+", "U"),  # a first vowel tells names apart (Omar, Amir), the later ones do not
    (r"^[ei]+", "I"),
    (r"^[a]+", "A"),
    (r"(?<!^)[aeiouj]", ""),
    (r"h$", ""),
    (r"(.)\1+", r"\1"),
)

_ABBREVIATIONS = {
    "if": "idrott", "ik": "idrott", "is": "idrott", "sk": "sport", "bk": "boll", "ff": "fotboll", "fk": "fotboll",
    "fc": "fotboll", "ibf": "innebandy", "ibk": "innebandy", "hk": "handboll", "tk": "tennis", "gk": "golf",
    "rk": "rid", "rf": "rid", "gf": "gymnastik", "ok": "orientering", "ss": "sim", "hbf": "hembygd",
}  # fmt: skip
_FORMS = re.compile(r"s?(forening|klubb|club|sallskap|forbund)(en|et|ar|arna)?$")
_FILLERS = frozenset({"i", "och", "for", "av", "the", "and", "ideell", "ideella"})


def sound(name: str) -> str:
    """A rough sound of each word, sorted: Mohammed, Muhammad and Maxamed give the same. For finding candidates."""
    return " ".join(sorted(filter(None, map(_sound, _person_words(name)))))


def person_likeness(one: str, other: str) -> float:
    """How likely two names are one person's, 0–1, whatever the transliteration, the order or the parts left out."""
    words, others = _person_words(one), _person_words(other)
    if not words or not others:
        return 0.0
    return max(_best_match(words, others, _heard_alike), _heard_alike("".join(words), "".join(others)))


def association_likeness(one: str, other: str) -> float:
    """How likely two names are one association's, 0–1: "Täby FF" and "Täby Fotbollsförening" are equal (1)."""
    words, others = _association_words(one), _association_words(other)
    if not words or not others:
        return 0.0
    return max(_best_match(words, others, _spelt_alike), _spelt_alike("".join(words), "".join(others)))


def _person_words(name: str) -> list[str]:
    words = fold(re.sub(r"[\-‐‑–]", " ", name)).split()
    return [word for word in words if word not in _PARTICLES] or words


def _association_words(name: str) -> list[str]:
    words = fold(re.sub(r"[\-‐‑–]", " ", name)).split()
    cores = [_FORMS.sub("", _ABBREVIATIONS.get(word, word)) for word in words if word not in _FILLERS]
    return [_nominative(core) for core in cores if core] or words


def _nominative(word: str) -> str:
    return word.removesuffix("s") if len(word) > len("Solna") else word


def _sound(word: str) -> str:
    for pattern, letters in _SOUNDS:
        word = re.sub(pattern, letters, word)
    return word


def _spelt_alike(one: str, other: str) -> float:
    first, second = sorted((one, other))  # the matcher alone is not quite the same both ways
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _heard_alike(one: str, other: str) -> float:
    """Sound counts more than spelling where there is enough of it to hear, else less."""
    spelling = _spelt_alike(one, other)
    sounds = _sound(one), _sound(other)
    hearing = _spelt_alike(*sounds)
    weight = 0.6 if min(map(len, sounds)) > 2 else 0.3
    return weight * hearing + (1 - weight) * spelling


def _best_match(words: Sequence[str], others: Sequence[str], alike: Callable[[str, str], float]) -> float:
    """The mean likeness of the shorter name's words to their best partners, lowered for each word left over."""
    fewer, more = sorted((words, others), key=lambda name: (len(name), name))
    pairs = [(alike(one, other), i, j) for i, one in enumerate(fewer) for j, other in enumerate(more)]
    total, used, met = 0.0, set[int](), set[int]()
    for likeness, i, j in sorted(pairs, reverse=True):
        if i not in used and j not in met:
            total += likeness
            used.add(i)
            met.add(j)
    return total / len(fewer) * (0.7 + 0.3 * len(fewer) / len(more))
