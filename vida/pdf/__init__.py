"""Documents as PDF/UA-1: made from templates, readable aloud, the same bytes from the same input."""

from vida.pdf.merge import merge_pdfs
from vida.pdf.render import NotOurFile, render_pdf

__all__ = ["NotOurFile", "merge_pdfs", "render_pdf"]
