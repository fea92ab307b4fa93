"""What all typed numbers share: how they are cleaned, and how a faulty one is refused."""

import unicodedata


class InvalidNumber(ValueError):
    """A number that cannot be right; `str()` is a sentence that says what to do and never repeats the number."""


def plain(text: str) -> str:
    """`text` as a keyboard would have it: ASCII digits and hyphens, upper case, no spaces and nothing invisible."""
    kept = []
    for char in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(char)))
        elif category == "Pd" or char == "−":
            kept.append("-")
        elif category[0] not in "ZC":
            kept.append(char.upper())
    return "".join(kept)
