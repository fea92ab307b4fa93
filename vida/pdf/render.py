"""A template becomes a tagged PDF.

The fonts (Noto Sans, Noto Sans Ethiopic, Vazirmatn for Arabic script) are found by fontconfig; `FONTCONFIG_FILE` in the
environment names the file that lists them, so that a document looks the same on every machine.
"""

from collections.abc import Mapping
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils.translation import override
from pikepdf import Dictionary, Name, Pdf
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_SCHEME = "static:"


class NotOurFile(Exception):
    """A document asked for something that is not one of our static files; it is not made."""


class _StaticFiles(URLFetcher):
    """Opens `static:<path>` from our static folders, and nothing else: no network, no other file."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file's content; FatalURLFetchingError for every other address and where there is no such file."""
        try:
            found = finders.find(url.removeprefix(_SCHEME)) if url.startswith(_SCHEME) else None
        except SuspiciousFileOperation:
            found = None
        if found is None:
            raise FatalURLFetchingError(url)  # anything less and WeasyPrint goes on without the file
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": guess_type(url)[0] or "text/plain"})


def render_pdf(template: str, context: Mapping[str, Any], *, title: str, lang: str = "sv") -> bytes:
    """The PDF/UA-1 document that `template` (which extends documents/base.html) makes of `context`, in `lang`.

    Pictures and styles are written as `static:<path>`; NotOurFile for any other address.
    """
    with override(lang):
        html = render_to_string(template, {**context, "title": title, "lang": lang})
    try:
        drawn = HTML(string=html, url_fetcher=_StaticFiles()).write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refusal:  # a BaseException, which no handler further up would meet
        raise NotOurFile(str(refusal)) from None
    with Pdf.open(BytesIO(drawn)) as pdf:
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
