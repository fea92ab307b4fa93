"""Documents: valid PDF/UA with every script, the same bytes each time, and no way out to network or disk."""

from io import BytesIO

import page
import pikepdf
import pytest
from django.template import engines
from pdfminer.high_level import extract_text
from pikepdf import Name

from vida.charts import Bar, bar_chart
from vida.pdf import NotOurFile, merge_pdfs, render_pdf

NAMES = [
    ("ar", "محمد علي"),
    ("fa", "گلناز پژمان"),
    ("ti", "ተስፋዬ ሃይለ"),
    ("uk", "Олена Шевченко"),
    ("tr", "Iğdır Çağlayan"),
    ("sv", "Åsa Öberg"),
]
LIST = """{% extends "documents/base.html" %}{% block sheet %}landscape{% endblock %}{% block content %}
<h1>{{ title }}</h1><p>Se <a href="https://example.org/">sidan</a>.</p>
<table><caption>Deltagare</caption>
<thead><tr><th scope="col">Namn</th><th scope="col">1 dec</th><th scope="col">8 dec</th></tr></thead>
<tbody>{% for language, name in names %}<tr><th scope="row"><bdi lang="{{ language }}">{{ name }}</bdi></th>
<td></td><td>x</td></tr>{% endfor %}</tbody></table>{% endblock %}"""


@pytest.fixture
def document(monkeypatch):
    """Renders a template given as text; what is tested is everything after finding it."""

    def render(source, *, title="Närvarolista", lang="sv", **context):
        monkeypatch.setattr(
            "vida.pdf.render.render_to_string",
            lambda _name, context: engines["django"].from_string(source).render(context),
        )
        return render_pdf("documents/x.html", context, title=title, lang=lang)

    return render


def faults(pdf):
    report = page.validate_pdf_bytes(pdf)
    assert report.profile == page.ValidationProfile.PDF_UA_1
    return [(failure.rule_id, failure.message) for failure in report.failures]


def scopes(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [
            str(thing.A.Scope)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get(Name.S) == Name.TH
        ]


def read_aloud(pdf):
    """The text in reading order, without the marks of direction that a reader never sees."""
    return " ".join(extract_text(BytesIO(pdf)).split())


def test_a_list_with_every_script_is_pdf_ua_and_reads_back(document):
    pdf = document(LIST, names=NAMES)
    assert faults(pdf) == []
    text = read_aloud(pdf)
    for _language, name in NAMES:
        for word in name.split():
            assert word in text or word[::-1] in text, "right-to-left words may be read from the left by the extractor"


def test_title_and_language_are_said(document):
    with pikepdf.open(BytesIO(document(LIST, names=NAMES, lang="en"))) as pdf:
        assert str(pdf.docinfo.Title) == "Närvarolista"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_header_cells_say_what_they_head(document):
    found = scopes(document(LIST, names=NAMES))
    assert found.count("/Column") == 3
    assert found.count("/Row") == len(NAMES)


def test_a_long_list_repeats_its_head_and_stays_valid(document):
    pdf = document(LIST, names=NAMES * 30)
    assert faults(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) > 3


def test_the_same_input_gives_the_same_bytes(document):
    assert document(LIST, names=NAMES) == document(LIST, names=NAMES)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        "static:../pyproject.toml",
        "static:/etc/passwd",
        "static:no-such-file.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_document_reaches_nothing_but_our_static_files(document, address):
    with pytest.raises(NotOurFile):
        document('<html lang="sv"><title>x</title><img src="{{ address }}" alt="x">', address=address)


def test_a_chart_in_a_document_is_a_figure_with_its_name(document):
    chart = bar_chart("Matchade per nod", [Bar("Väst", 12), Bar("Nordost", None, "färre än 5")])
    source = """{% extends "documents/base.html" %}{% block content %}<h1>x</h1>{{ chart }}{% endblock %}"""
    pdf = document(source, chart=chart)
    assert faults(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        figures = [t for t in opened.objects if isinstance(t, pikepdf.Dictionary) and t.get(Name.S) == Name.Figure]
        assert [str(figure.Alt) for figure in figures] == ["Matchade per nod"]


def test_names_are_escaped(document):
    assert "<script>" in read_aloud(document(LIST, names=[("sv", "<script>alert(1)</script>")]))


def test_merged_documents_are_pdf_ua_and_keep_order_text_and_tags(document):
    parts = [document(LIST, names=NAMES * times, title=f"Lista {times}") for times in (1, 12, 2)]
    merged = merge_pdfs(parts, title="Alla listor")
    assert faults(merged) == []
    assert sorted(scopes(merged)) == sorted(scope for part in parts for scope in scopes(part))
    text = read_aloud(merged)
    assert text.index("Lista 1") < text.index("Lista 12") < text.rindex("Lista 2")
    with pikepdf.open(BytesIO(merged)) as opened:
        assert str(opened.docinfo.Title) == "Alla listor"
        assert len(opened.pages) == sum(len(pikepdf.open(BytesIO(part)).pages) for part in parts)
        cells = [
            str(thing.ID) for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and Name.ID in thing
        ]
        assert len(set(cells)) == len(cells) > 0
        keys = [int(found.StructParents) for found in (each.obj for each in opened.pages)]
        assert len(set(keys)) == len(keys)
        with opened.open_outline() as outline:
            assert [str(item.title) for item in outline.root] == ["Lista 1", "Lista 12", "Lista 2"]


def test_merging_gives_the_same_bytes_each_time(document):
    parts = [document(LIST, names=NAMES), document(LIST, names=NAMES[:1])]
    assert merge_pdfs(parts, title="Alla") == merge_pdfs(parts, title="Alla")


def test_merging_one_is_fine_and_merging_none_is_refused(document):
    assert faults(merge_pdfs([document(LIST, names=NAMES)], title="En")) == []
    with pytest.raises(ValueError, match="nothing"):
        merge_pdfs([], title="x")
