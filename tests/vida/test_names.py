"""Likeness: one person in many transliterations, one association in two registers, and who is somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vida.names import LIKELY, association_likeness, person_likeness, sound

SAME_PERSON = [
    ("Mohammed", "Muhammad"),
    ("Mohamed", "Mohamad"),
    ("Mohammed Ali", "Muhamed Ali"),
    ("Mohammed Hassan", "Maxamed Xasan"),
    ("Yusuf", "Youssef"),
    ("Jusuf Ahmad", "Yousef Ahmed"),
    ("Hussein", "Husayn"),
    ("Khaled", "Khalid"),
    ("Abdulrahman", "Abd al-Rahman"),
    ("Abdul Rahman Noor", "Abdulrahman Nur"),
    ("Fatima", "Fatimah"),
    ("Fatima Al-Hassan", "Fatima Hassan"),
    ("Omar", "Umar"),
    ("Ibrahim", "Ebrahim"),
    ("Tesfaye", "Tesfay"),
    ("Olena Shevchenko", "Shevchenko Olena"),
    ("Aleksandr Ivanov", "Alexander Ivanov"),
    ("Zeynep Yılmaz", "Zeynep Yilmaz"),
    ("Mariam Tekle Haile", "Mariam Tekle"),
    ("محمد علی", "محمد علي"),
    ("Åsa Öberg", "ASA OBERG"),
]
OTHER_PEOPLE = [
    ("Mohammed Ali", "Mohammed Hassan"),
    ("Amir", "Omar"),
    ("Ali", "Eli"),
    ("Ali", "Ella"),
    ("Fatima Noor", "Fatima Haddad"),
    ("Maria", "Mariam Tekle Haile"),
    ("Samir", "Amir"),
    ("", "Ali"),
    ("😀", "😀"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PERSON)
def test_one_person_is_recognised_in_two_spellings(one, other):
    assert person_likeness(one, other) >= LIKELY


@pytest.mark.parametrize(("one", "other"), OTHER_PEOPLE)
def test_different_people_are_not_taken_for_one(one, other):
    assert person_likeness(one, other) < LIKELY


def test_candidates_are_found_by_sound():
    assert sound("Mohammed") == sound("Muhammad") == sound("Maxamed") == sound("Mahamed")
    assert sound("Ali Hassan") == sound("Hasan, Ali")
    assert sound("Omar") != sound("Amir")
    assert sound("") == sound("😀") == ""


SAME_ASSOCIATION = [
    ("Täby FF", "Täby Fotbollsförening"),
    ("Täby FF", "TÄBY FF"),
    ("Täby Tennisklubb", "Täby TK"),
    ("Solna Hembygdsförening", "Hembygdsföreningen i Solna"),
    ("Stockholms Karateklubb", "Stockholm Karateklubb"),
    ("IFK Österåker FK", "IFK Österåker"),
    ("Rimbo IF", "Rimbo Idrottsförening"),
    ("Kulturföreningen Röda Rummet", "Röda Rummets kulturförening"),
]
OTHER_ASSOCIATIONS = [
    ("Täby FF", "Täby TK"),
    ("Täby FF", "Solna FF"),
    ("Täby IS Friidrott", "Täby Hembygdsförening"),
    ("PRO Solna", "SPF Sundbyberg"),
    ("", "Täby FF"),
]


@pytest.mark.parametrize(("one", "other"), SAME_ASSOCIATION)
def test_one_association_is_recognised_in_two_registers(one, other):
    assert association_likeness(one, other) >= LIKELY


@pytest.mark.parametrize(("one", "other"), OTHER_ASSOCIATIONS)
def test_different_associations_are_not_taken_for_one(one, other):
    assert association_likeness(one, other) < LIKELY


def test_a_name_of_form_words_only_still_equals_itself():
    assert association_likeness("Föreningen", "Föreningen") == 1
    assert association_likeness("Täby FF", "Täby Fotbollsförening") == 1


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    for alike in (person_likeness, association_likeness):
        assert 0 <= alike(one, other) == alike(other, one) <= 1
