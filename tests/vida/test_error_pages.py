"""What cannot be read at all is answered in words, in the product's look."""

import pytest
from django.core.cache import cache

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
