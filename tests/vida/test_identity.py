"""Identity numbers: published examples, both sides of each rule, and sentences that help without repeating numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vida import identity
from vida.identity import IdentityKind, InvalidNumber

PERSONAL, COORDINATION, LMA = IdentityKind.PERSONAL, IdentityKind.COORDINATION, IdentityKind.LMA


@pytest.mark.parametrize(
    ("text", "number", "kind", "born"),
    [
        ("19900228-9800", "199002289800", PERSONAL, "1990-02-28"),
        ("900228-9800", "199002289800", PERSONAL, "1990-02-28"),
        ("9002289800", "199002289800", PERSONAL, "1990-02-28"),
        (" 1990 02 28 – 9800 ", "199002289800", PERSONAL, "1990-02-28"),
        ("١٩٩٠٠٢٢٨٩٨٠٠", "199002289800", PERSONAL, "1990-02-28"),
        ("\u202d19900228-9800\u202c", "199002289800", PERSONAL, "1990-02-28"),
        ("19850775-9812", "198507759812", COORDINATION, "1985-07-15"),
        ("20040229-9820", "200402299820", PERSONAL, "2004-02-29"),
        ("20040289-9835", "200402899835", COORDINATION, "2004-02-29"),
        ("19880320-0016", "198803200016", PERSONAL, "1988-03-20"),
        ("19701063-2391", "197010632391", COORDINATION, "1970-10-03"),
        ("121212+1212", "191212121212", PERSONAL, "1912-12-12"),
        ("121212-1212", "201212121212", PERSONAL, "2012-12-12"),
        ("12-345678", "12-345678", LMA, None),
    ],
)
def test_numbers_that_are_taken(text, number, kind, born):
    found = identity.parse(text)
    assert (found.number, found.kind) == (number, kind)
    assert str(found.born) == str(born)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "tolv siffror"),
        ("   ", "tolv siffror"),
        ("19900230-1236", "Datumet i numret finns inte"),
        ("880320-0018", "stämmer inte med varandra"),
        ("20000101-T220", "bokstav"),
        ("20040229", "tolv siffror"),
        ("20040229-982", "tolv siffror"),
        ("20040229-98200", "tolv siffror"),
        ("20050229-9829", "stämmer inte"),
        ("19901328-9800", "Datumet"),
        ("19900200-9800", "Datumet"),
        ("19900260-9800", "Datumet"),
        ("19900292-9800", "Datumet"),
        ("9" * 5000, "tolv siffror"),
        ("ÅÄÖ-😀", "tolv siffror"),
        ("802002-4280", "organisationsnummer"),
        ("16802002-4280", "organisationsnummer"),
        ("18900228-9802", "stämmer inte"),
        ("18900228-9800", "Året"),
        ("20990228-9801", "Året"),
        ("19900228-0000", "stämmer inte"),
    ],
)
def test_numbers_that_are_refused_with_a_sentence_that_never_repeats_them(text, says):
    with pytest.raises(InvalidNumber, match=says) as refused:
        identity.parse(text)
    assert not text.strip() or text not in str(refused.value)


def test_the_kind_can_be_demanded():
    assert identity.parse("12345678", LMA).number == "12-345678"
    assert identity.parse("19850775-9812", COORDINATION).kind == COORDINATION
    with pytest.raises(InvalidNumber, match="personnummer, inte ett samordningsnummer"):
        identity.parse("19900228-9800", COORDINATION)
    with pytest.raises(InvalidNumber, match="åtta siffror"):
        identity.parse("19900228-9800", LMA)
    with pytest.raises(InvalidNumber, match="tolv siffror"):
        identity.parse("12-345678", PERSONAL)


def test_the_number_is_shown_whole_only_when_asked_for():
    found = identity.parse("199002289800")
    assert (found.shown, found.masked) == ("19900228-9800", "19900228-****")
    assert "9800" not in repr(found)
    assert "1990" not in repr(found)
    lma = identity.parse("12-345678")
    assert (lma.shown, lma.masked) == ("12-345678", "12-******")
    assert identity.mask("") == ""


@given(st.text(max_size=30))
def test_no_text_breaks_the_parsers(text):
    for parser in (
        identity.parse,
        identity.organisation_number,
        identity.postcode,
        identity.bankgiro,
        identity.plusgiro,
    ):
        try:
            parser(text)
        except InvalidNumber:
            continue


@pytest.mark.parametrize("text", ["556703-7485", "802002-4280", "212000-0142", "202100-2247", "212000-0175"])
def test_organisation_numbers(text):
    digits = text.replace("-", "")
    for written in (text, digits, f"16{digits}", f"16{text}", f" {text} "):
        assert identity.organisation_number(written) == digits
    assert identity.show_organisation_number(digits) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "tio siffror"),
        ("802002-428", "tio siffror"),
        ("80200242801", "tio siffror"),
        ("802002-428X", "tio siffror"),
        ("802002-4281", "stämmer inte"),
        ("900228-9800", "personnummer"),
        ("19900228-9800", "personnummer"),
        ("850775-9812", "personnummer"),
    ],
)
def test_what_is_no_organisation_number(text, says):
    with pytest.raises(InvalidNumber, match=says):
        identity.organisation_number(text)


@pytest.mark.parametrize("text", ["18211", "182 11", "S-182 11", "SE-18211", "SE-182 11", "s-18211"])
def test_postcodes(text):
    assert identity.postcode(text) == "18211"
    assert identity.show_postcode("18211") == "182 11"


def test_postcodes_are_checked_for_their_form_only():
    assert identity.postcode("99999") == "99999"
    for text in ("00100", "1821", "182111", "", "DK-18211"):
        with pytest.raises(InvalidNumber, match="fem siffror"):
            identity.postcode(text)


@pytest.mark.parametrize("text", ["5050-1055", "991-2346", "5805-6201"])
def test_bankgiro(text):
    assert identity.show_bankgiro(identity.bankgiro(text)) == text


@pytest.mark.parametrize("text", ["28 65 43-4", "410 54 68-5"])
def test_plusgiro(text):
    assert identity.show_plusgiro(identity.plusgiro(text)) == text


def test_short_plusgiro_numbers_keep_their_shape():
    assert identity.show_plusgiro("18") == "1-8"
    assert identity.show_plusgiro("4267") == "426-7"
    assert identity.show_plusgiro("") == identity.show_bankgiro("") == ""


@pytest.mark.parametrize(
    ("parser", "text", "says"),
    [
        (identity.bankgiro, "5805-6202", "stämmer inte"),
        (identity.bankgiro, "505010", "sju eller åtta"),
        (identity.bankgiro, "505010555", "sju eller åtta"),
        (identity.bankgiro, "0000-0000", "sju eller åtta"),
        (identity.plusgiro, "28 65 43-5", "stämmer inte"),
        (identity.plusgiro, "4", "två till åtta"),
        (identity.plusgiro, "286543410", "två till åtta"),
    ],
)
def test_accounts_that_are_refused(parser, text, says):
    with pytest.raises(InvalidNumber, match=says):
        parser(text)


def test_the_day_of_today_is_still_a_possible_birthday(monkeypatch):
    monkeypatch.setattr(identity.persons, "today", lambda: date(2004, 2, 29))
    assert identity.parse("20040229-9820").born == date(2004, 2, 29)
    monkeypatch.setattr(identity.persons, "today", lambda: date(2004, 2, 28))
    with pytest.raises(InvalidNumber, match="Året"):
        identity.parse("20040229-9820")
