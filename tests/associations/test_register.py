"""Registers with every fault of real ones: each row is created, known already, of another node, or faulty and why."""

from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from associations.models import Association, RegisterImport, RegisterRow
from associations.services import register
from associations.services.registerfile import MOST_BYTES, MOST_ROWS, Unreadable, read_register
from associations.tasks import clear_old_drafts
from associations.tasks import read_register as read_register_task
from nodes.roles import Role
from nodes.tenancy import acting_in, without_people
from tests.associations.conftest import mails
from tests.factories import AssociationFactory, NodeFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
PAGE = "/vast/foreningar/register/"
INVENTED = settings.BASE_DIR / "demo" / "data" / "register_example.csv"
REAL = settings.BASE_DIR.parent / "shared" / "data" / "associations" / "associations_vida_municipalities.csv"
NODES = {"vast": ["0125", "0184", "0183"], "nordost": ["0162", "0188", "0160", "0187", "0117"], "stockholm": ["0180"]}


def read(node, *rows):
    """Read rows into the node, and return them by number from 0."""
    made = register.start(node=node, file_name="x.csv", rows=[dict(row) for row in rows])
    register.read_on(register_import=made)
    return list(made.rows.order_by("number"))


def upload(client, content, name="register.csv", **more):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}, **more)


# --- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_is_read_however_it_was_saved(encoding, delimiter, end):
    lines = [["Förening", "Org.nr", "Kommun"], ["Ängby  SK ", "802002-4280", "Solna"], ["", "", ""]]
    content = end.join(delimiter.join(line) for line in lines).encode(encoding)
    assert read_register(content) == [{"name": "Ängby SK", "org_number": "802002-4280", "municipality": "Solna"}]


def test_a_workbook_is_read():
    book, target = Workbook(), BytesIO()
    for line in (["Namn", "Organisationsnummer", "Postnr"], ["Ängby SK", 8020024280, 16956], [None, None, None]):
        book.active.append(line)
    book.save(target)
    assert read_register(target.getvalue()) == [
        {"name": "Ängby SK", "org_number": "8020024280", "postal_code": "16956"}
    ]


def workbook_with(**parts):
    """A workbook of which some parts are replaced: its sheet, its list of sheets."""
    book, whole, broken = Workbook(), BytesIO(), BytesIO()
    book.active.append(["Namn"])
    book.active.append(["Ängby SK"])
    book.save(whole)
    names = {"xl/worksheets/sheet1.xml": "sheet", "xl/workbook.xml": "sheets"}
    with ZipFile(whole) as read, ZipFile(broken, "w") as written:
        for name in read.namelist():
            written.writestr(name, parts.get(names.get(name), read.read(name)))
    return broken.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": "<worksheet"},
        {
            "sheet": SHEET.format('<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>')
        },  # ends in the middle
        {"sheet": SHEET.format('<row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>')},
        {"sheet": SHEET.format('<row r="1"><c r="A1" t="n"><v>tolv</v></c></row></sheetData></worksheet>')},
        {"sheet": SHEET.format('<row r="ett"><c r="A1"><v>1</v></c></row></sheetData></worksheet>')},
        {"sheets": "inte xml"},
        {"sheets": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'},
    ],
)
def test_a_broken_workbook_is_refused_with_a_sentence(parts):
    assert read_register(workbook_with()) == [{"name": "Ängby SK"}]
    with pytest.raises(Unreadable, match="Filen går inte att öppna som Excel"):
        read_register(workbook_with(**parts))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "saknar en kolumn"),
        (b"orgnr;kommun\n1;2\n", "Filen saknar en kolumn"),
        (b"namn\n", "Filen har inga rader"),
        (b"namn\n\n ; \n", "Filen har inga rader"),
        (b"PK\x03\x04 nonsense", "Filen går inte att öppna som Excel."),
        (b"\x00\x01\x02\xff" * 50, "Filen saknar en kolumn"),
        (b"namn\n" + b'"' + b"a" * 200_000 + b'"\n', "Filen går inte att läsa som CSV."),
        (b"namn\n" + b"a\n" * (MOST_ROWS + 1), "fler än 20 000 rader"),
        (b"namn\n" + b"a" * MOST_BYTES, "större än 5 MB"),
    ],
)
def test_what_is_no_register_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_register(content)


def test_the_last_allowed_row_is_read():
    assert len(read_register(b"namn\n" + b"a\n" * MOST_ROWS)) == MOST_ROWS


