"""Fields: what the database gets to see, and what a person is told."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models

from vida.fields import (
    CleanCharField,
    EncryptedTextField,
    OrganisationNumberField,
    PersonalIdentityNumberField,
    PostcodeField,
    blind_index,
    no_control_characters,
    rotated,
)

NUMBER = "199002289800"


@pytest.fixture
def field(settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    settings.BLIND_INDEX_KEY = "a key for look-ups"
    return EncryptedTextField()


def opened(field, token):
    return field.from_db_value(token, None, None)


def test_the_database_sees_a_token_and_the_application_the_text(field):
    token = field.get_prep_value(NUMBER)
    assert NUMBER not in token
    assert opened(field, token) == NUMBER
    assert field.get_prep_value("åäö محمد 😀") != ""
    assert opened(field, field.get_prep_value("åäö محمد 😀")) == "åäö محمد 😀"


def test_equal_texts_have_different_tokens(field):
    assert field.get_prep_value(NUMBER) != field.get_prep_value(NUMBER)


def test_saving_an_unchanged_value_writes_the_same_bytes(field):
    token = field.get_prep_value(NUMBER)
    assert field.get_prep_value(opened(field, token)) == token


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_null(field, nothing):
    assert field.get_prep_value(nothing) is None
    assert opened(field, None) is None


def test_keys_rotate(field, settings):
    token = field.get_prep_value(NUMBER)
    old, new = settings.FIELD_KEYS[0], Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, old]
    assert opened(field, token) == NUMBER
    fresh = rotated(token)
    settings.FIELD_KEYS = [new]
    assert opened(field, fresh) == NUMBER
    with pytest.raises(InvalidToken):
        opened(field, token)


def test_a_token_that_was_changed_does_not_open(field):
    token = field.get_prep_value(NUMBER)
    with pytest.raises(InvalidToken):
        opened(field, token[:-2] + ("A=" if token[-2] != "A" else "B="))


def test_only_isnull_can_be_asked():
    class Secret(models.Model):
        number = EncryptedTextField(null=True)

        class Meta:
            app_label = "tests"

    assert "IS NULL" in str(Secret.objects.filter(number__isnull=True).query)
    for asked in ("number", "number__contains", "number__in", "number__gt", "number__lower"):
        with pytest.raises(FieldError):
            str(Secret.objects.filter(**{asked: NUMBER}).query)


@pytest.mark.django_db
def test_a_value_goes_through_the_database_and_back(field):
    sent = models.Value("åäö محمد 😀", output_field=field)
    rows = ContentType.objects.annotate(back=sent).values_list("back", flat=True)
    assert set(rows) == {"åäö محمد 😀"}
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        assert "محمد" not in str(cursor.fetchone())


def test_a_blind_index_is_steady_and_other_for_every_purpose_and_key(field, settings):
    index = blind_index(NUMBER, "participant")
    assert index == blind_index(NUMBER, "participant")
    assert len(index) == 64
    assert index != blind_index(NUMBER, "contact")
    assert index != blind_index("200402299820", "participant")
    assert blind_index("", "participant") == ""
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert index == blind_index(NUMBER, "participant"), "rotating the field's keys leaves look-ups alone"
    settings.BLIND_INDEX_KEY = "another key"
    assert index != blind_index(NUMBER, "participant")


class Everything(forms.Form):
    name = CleanCharField(max_length=20)
    note = CleanCharField(multiline=True, required=False)
    number = PersonalIdentityNumberField(required=False)
    organisation = OrganisationNumberField(required=False)
    postcode = PostcodeField(required=False)


def test_numbers_are_cleaned_to_what_is_stored():
    form = Everything(
        {
            "name": "  A\u030asa\u202e ",
            "note": "ett\r\ntvå\u200b",
            "number": "900228-9800",
            "organisation": "16802002-4280",
            "postcode": "S-182 11",
        }
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Åsa",
        "note": "ett\ntvå",
        "number": NUMBER,
        "organisation": "8020024280",
        "postcode": "18211",
    }


def test_faults_are_told_at_the_field_and_what_was_typed_is_kept():
    typed = {
        "name": "a\x07",
        "note": "x\x1b[0m",
        "number": "20000101-T220",
        "organisation": "900228-9800",
        "postcode": "1",
    }
    form = Everything(typed)
    assert set(form.errors) == set(typed)
    assert "bokstav" in form.errors["number"][0]
    assert "personnummer" in form.errors["organisation"][0]
    assert "fem siffror" in form.errors["postcode"][0]
    assert "tecken som inte går att läsa" in form.errors["name"][0]
    assert {name: form[name].value() for name in typed} == typed


@pytest.mark.parametrize("empty", ["", "   ", "\u200b\u2060"])
def test_a_name_with_nothing_visible_is_missing(empty):
    assert Everything({"name": empty}).errors.as_data()["name"][0].code == "required"


def test_length_counts_what_is_kept():
    assert Everything({"name": "\u200b" * 50 + "å" * 20}).is_valid()
    assert not Everything({"name": "å" * 21}).is_valid()


def test_stored_numbers_are_shown_as_people_write_them():
    form = Everything(initial={"number": NUMBER, "organisation": "8020024280", "postcode": "18211"})
    assert [form[name].value() for name in ("number", "organisation", "postcode")] == [
        "19900228-9800",
        "802002-4280",
        "182 11",
    ]
    assert 'autocomplete="off"' in str(form["number"])
    assert "<textarea" in str(form["note"])


@pytest.mark.parametrize(
    ("number", "postcode", "changed"),
    [("900228-9800", "182 11", []), ("x", "18211", ["number"]), (NUMBER, "", ["postcode"])],
)
def test_two_ways_of_writing_one_number_are_no_change(number, postcode, changed):
    initial = {"name": "Åsa", "number": NUMBER, "postcode": "18211"}
    form = Everything({"name": "Åsa", "number": number, "postcode": postcode}, initial=initial)
    assert form.changed_data == changed


def test_one_kind_of_number_can_be_demanded():
    assert PersonalIdentityNumberField(kind="lma").clean("12345678") == "12-345678"
    with pytest.raises(ValidationError, match="samordningsnummer"):
        PersonalIdentityNumberField(kind="coordination").clean("19900228-9800")


def test_models_refuse_control_characters_too():
    no_control_characters("ett\ntvå")
    with pytest.raises(ValidationError):
        no_control_characters("a\x00")
