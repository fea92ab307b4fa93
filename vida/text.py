"""Text as people type it: made clean, put in Swedish order, folded for search."""

import re
import unicodedata

# After z in plain byte order, so that å ä ö come last, in that order, under the C collation of any PostgreSQL.
_SWEDISH_ORDER = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "œ": "}", "ü": "y"} | dict.fromkeys("{|}", "")
)
_LETTERS = str.maketrans(  # letters that Unicode does not take apart, in the nearest plain letters
    {"ø": "o", "æ": "a", "œ": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ħ": "h", "ə": "a", "ŋ": "n"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}  # the same Arabic letters, as Persian and Arabic keyboards type
)
_JOINERS = re.compile(r"['’‘ʼʹʾʿ`´\-‐‑]")
_NO_WORD = re.compile(r"[\W_]+")

# Controls that turn or hide text. Kept: the joiners that Persian (200C) and emoji (200D) need.
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_CONTROLS = ("Cc", "Cs")
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp", "Zs")


class ControlCharacter(ValueError):
    """The text holds a character that nobody can have meant to type."""


def clean(text: str, *, multiline: bool = False) -> str:
    """`text` in NFC, trimmed, without the invisible characters that turn or hide text.

    Letters of every script, emoji and the joiners they need are kept. Line ends become "\\n" when `multiline`, else
    they and tabs become a space. "" for a text with nothing visible in it. ControlCharacter for other controls.
    """
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", text))
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if not multiline:
        text = text.replace("\n", " ")
    if any(unicodedata.category(char) in _CONTROLS and char != "\n" for char in text):
        raise ControlCharacter
    visible = any(unicodedata.category(char) not in _INVISIBLE for char in text)
    return text.strip() if visible else ""


def sort_key(text: str) -> str:
    """A key in Swedish order when compared byte by byte: a–z, å, ä, ö; case and other accents do not count.

    Store it beside the name in a column with `db_collation="C"`. Words sort one by one; hyphens part words and
    apostrophes do not count; v and w are different letters (SAOL 13); other scripts come after, in Unicode's order.
    """
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_SWEDISH_ORDER)
    kept = []
    for word in re.split(r"[\s\-‐‑–]+", lowered):
        kept.append("".join(char for char in _plain(word) if char.isalnum() or char in "{|}"))
    return " ".join(part for part in kept if part)


def fold(text: str) -> str:
    """`text` for searching: lower case, without accents (å→a), apostrophes, hyphens and signs, one space between words.

    "Abd-Al’Rahman" and "abdalrahman" fold alike; double letters are kept. "" when nothing is left.
    """
    joined = _JOINERS.sub("", unicodedata.normalize("NFKC", text))
    return _NO_WORD.sub(" ", _plain(joined.casefold())).strip()


def _plain(text: str) -> str:
    """`text` without accents and vowel marks, in the nearest plain letters."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if unicodedata.category(char) != "Mn"))