# --- rows


def test_a_row_becomes_an_association(inside):
    (row,) = read(
        inside,
        {
            "name": "Ängby Sportklubb",
            "org_number": "168020024280",
            "municipality": "Solna",
            "postal_code": "169 56",
            "types": "Idrottsförening",
            "activities": "Fotboll",
            "homepage_url": "www.example.se",
            "email": "info@example.se",
            "phone": "070-174 06 05",
        },
    )
    made = Association.objects.get()
    assert (row.outcome, row.association, row.remarks) == ("created", made, "")
    assert (made.organisation_number, made.municipality_id, made.postcode) == ("8020024280", "0184", "16956")
    assert (made.homepage, made.phone, made.activities_text) == ("https://www.example.se", "+46701740605", "Fotboll")
    assert (made.sort_key, made.kind) == ("|ngby sportklubb", "association")


@pytest.mark.parametrize(
    ("row", "outcome", "words"),
    [
        ({"name": ""}, "faulty", "Namnet saknas."),
        ({"name": "…"}, "faulty", "Namnet saknas."),
        ({"name": "å" * 201}, "faulty", "längre än 200 tecken"),
        ({"name": "a\x1b"}, "faulty", "tecken som inte går att läsa"),
        ({"name": "Ett", "org_number": "80243-5329"}, "faulty", "Organisationsnumret 80243-5329 stämmer inte."),
        ({"name": "Ett", "org_number": "802404-9467"}, "faulty", "Siffrorna stämmer inte med varandra."),
        ({"name": "Ett", "org_number": "[personnummer-lik, borttagen]"}, "faulty", "Registret hade ett personnummer"),
        ({"name": "Ett", "org_number": "19900228-9800"}, "faulty", "Registret hade ett personnummer"),
        ({"name": "Ett", "municipality": "Sollna"}, "faulty", "Kommunen Sollna finns inte."),
        ({"name": "Ett", "municipality": "Nacka"}, "elsewhere", "Nacka hör inte till VIDA Väst."),
        ({"name": "Ett"}, "created", "Organisationsnummer saknas i registret."),
        ({"name": "Norrtälje Släktforskarföreni", "org_number": "8020024280"}, "created", ""),
        ({"name": "Norrtälje Släktforskarförening"}, "created", "kan vara avhugget"),
        (
            {"name": "Ett", "postal_code": "1", "email": "x", "homepage_url": "a b", "phone": "112"},
            "created",
            "Webbadressen",
        ),
        ({"name": "Solna församling", "types": "Trossamfund"}, "created", ""),
    ],
)
def test_what_becomes_of_a_row(inside, row, outcome, words):
    (made,) = read(inside, row)
    assert made.outcome == outcome
    assert words in made.remarks
    assert (made.association is not None) is (outcome == "created")


def test_a_persons_number_is_never_stored(inside):
    (row,) = read(inside, {"name": "Ett", "org_number": "900228-9800"})
    row = register.retry(row=row, values={"name": "Ett", "org_number": "19900228 9800"})
    stored = f"{row.raw}{row.remarks}{row.name}"
    assert "9800" not in stored
    assert row.outcome == "faulty"


def test_doubles_are_seen_in_the_file_and_in_the_node(inside):
    AssociationFactory(node=inside, name="Solna Bollklubb", organisation_number="8020024280")
    rows = read(
        inside,
        {"name": "Solna BK", "org_number": "8020024280"},  # same number, another spelling
        {"name": "SOLNA  BOLLKLUBB"},  # same name
        {"name": "Ängby Schack", "municipality": "Solna"},
        {"name": "ängby schack", "municipality": "Solna"},
        {"name": "Ängby Schack", "municipality": "Sundbyberg"},  # another place
        {"name": "Vaxholms Brukshundsklubb", "org_number": "802002-4280"},  # one number, two names
        {"name": "Norrtälje Släktforskarförening i Roslagen", "municipality": "Solna"},
        {"name": "Norrtälje Släktforskarförening", "municipality": "Solna"},  # cut at 30
    )
    assert [row.outcome for row in rows] == [
        *("double", "double", "created", "double", "created", "faulty", "created", "double"),
    ]
    assert "802002-4280 hör redan till Solna Bollklubb." in rows[5].remarks


