"""The embedded servers, started for real in an instance of their own below a folder that only its owner may enter."""

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from vida.embedded import places, servers
from vida.embedded.places import Trouble, own_notes, server_account, server_home
from vida.embedded.postgres import Postgres, free_port
from vida.embedded.servers import forget, needed, running
from vida.embedded.valkey import Valkey

INSTANCE = f"selftest-{os.getpid()}"
OWN_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
    pytest.param(None, marks=pytest.mark.skip(reason="this machine has no PostgreSQL of its own"))
]


@pytest.fixture
def instance(tmp_path, monkeypatch):
    """A name with no data yet. pytest's folder is closed (0700), as a careful person's home is."""
    monkeypatch.setattr(places, "DATA", tmp_path)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    yield INSTANCE
    forget(INSTANCE)


def ask(url, question):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()


def test_the_role_of_the_application_sees_rows_and_nothing_else(instance):
    with running(instance) as names:
        rights = "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        own = f"{rights} WHERE rolname = current_user"
        assert ask(names["DATABASE_URL"], own) == ("vida_app", False, False, False, False)
        assert ask(names["DATABASE_OWNER_URL"], own) == ("vida_owner", False, False, False, True)

        with psycopg.connect(names["DATABASE_OWNER_URL"]) as owner:
            owner.execute("CREATE TABLE thing (id int GENERATED ALWAYS AS IDENTITY, name text)")
        with psycopg.connect(names["DATABASE_URL"]) as app:
            app.execute("INSERT INTO thing (name) VALUES ('Ö')")
            assert app.execute("SELECT lower(name) FROM thing").fetchone() == ("ö",)
        for forbidden in ("CREATE TABLE other (id int)", "TRUNCATE thing", "DROP TABLE thing", "CREATE DATABASE other"):
            with (
                psycopg.connect(names["DATABASE_URL"], autocommit=True) as app,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                app.execute(forbidden)


def test_a_database_for_tests_has_the_same_rights_as_the_real_one(instance):
    with running(instance) as names:
        with psycopg.connect(names["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("CREATE DATABASE test_vida")
        with psycopg.connect(names["DATABASE_OWNER_URL"], dbname="test_vida") as owner:
            owner.execute("CREATE EXTENSION btree_gist")  # trusted, so that no superuser is needed
            owner.execute("CREATE TABLE thing (id int)")
        with psycopg.connect(names["DATABASE_URL"], dbname="test_vida") as app:
            assert app.execute("SELECT count(*) FROM thing").fetchone() == (0,)


def test_the_servers_own_log_has_no_statement_and_no_row(instance):
    postgres, _valkey = needed(instance)
    with running(instance) as names, psycopg.connect(names["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE people (name text CHECK (name <> 'Alma'))")
        with pytest.raises(psycopg.errors.CheckViolation, match="Alma"):
            owner.execute("INSERT INTO people VALUES ('Alma')")
    log = (postgres.data.parent / "postgres.log").read_text()
    assert "violates check constraint" in log
    assert "Alma" not in log


@pytest.mark.parametrize("role", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_nor_has_that_of_a_server_whose_settings_are_not_ours(instance, role):
    """The roles bring it with them (`deploy/roles.sql`), wherever they are made."""
    with running(instance) as names:
        (brought,) = ask(names[role], "SELECT rolconfig FROM pg_roles WHERE rolname = current_user")
    assert {"log_min_error_statement=panic", "log_error_verbosity=terse"} <= set(brought)


def test_nobody_gets_in_without_the_password(instance):
    with running(instance) as names:
        for url in (names["DATABASE_URL"], names["DATABASE_OWNER_URL"]):
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(url, password="guess")
        port = urlsplit(names["REDIS_URL"]).port
        for password in (None, "guess"):
            with (
                redis.Redis(port=port, password=password, retry=None) as guest,
                pytest.raises(redis.AuthenticationError),
            ):
                guest.ping()


def test_secrets_are_readable_by_their_owner_alone_and_on_no_command_line(instance):
    with running(instance) as names:
        valkey = Valkey(instance).home
        secret_files = [own_notes(instance) / "passwords", valkey / "url", valkey / "configuration"]
        assert [stat.S_IMODE(file.stat().st_mode) for file in secret_files] == [0o600] * 3
        assert stat.S_IMODE(server_home(instance).stat().st_mode) == 0o700

        lines = b"".join(read_or_nothing(path) for path in Path("/proc").glob("[0-9]*/cmdline"))
        assert str(server_home(instance)).encode() in lines  # the servers' own lines are among those looked through
        for address in names.values():
            assert urlsplit(address).password.encode() not in lines


def read_or_nothing(path):
    try:
        return path.read_bytes()
    except OSError:  # the process has just ended
        return b""


def test_data_and_queue_are_kept_between_runs(instance):
    with running(instance) as names:
        with psycopg.connect(names["DATABASE_OWNER_URL"]) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with redis.from_url(names["REDIS_URL"]) as queue:
            queue.set("kept", "42")
    with running(instance) as names:
        assert ask(names["DATABASE_URL"], "SELECT answer FROM kept") == (42,)
        with redis.from_url(names["REDIS_URL"]) as queue:
            assert queue.get("kept") == b"42"


def test_the_last_to_leave_stops_the_servers(instance):
    with running(instance) as first:
        with running(instance) as second:
            assert second == first
        assert ask(first["DATABASE_URL"], "SELECT 1") == (1,)
        with pytest.raises(Trouble, match="still using"):
            forget(instance)
    postgres, valkey = needed(instance)
    assert (postgres.is_running(), valkey.is_running()) == (False, False)


def test_servers_left_by_a_killed_command_are_used_again(instance):
    postgres, valkey = needed(instance)
    postgres.start()
    valkey.start()
    left = servers.addresses(postgres, valkey)
    with running(instance) as names:
        assert names == left
    assert (postgres.is_running(), valkey.is_running()) == (False, False)


def test_half_a_cluster_is_never_taken_for_a_whole_one(instance):
    postgres, _valkey = needed(instance)
    unfinished = server_account().own_folder(postgres.data.with_suffix(".unfinished"))
    (unfinished / "base").mkdir()
    with running(instance) as names:
        assert ask(names["DATABASE_URL"], "SELECT 1") == (1,)
    assert not unfinished.exists()


@pytest.mark.parametrize("programs", OWN_PROGRAMS, ids=lambda folder: folder and folder.parent.name)
def test_the_machine_s_own_postgresql_serves_as_well(instance, monkeypatch, programs):
    monkeypatch.setenv("VIDA_POSTGRES_BIN", str(programs))
    with running(instance) as names:
        (version,) = ask(names["DATABASE_URL"], "SHOW server_version")
        assert version.startswith(f"{programs.parent.name}.")


def test_servers_that_the_environment_names_are_used_instead(instance, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://vida_app:secret@db.example/vida")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example/0")
    assert needed(instance) == (None, None)
    with running(instance) as names:
        assert names == {}


def test_a_machine_without_any_postgresql_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter(()))
    with pytest.raises(Trouble, match="apt-get install postgresql"):
        Postgres(INSTANCE, {}).programs  # noqa: B018 - asking for it is the test


def test_a_free_port_is_free():
    assert 1024 < free_port() < 65536
