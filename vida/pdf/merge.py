"""Several tagged documents become one, still tagged: rendering them as one would take gigabytes."""

from collections.abc import Sequence
from io import BytesIO

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from vida.pdf.render import saved


def merge_pdfs(documents: Sequence[bytes], *, title: str) -> bytes:
    """The documents of `render_pdf` one after the other, as one PDF/UA-1 document called `title`.

    It has a bookmark per document. The language is the first one's. ValueError when there is no document.
    """
    if not documents:
        raise ValueError("there is nothing to merge")
    parts = [Pdf.open(BytesIO(document)) for document in documents]
    merged = parts[0]
    bookmarks = [OutlineItem(str(merged.docinfo.get(Name.Title, title)), 0)]
    for number, part in enumerate(parts[1:], start=2):
        bookmarks.append(OutlineItem(str(part.docinfo.get(Name.Title, title)), len(merged.pages)))
        _append(merged, part, number)
    with merged.open_outline() as outline:
        outline.root[:] = bookmarks
    with merged.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = title
    return saved(merged)


def _append(merged: Pdf, part: Pdf, number: int) -> None:
    """Add the pages of `part` and hang its structure into that of `merged`."""
    _make_keys_unique(part, offset=_next_key(merged), prefix=f"{number}:")
    merged.pages.extend(part.pages)  # before the structure, which then points at the copied pages
    copied = merged.copy_foreign(part.Root.StructTreeRoot)
    root = merged.Root.StructTreeRoot
    for element in copied.K:
        element.P = root
        root.K.append(element)
    root.ParentTree.Nums.extend(copied.ParentTree.Nums)


def _next_key(pdf: Pdf) -> int:
    return max((int(key) for key in list(pdf.Root.StructTreeRoot.ParentTree.Nums)[::2]), default=-1) + 1


def _make_keys_unique(pdf: Pdf, *, offset: int, prefix: str) -> None:
    """Move the numbers by which pages and links find their tags, and rename the cells that headers are known by."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for at in range(0, len(numbers), 2):
        numbers[at] = int(numbers[at]) + offset
    for page in pdf.pages:
        page.obj.StructParents = int(page.obj.StructParents) + offset
        for link in page.obj.get(Name.Annots, ()):
            if Name.StructParent in link:
                link.StructParent = int(link.StructParent) + offset
    for cell in pdf.objects:
        if isinstance(cell, Dictionary) and cell.get(Name.S) in (Name.TH, Name.TD):
            if Name.ID in cell:
                cell.ID = String(prefix + str(cell.ID))
            if Name.Headers in cell.get(Name.A, {}):
                cell.A.Headers = Array([String(prefix + str(header)) for header in cell.A.Headers])
