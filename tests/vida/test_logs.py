"""What is written to the log: by the handler that the settings set up, whoever writes."""

from io import StringIO
from logging import getLogger

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from vida.celery import app
from vida.logs import WithoutSecrets

SECRET = "Zx3_kQ-9vLw0pRt5YbNm2Hs7Jd4Gf8Ac6Ue1Wi0Xo9K"

FIRST, LAST = "Alma", "Ankström"
NAME = f"{FIRST}\n\n{LAST}"  # a gap, as between the errors of a chain


@pytest.fixture
def written(monkeypatch):
    """What has been logged, as a function."""
    (handler,) = [each for each in getLogger().handlers if any(isinstance(one, WithoutSecrets) for one in each.filters)]
    stream = StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return stream.getvalue


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/inbjudan/{}/", "/anmal-aktivitet/vast/fortsatt/{}/", "/konto/no/{}/"])
def test_an_address_is_logged_without_its_secret(client, written, path):
    client.get(f"{path.format(SECRET)}nothing/")
    assert "Not Found: /" in written()
    assert SECRET not in written()


@pytest.mark.django_db
def test_an_error_of_the_database_is_logged_without_the_row(written):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE person (name text, born int NOT NULL) ON COMMIT DROP")
    with pytest.raises(IntegrityError, match=FIRST) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO person VALUES (%s, NULL)", [NAME])
    getLogger("django.request").error("Internal Server Error: %s", "/vast/", exc_info=raised.value)
    getLogger("celery.app.trace").error("Task %s raised unexpected: %r", "one.task", raised.value)
    assert "The above exception was the direct cause" in written()  # both of the chain are told
    assert written().count("null value in column") == 3
    assert FIRST not in written()
    assert LAST not in written()


@pytest.mark.django_db
def test_a_statement_that_cannot_be_read_is_not_quoted(written):
    with pytest.raises(ProgrammingError, match=FIRST) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing(%s)", [NAME])
    getLogger("django.request").error("Internal Server Error: %s", "/vast/", exc_info=raised.value)
    assert "ProgrammingError" in written()
    assert FIRST not in written()
    assert LAST not in written()


def test_the_worker_leaves_the_log_as_it_is():
    before = list(getLogger().handlers)
    app.log.setup(loglevel="DEBUG")
    assert getLogger().handlers == before
