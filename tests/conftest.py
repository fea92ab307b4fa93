"""The harness: a database that the owner makes and the unprivileged role uses, as in production."""

import os
from datetime import date

import environ
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as property_settings

from tests import strict
from tests.associations.forms import whole_form
from tests.owner import let_empty
from vida import clock

# A busy machine is no fault of the code: speed is measured in bench/, never here.
property_settings.register_profile("house", deadline=None)
property_settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The owner creates and migrates; then every connection is the role that serves."""
    app = dict(connection.settings_dict)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    owner = environ.Env().db("DATABASE_OWNER_URL")
    with django_db_blocker.unblock():
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        connection.settings_dict["TEST"]["NAME"] = f"test_vida_{worker}"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        let_empty(app["USER"])  # beyond what `deploy/roles.sql` gives
        load_reference()
        connection.close()
        connection.settings_dict.update(USER=app["USER"], PASSWORD=app["PASSWORD"])
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(USER=owner["USER"], PASSWORD=owner["PASSWORD"])
        connection.creation.destroy_test_db(app["NAME"], verbosity=0)


def load_reference():
    """Places and interest areas."""
    from nodes.services.reference import load_reference_data  # noqa: PLC0415 - apps are not loaded yet above

    load_reference_data()


@pytest.fixture(autouse=True)
def _reference_after_flush(request):
    """A transactional test ends by emptying every table; the next one gets the reference data back."""
    if "transactional_db" in request.fixturenames or _is_transactional(request):
        request.getfixturevalue("transactional_db")
        load_reference()


def _is_transactional(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(tmp_path_factory):
    """Tests read static files from where they are written (only a deployment collects and hashes them), and keep made
    files in a folder that goes away.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    folder = tmp_path_factory.getbasetemp()
    with override_settings(STORAGES=storages, STATIC_ROOT=folder, MEDIA_ROOT=folder / "media"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _a_store_of_its_own():
    """Each worker counts and caches in its own database of Valkey: what one empties, another may be counting in."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{8 + int(worker) % 8}"
    caches = {"default": {**settings.CACHES["default"], "LOCATION": url}}
    with override_settings(REDIS_URL=url, CACHES=caches):
        yield


@pytest.fixture(autouse=True)
def _language_of_the_product():
    """A request leaves its reader's language behind in the thread; a test begins as a worker does, in the product's."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _strict(monkeypatch):
    strict.templates_name_only_what_is_there(monkeypatch)
    strict.lists_without_an_order_have_none(monkeypatch)
    strict.pages_have_nothing_inline(monkeypatch)


@pytest.fixture
def on_a_friday(settings):
    """An ordinary Friday with ordinary weeks around it: words of days left do not hang on when a test runs."""
    settings.CLOCK_DAYS_AHEAD = 0
    for _each in range(2):  # an hour around midnight is another day's where summer time begins or ends between
        settings.CLOCK_DAYS_AHEAD += (date(2027, 1, 22) - clock.today()).days
    return clock.today()


@pytest.fixture
def fresh_limits():
    """Rate limits are counted in Valkey: none of them is used."""
    from associations.rate_limits import _limiter  # noqa: PLC0415 - only tests reach into it

    _limiter().storage.reset()


@pytest.fixture
def typed():
    """A whole form of an activity that holds."""
    return whole_form()


@pytest.fixture
def signed_in(client):
    """`signed_in(role, node, unit=None)` logs the test client in with that role and returns the user."""
    from tests.factories import member  # noqa: PLC0415 - apps are not loaded yet above

    def log_in(role, node, unit=None):
        user = member(role, node=node, unit=unit)
        client.force_login(user)
        return user

    return log_in