def test_reading_on_twice_changes_nothing(inside):
    made = register.start(node=inside, file_name="x.csv", rows=[{"name": f"Förening {n}"} for n in range(5)])
    assert register.read_on(register_import=made, limit=3) == 3
    assert register.read_on(register_import=made, limit=3) == 2
    assert register.read_on(register_import=made) == 0
    assert Association.objects.count() == 5


def test_the_task_reads_all_and_running_it_again_is_safe(node):
    with acting_in(without_people(node.pk)):
        rows = [{"name": f"Förening {n}"} for n in range(register.BATCH + 1)]
        made = register.start(node=node, file_name="x.csv", rows=rows)
    assert read_register_task(node.pk, made.pk) == register.BATCH + 1
    assert read_register_task(node.pk, made.pk) == 0
    assert read_register_task(node.pk, 999_999) == 0


def test_a_row_of_another_node_is_not_a_double_of_ours(inside):
    other = NodeFactory(slug="dar", programme=inside.programme, municipalities=["0180"])
    with acting_in(without_people(other.pk)):
        read(other, {"name": "Solna Bollklubb", "org_number": "8020024280"})
    (row,) = read(inside, {"name": "Solna Bollklubb", "org_number": "8020024280"})
    assert row.outcome == "created"


# --- the page


def test_a_file_is_sent_in_and_its_report_stays(client, coordinator, inside):
    answer = upload(client, "Namn;Orgnr\nÄngby SK;802002-4280\nFel BK;12\n".encode("latin-1"))
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Ängby SK" in page
    assert "Organisationsnumret 12 stämmer inte." in page
    assert RegisterImport.objects.get().imported_by == coordinator
    assert "register.csv" in client.get(PAGE).content.decode()
    faulty = client.get(answer.url + "?outcome=faulty").content.decode()
    assert "Fel BK" in faulty
    assert "Ängby SK" not in faulty


def test_a_faulty_row_is_put_right_and_tried_again(client, coordinator, inside):
    report = upload(client, b"Namn;Orgnr\nFel BK;12\n").url
    row = RegisterRow.objects.get()
    address = f"{report}rad/{row.pk}/"
    assert 'value="12"' in client.get(address).content.decode()
    again = client.post(address, {"name": "Fel BK", "org_number": "13"})
    assert again.status_code == 422
    assert "Organisationsnumret 13 stämmer inte." in again.content.decode()
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": "Rätt BK", "org_number": "802002-4280"}).status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.association.name) == ("created", "Rätt BK")
    client.post(address, {"name": "Rätt BK", "org_number": "802002-4280"})  # pressed twice
    assert Association.objects.count() == 1
    assert client.get(address).status_code == 200


def test_a_row_is_marked_as_dealt_with_and_opened_again(client, coordinator, inside):
    report = upload(client, b"Namn;Orgnr\nFel BK;12\n").url
    row = RegisterRow.objects.get()
    client.post(f"{report}rad/{row.pk}/klar/")
    row.refresh_from_db()
    assert row.resolved_by == coordinator
    assert "Fel BK" not in client.get(report + "?open=on").content.decode()
    client.post(f"{report}rad/{row.pk}/klar/")
    assert "Fel BK" in client.get(report + "?open=on").content.decode()


def test_a_long_file_is_read_by_a_task_and_shows_how_far_it_has_come(
    client, coordinator, inside, django_capture_on_commit_callbacks
):
    content = "namn\n" + "".join(f"Förening {n}\n" for n in range(150))
    with django_capture_on_commit_callbacks() as left:
        report = upload(client, content.encode()).url
    assert len(left) == 1
    assert "Läser in: 0 av 150 rader" in client.get(report).content.decode()
    read_register_task(inside.pk, RegisterImport.objects.get().pk)
    assert "Allt är inläst." in client.get(report + "framsteg/").content.decode()
    assert Association.objects.count() == 150


@pytest.mark.parametrize("content", [b"", b"hej", b"PK\x03\x04", b"\x00" * 10])
def test_a_file_that_is_no_register_is_refused_on_the_page(client, coordinator, inside, content):
    assert upload(client, content).status_code == 422
    assert not RegisterImport.objects.exists()


def test_no_file_is_refused(client, coordinator, inside):
    answer = client.post(PAGE, {})
    assert answer.status_code == 422
    assert "Välj en fil." in answer.content.decode()


