"""HTML becomes a tagged PDF: WeasyPrint, kept to our own files."""

from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from vida.pdf.render import NotOurFile

_SCHEME = "static:"


def draw(html: str) -> bytes:
    """The PDF/UA-1 that WeasyPrint makes of `html`; NotOurFile when it asks for what is not `static:<path>`."""
    try:
        drawn: bytes = HTML(string=html, url_fetcher=_StaticFiles()).write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refusal:  # a BaseException, which no handler further up would meet
        raise NotOurFile(str(refusal)) from None
    return drawn


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
