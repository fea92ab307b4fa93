"""Form fields that clean and check what is typed, each with a Swedish sentence that says what to do."""

from typing import Any, ClassVar

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vida import identity
from vida.identity import InvalidNumber
from vida.text import ControlCharacter, clean

LAST_YEAR = 2100
_UNREADABLE = _("Texten har ett tecken som inte går att läsa. Skriv om texten eller klistra in den utan format.")


def no_control_characters(value: str) -> None:
    """A validator for models: ValidationError where `clean` would refuse a character."""
    try:
        clean(value, multiline=True)
    except ControlCharacter:
        raise ValidationError(_UNREADABLE, code="control_character") from None


class CleanCharField(forms.CharField):
    """Text as meant: NFC, trimmed, no hidden characters; `multiline` keeps line ends and shows a text area."""

    default_error_messages: ClassVar[dict[str, Any]] = {"control_character": _UNREADABLE}

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The cleaned text; ValidationError for control characters."""
        if value in self.empty_values:
            return self.empty_value
        try:
            return clean(str(value), multiline=self.multiline) or self.empty_value
        except ControlCharacter:
            raise ValidationError(self.error_messages["control_character"], code="control_character") from None


class PurposeField(CleanCharField):
    """What a list of people is taken out for: the read log keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        texts = {
            "label": _("Vad ska listan användas till?"),
            "help_text": _("Sparas i loggen över vem som har sett vem."),
        }
        super().__init__(min_length=10, max_length=180, **texts | kwargs)


class DayField(forms.DateField):
    """A day of these times, as people in Sweden write it: a slip of the year is caught, and 3/4 is in April."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv datumet så här: 2027-01-31."),
        "year": _("Året kan inte stämma. Kontrollera datumet."),
    }
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d"]

    def __init__(self, *, first_year: int = 2000, **kwargs: Any) -> None:
        self.first_year = first_year
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        """Neither long ago nor far ahead."""
        super().validate(value)
        if value and not self.first_year <= value.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")


class KronorField(forms.IntegerField):
    """A sum in whole kronor, with or without spaces between the thousands and "kr" after it."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv beloppet i hela kronor, till exempel 120 000."),
    }
    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        """The whole number; ValidationError for anything else."""
        text = "".join(str(value or "").split()).removesuffix("kr")
        return super().to_python(text.replace("−", "-"))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits on a phone's keyboard."""
        return {"inputmode": "numeric", "autocomplete": "off"}


class _NumberField(forms.CharField):
    """A number that cleans to what is stored, and is shown again as people write it."""

    def parse(self, text: str) -> str:
        """The stored form of what was typed; InvalidNumber when it cannot be right."""
        raise NotImplementedError

    def show(self, number: str) -> str:
        """A stored number as people write it."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """The stored form; ValidationError with the sentence of `parse`."""
        if value in self.empty_values or not str(value).strip():
            return self.empty_value
        try:
            return self.parse(str(value))
        except InvalidNumber as refusal:
            raise ValidationError(str(refusal), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """A right number is shown as people write it; a faulty one stays as it was typed."""
        try:
            return self.show(self.to_python(value))
        except ValidationError:
            return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Two ways of writing one number are no change."""
        try:
            return self.to_python(data) != (initial or self.empty_value)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits on a phone's keyboard, and nothing remembered by a shared computer's browser."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


class PersonalIdentityNumberField(_NumberField):
    """A personal identity, coordination or LMA number; of one `kind` only when it is given."""

    def __init__(self, *, kind: str | None = None, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**kwargs)

    def parse(self, text: str) -> str:
        """Twelve digits, or an LMA number as 12-345678; `vida.identity.parse` tells its kind and date."""
        return identity.parse(text, self.kind).number

    def show(self, number: str) -> str:
        """The whole number: leave `initial` out where the reader may not see it."""
        return identity.parse(number).shown if number else ""


class OrganisationNumberField(_NumberField):
    """An organisation number; never a personal identity number."""

    def parse(self, text: str) -> str:
        """Ten digits."""
        return identity.organisation_number(text)

    def show(self, number: str) -> str:
        """802002-4280."""
        return identity.show_organisation_number(number)


class PostcodeField(_NumberField):
    """A Swedish postcode."""

    def parse(self, text: str) -> str:
        """Five digits."""
        return identity.postcode(text)

    def show(self, number: str) -> str:
        """182 11."""
        return identity.show_postcode(number)


class PhoneField(_NumberField):
    """A telephone number of any country; without a country code it is Swedish."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def parse(self, text: str) -> str:
        """E.164: +46701740605."""
        try:
            number = phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise InvalidNumber(
                str(_("Numret går inte att ringa. Skriv det så här: 070-123 45 67 eller +358 40 123 45 67."))
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def show(self, number: str) -> str:
        """As people write it: 070-174 06 05, or +358 40 1234567 abroad."""
        return show_phone(number)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The telephone's keypad."""
        return {**super().widget_attrs(widget), "inputmode": "tel"}


def show_phone(number: str) -> str:
    """A stored number (E.164) as people in Sweden write it; "" stays "" and what is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    swedish = phonenumbers.region_code_for_number(parsed) == settings.PHONENUMBER_DEFAULT_REGION
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if swedish else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)
