"""What cannot be read at all is answered in words, in the product's look."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.test_access import PATTERNS, POST_ONLY, arguments

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Det gick inte att ta emot"), ("en", "It could not be received")]
)
def test_more_than_a_request_holds_is_refused_in_words(client, settings, language, words):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.cookies["language"] = language
    answer = client.post("/sprak/", "language=" + "x" * 2000, content_type=FORM)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_more_fields_than_any_form_has_are_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = client.post("/sprak/", "a=1&" * 10, content_type=FORM)
    assert answer.status_code == 400
    assert "Gå tillbaka i webbläsaren" in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("sv", "För många försök"), ("en", "Too many attempts")])
def test_too_many_attempts_to_log_in_are_told_so_in_words(client, language, words):
    cache.clear()
    client.cookies["language"] = language
    for _time in range(40):
        answer = client.post("/konto/login/", {"login": "ingen"})
        if answer.status_code == 429:
            break
    cache.clear()
    assert answer.status_code == 429
    assert words in answer.content.decode()


def test_every_address_that_only_takes_what_is_sent_says_so_in_words(client):
    urls = [reverse(name, kwargs=arguments(pattern)) for name, pattern in PATTERNS.items()]
    answers = [answer for url in urls if (answer := client.get(url)).status_code == POST_ONLY]
    assert len(answers) > 20
    for answer in answers:
        assert answer["Allow"] == "POST", answer.request["PATH_INFO"]
        assert "Gå tillbaka till sidan där knappen finns" in answer.content.decode(), answer.request["PATH_INFO"]


def test_an_address_that_takes_nothing_says_so_in_the_visitors_language(client):
    client.cookies["language"] = "en"
    answer = client.post("/anmal-aktivitet/vast/skickad/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "There is no page to show here" in answer.content.decode()