def test_another_node_does_not_have_the_report(client, coordinator, inside, signed_in):
    report = upload(client, b"Namn;Orgnr\nFel BK;12\n").url
    row = RegisterRow.objects.get()
    signed_in(Role.COORDINATOR, NodeFactory(slug="dar", municipalities=["0180"]))
    for path in (report, f"{report}framsteg/", f"{report}rad/{row.pk}/"):
        assert client.get(path).status_code == 404
        assert client.get(path.replace("/vast/", "/dar/")).status_code == 404
    assert client.post(f"{report}rad/{row.pk}/klar/".replace("/vast/", "/dar/")).status_code == 404
    assert mails() == []


# --- the command


@pytest.fixture
def programme(db):
    programme = ProgrammeFactory(name="VIDA")
    for slug, codes in NODES.items():
        NodeFactory(programme=programme, slug=slug, name=f"VIDA {slug}", municipalities=codes)
    return programme


def outcomes(programme):
    found = {}
    for node in programme.nodes.order_by("id"):
        with acting_in(without_people(node.pk)):
            rows = RegisterRow.objects.order_by("number").values_list("outcome", "remarks", "association__municipality")
            found[node.slug] = list(rows)
            assert RegisterRow.objects.filter(outcome="created").count() == Association.objects.count()
            assert not RegisterRow.objects.exclude(outcome="created").filter(remarks="").exists()
    return found


@pytest.mark.parametrize(
    "file",
    [
        INVENTED,
        pytest.param(
            REAL,
            marks=pytest.mark.skipif(
                not Path(REAL).exists(), reason="the real register is not shipped with the project"
            ),
        ),
    ],
)
def test_a_whole_register_goes_to_the_nodes_of_its_municipalities(programme, file):
    told = StringIO()
    call_command("load_register", file, programme="VIDA", stdout=told)
    found = outcomes(programme)
    assert all(found.values())
    total = len(read_register(file.read_bytes()))
    assert sum(len(rows) for rows in found.values()) == total
    for slug, rows in found.items():
        assert {outcome for outcome, _remarks, _town in rows} <= {"created", "double", "faulty"}
        assert {town for outcome, _remarks, town in rows if outcome == "created"} <= set(NODES[slug])
    everything = [row for rows in found.values() for row in rows]
    kinds = [outcome for outcome, _remarks, _town in everything]
    assert kinds.count("created") > 0.85 * total
    assert 0 < kinds.count("faulty") < 0.1 * total
    assert kinds.count("double") > 0
    remarks = " ".join(remarks for _outcome, remarks, _town in everything)
    assert "Registret hade ett personnummer" in remarks
    assert "stämmer inte" in remarks
    assert "kan vara avhugget" in remarks
    assert "VIDA stockholm: " in told.getvalue()
    call_command("load_register", file, programme="VIDA", stdout=told)
    assert "created" not in {
        outcome for rows in (rows[len(rows) // 2 :] for rows in outcomes_again(programme)) for outcome in rows
    }


def outcomes_again(programme):
    for node in programme.nodes.order_by("id"):
        with acting_in(without_people(node.pk)):
            yield list(RegisterRow.objects.order_by("register_import", "number").values_list("outcome", flat=True))


def test_the_command_reads_into_one_node(node, tmp_path):
    file = tmp_path / "register.csv"
    file.write_text("namn\nÄngby SK\n", encoding="utf-8")
    call_command("load_register", file, node="vast", stdout=StringIO())
    with acting_in(without_people(node.pk)):
        assert Association.objects.get().name == "Ängby SK"


@pytest.mark.parametrize("where", [{"node": "finns-inte"}, {"programme": "finns inte"}])
def test_the_command_says_what_is_not_there(db, where, tmp_path):
    file = tmp_path / "register.csv"
    file.write_text("namn\nÄngby SK\n", encoding="utf-8")
    with pytest.raises(CommandError, match="There is no"):
        call_command("load_register", file, **where)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("load_register", tmp_path / "nothing.csv", **where)


def test_old_drafts_go_and_younger_ones_stay(client, node, monkeypatch):
    from datetime import timedelta  # noqa: PLC0415

    from associations.models import ActivityRegistration  # noqa: PLC0415
    from vida import clock  # noqa: PLC0415

    with acting_in(without_people(node.pk)):
        for days in (91, 89):
            ActivityRegistration.objects.create(
                node=node, secret_hash=str(days), saved_at=clock.now() - timedelta(days=days)
            )
    assert clear_old_drafts() == 1
    assert clear_old_drafts() == 0
    with acting_in(without_people(node.pk)):
        assert ActivityRegistration.objects.get().secret_hash == "89"
