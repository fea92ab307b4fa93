"""The production shape says what the settings read, and nothing else; Django has nothing to complain about in it."""

import ast
import os
import re
import subprocess
import sys

import pytest
import yaml
from cryptography.fernet import Fernet

from vida.embedded.places import ROOT

OURS = ("web", "worker", "beat", "migrate")
# Read by gunicorn's configuration, and only there.
SERVER_NAMES = set(re.findall(r"""environ\.get\(["'](\w+)["']""", (ROOT / "deploy" / "gunicorn.conf.py").read_text()))
# What a person writes into .env; the passwords are filled in alike.
FILLED_IN = {
    "VIDA_HOST": "vida.example",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
    "VIDA_FROM_EMAIL": "VIDA <vida@region.example>",
    "VIDA_CONTACT_EMAIL": "vida@region.example",
    "SECRET_KEY": "a-secret-of-more-than-fifty-letters-that-no-one-can-guess-0123456789",
    "VIDA_FIELD_KEYS": Fernet.generate_key().decode(),
    "VIDA_BLIND_INDEX_KEY": Fernet.generate_key().decode(),
}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def names_of_settings():
    """Return the names that the settings read, and of those the ones that have no default."""
    tree = ast.parse((ROOT / "vida" / "settings.py").read_text())
    read, required = set(), set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).startswith("env."):
            names = {
                part.value
                for part in ast.walk(call.args[0])
                if isinstance(part, ast.Constant) and re.fullmatch(r"[A-Z][A-Z_]+", str(part.value))
            }
            read |= names
            if not any(keyword.arg == "default" for keyword in call.keywords):
                required |= names
    return read, required - {"DATABASE_OWNER_URL"}  # read only in the owner's role


def placeholders(text):
    return set(re.findall(r"\$\{(\w+)", text))


def filled_in(service):
    """Return a service's environment with every placeholder given a value."""

    def value(match):
        return FILLED_IN.get(match[1], "0123456789abcdef")

    return {name: re.sub(r"\$\{(\w+)[^}]*\}", value, str(text)) for name, text in service["environment"].items()}


@pytest.mark.parametrize("name", OURS)
def test_each_service_sets_what_the_settings_need_and_nothing_they_do_not_read(compose, name):
    read, required = names_of_settings()
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= required  # the reading of the settings works
    given = set(compose["services"][name]["environment"])
    assert required - given == set()
    assert given - read - (SERVER_NAMES if name == "web" else set()) == set()


def test_web_and_worker_share_the_made_files(compose):
    web, worker = (compose["services"][name]["volumes"] for name in ("web", "worker"))
    assert web == worker == ["media:/app/media"]
    assert "media" in compose["volumes"]


def test_only_migrate_knows_the_owner_of_the_database(compose):
    knowing = [name for name in OURS if "VIDA_OWNER_PASSWORD" in str(compose["services"][name]["environment"])]
    assert knowing == ["migrate"]
    assert compose["services"]["migrate"]["environment"]["VIDA_DATABASE_ROLE"] == "owner"
    for name in ("web", "worker", "beat"):
        assert "://vida_app:" in compose["services"][name]["environment"]["DATABASE_URL"]
        assert compose["services"][name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_no_secret_has_a_default_and_every_placeholder_is_explained(compose):
    text = (ROOT / "docker-compose.yml").read_text()
    with_default = re.findall(r"\$\{(\w+):?-", text)
    assert with_default == ["WEB_CONCURRENCY"]
    example = (ROOT / ".env.example").read_text()
    explained = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert set(explained) == placeholders(text)
    assert {name: value for name, value in explained.items() if value} == {"WEB_CONCURRENCY": "3"}


def test_services_keep_to_themselves(compose):
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["postgres"]["networks"] == services["valkey"]["networks"] == ["inside"]
    for name in OURS:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]
    named = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert {name for name in named if not name.startswith("./")} == set(compose["volumes"])
    for path in (name for name in named if name.startswith("./")):
        assert (ROOT / path).is_file()


def test_the_worker_listens_to_every_queue_that_a_task_is_sent_to(compose, settings):
    words = compose["services"]["worker"]["command"].split()
    listening = set(words[words.index("--queues") + 1].split(","))
    used = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {settings.CELERY_TASK_DEFAULT_QUEUE}
    assert used <= listening


def test_operations_explain_every_name_that_is_read():
    table = (ROOT / "docs" / "operations.md").read_text().partition("## The environment")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert explained == names_of_settings()[0] | SERVER_NAMES


def test_the_environment_is_read_in_one_place():
    """Settings read it; what starts the program (gunicorn, the launcher, setup) may too."""
    may = {"vida/settings.py", "vida/celery.py", "vida/wsgi.py", "manage.py", "deploy/gunicorn.conf.py"}
    apps = ["vida", "nodes", "associations", "participants", "placements", "matching", "reporting", "demo"]
    files = [file for app in apps for file in (ROOT / app).rglob("*.py")]
    reading = {str(file.relative_to(ROOT)) for file in files if re.search(r"os\.(environ|getenv)", file.read_text())}
    assert {name for name in reading if not name.startswith("vida/embedded/")} <= may


def deployment_check(environment):
    """Return the exit code and the words of Django's check of production settings."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = environment | {"PATH": os.environ["PATH"]}
    check = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return check.returncode, check.stdout + check.stderr


@pytest.mark.parametrize("name", ["web", "migrate"])
def test_django_has_no_complaint_about_the_production_settings(compose, name):
    code, words = deployment_check(filled_in(compose["services"][name]))
    assert code == 0, words


def test_django_would_complain_about_weaker_ones(compose):
    code, words = deployment_check(filled_in(compose["services"]["web"]) | {"VIDA_HTTPS": "0"})
    assert code == 1
    assert "security.W008" in words  # no redirect to https


@pytest.mark.parametrize(("https", "counted"), [("1", "192.0.2.7"), ("0", "10.0.0.2")])
def test_failed_log_ins_count_for_the_visitor_behind_the_proxy(compose, https, counted):
    """And without a proxy of ours nobody chooses an address by writing a header."""
    code = """if True:
        from allauth.core.internal.httpkit import get_client_ip
        from django.test import RequestFactory
        headers = {"X-Forwarded-For": "203.0.113.1, 192.0.2.7"}
        print(get_client_ip(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.2")))"""
    environment = filled_in(compose["services"]["web"]) | {"VIDA_HTTPS": https, "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.stdout.strip() == counted, told.stderr


def test_the_demonstration_cannot_be_on_without_being_asked_for(compose):
    for name in OURS:
        names = set(compose["services"][name]["environment"])
        assert names & {"VIDA_DEMO", "DJANGO_DEBUG", "VIDA_CLOCK_DAYS_AHEAD"} == set()


def test_every_file_that_the_image_is_made_of_exists():
    """And every app is let into it: the list of what is let in is written by hand."""
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    missing = {name for name in let_in if not (ROOT / name).exists()} - {"locale"}  # translations come last
    assert missing == set()
    packages = {folder.parent.name for folder in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert packages <= let_in
