"""The offer on paper: in which languages, what they say, and from which side (R113, R121, R182)."""

import re
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext, override

from matching.selectors.four_facts import PAPER_LANGUAGES, paper_languages
from matching.services import offers
from nodes.languages import languages
from participants.models import Participant
from tests.test_translations import texts_of_the_paper
from vida import clock
from vida.calendar import long_date

# 1 December 2026 in each, by hand: day, month (in its case), year, in that language's order.
FIRST_OF_DECEMBER = {
    "am": "ማክሰኞ 1 ዲሴምበር 2026",
    "ar": "الثلاثاء 1 ديسمبر 2026",
    "ckb": "سێشەممە، 1ی کانوونی یەکەمی 2026",
    "en": "Tuesday 1 December 2026",
    "es": "martes 1 de diciembre de 2026",
    "fa": "سه‌شنبه 1 دسامبر 2026",
    "kmr": "sêşem, 1ê berfanbara 2026an (2026-12-01)",
    "prs": "سه‌شنبه 1 دسمبر 2026",
    "ps": "سه‌شنبه 1 دسمبر 2026",
    "ru": "вторник, 1 декабря 2026",
    "so": "Talaado, 1 Diseembar 2026",
    "ti": "ሰሉስ፣ 1 ታሕሳስ 2026 (2026-12-01)",
    "tr": "1 Aralık 2026 Salı",
    "uk": "вівторок, 1 грудня 2026",
}
FROM_THE_RIGHT = {"ar", "ckb", "fa", "prs", "ps"}


def blocks(coordinator, here, **person) -> list[tuple[str, str, str]]:
    """Language, direction and content of each text on the paper of somebody's offer."""
    with here.scope:
        activity = here.activity(title="Gåfotboll")
        form = here.waiting(**person)
        offer = offers.give(form=form, activity=activity, channel="phone", by=here.officer)
    page = coordinator.get(f"/har/erbjudanden/{offer.pk}/blad/").content.decode()
    paper = page[page.index("<article") : page.index("</article>")]
    return re.findall(r'<div class="stack" lang="(\w+)" dir="(\w+)">(.*?</p>)\s*</div>', paper, re.DOTALL)


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_the_paper_is_in_the_persons_language_and_in_swedish(here, coordinator, language):
    own, swedish = blocks(coordinator, here, given_name="Saba", interpreter_language=language)
    assert own[:2] == (language, "rtl" if language in FROM_THE_RIGHT else "ltr")
    assert swedish[:2] == ("sv", "ltr")
    for text in (own[2], swedish[2]):
        assert all(fact in text for fact in ("Saba", "Gåfotboll", '<bdi dir="ltr">070-174 06 05</bdi>'))
        assert re.fullmatch(r"[0-9]+", "".join(re.findall(r"\d", text))), "Western digits only"
    assert '<bdi dir="ltr">18:00–19:30</bdi>' in own[2]
    first = clock.today() + timedelta(days=7)
    assert long_date(first, language)[1:] in own[2]
    assert long_date(first, "sv")[1:] in swedish[2]
    said = [text.split("%(")[0] for context, text, _plural in texts_of_the_paper() if not context and " " in text]
    assert len(said) == 6
    assert all(text in swedish[2] for text in said)
    assert not [text for text in said if text in own[2]]
    with override(language):
        assert gettext("Plats") in own[2]


@pytest.mark.parametrize(("language", "words"), FIRST_OF_DECEMBER.items())
def test_a_date_is_written_as_the_language_writes_it(language, words):
    assert long_date(date(2026, 12, 1), language) == words


@pytest.mark.parametrize("language", PAPER_LANGUAGES)
def test_a_year_has_twelve_months_and_a_week_seven_days_in_every_language(language):
    months = {re.sub(r"[\W\d]", "", long_date(date(2026, month, 1), language)) for month in range(1, 13)}
    days = {long_date(date(2026, 12, day), language).replace(str(day), "") for day in range(7, 14)}
    assert (len(months), len(days)) == (12, 7)


@pytest.mark.parametrize(
    ("interpreter", "spoken", "codes"),
    [
        ("ti", [], ["ti", "sv"]),
        ("ku", [], ["kmr", "sv"]),
        ("", ["prs", "en"], ["prs", "sv"]),
        ("", ["sv", "so"], ["so", "sv"]),
        ("so", ["ar"], ["so", "sv"]),
        ("aii", ["aii", "ar"], ["ar", "sv"]),
        ("fi", [], ["sv"]),
        ("sv", ["sv"], ["sv"]),
        ("", [], ["sv"]),
    ],
)
def test_the_interpreters_language_then_what_the_person_speaks_then_swedish(interpreter, spoken, codes):
    person = Participant(interpreter_language=interpreter, languages=spoken)
    assert [each.code for each in paper_languages(person)] == codes


def test_every_language_of_the_paper_can_be_registered():
    assert {*PAPER_LANGUAGES} <= {*languages()}


def test_who_has_no_paper_of_their_own_gets_swedish_only(here, coordinator):
    assert [language for language, _side, _text in blocks(coordinator, here, interpreter_language="fi")] == ["sv"]


def test_the_offers_page_says_in_which_languages_it_is_printed(here, coordinator):
    with here.scope:
        form = here.waiting(interpreter_language="ckb")
        offer = offers.give(form=form, activity=here.activity(), channel="phone", by=here.officer)
    page = coordinator.get(f"/har/erbjudanden/{offer.pk}/").content.decode()
    assert "Språk på papperet: Sorani (centralkurdiska), Svenska" in page
    assert "Första gången" in page
