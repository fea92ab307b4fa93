"""A template becomes a tagged PDF.

The fonts (Noto Sans, Noto Sans Ethiopic, Vazirmatn for Arabic script) are found by fontconfig; `FONTCONFIG_FILE` in the
environment names the file that lists them, so that a document looks the same on every machine.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from pikepdf import Dictionary, Name, Pdf


class NotOurFile(Exception):
    """A document asked for something that is not one of our static files; it is not made."""


def render_pdf(template: str, context: Mapping[str, Any], *, title: str, lang: str = "sv") -> bytes:
    """The PDF/UA-1 document that `template` (which extends documents/base.html) makes of `context`, in `lang`.

    Pictures and styles are written as `static:<path>`; NotOurFile for any other address.
    """
    from vida.pdf.drawing import draw  # noqa: PLC0415 WeasyPrint takes two seconds to read in, and most commands draw nothing

    with override(lang):
        html = render_to_string(template, {**context, "title": title, "lang": lang})
    with Pdf.open(BytesIO(draw(html))) as pdf:
        _say_what_headers_head(pdf)
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """The document's bytes, with an identifier that follows from its content and not from the time."""
    target = BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _say_what_headers_head(pdf: Pdf) -> None:
    """Tell screen readers whether a header cell heads a column or a row; WeasyPrint leaves that out (issue 2508)."""
    for cell in pdf.objects:
        if isinstance(cell, Dictionary) and cell.get(Name.S) == Name.TH:
            in_head = Name.THead == cell.P.P.S
            cell.A.Scope = Name.Column if in_head else Name.Row
