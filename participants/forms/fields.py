"""Fields of this app: days as people write them, and names out of a code list with suggestions while typing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nodes.languages import Language
from participants.reference import Country
from vida import clock
from vida.fields import CleanCharField
from vida.text import fold

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s,]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[./\-\s]?\s*(\d{1,2})\s*[./\-\s]?\s*(\d{1,2})")
_OLDEST = 1900


class BirthDateField(forms.Field):
    """A day of birth as people write it: 1990-02-28, 19900228, 28/2 1990, 28.2.1990. Never ahead, never before 1900."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> date | None:
        """The day; ValidationError with what to write instead."""
        if isinstance(value, date):
            return value
        typed = str(value or "").strip()
        if not typed:
            return None
        found = _YEAR_FIRST.fullmatch(typed)
        parts = (
            found.groups() if found else tuple(reversed(day.groups())) if (day := _DAY_FIRST.fullmatch(typed)) else ()
        )
        try:
            year, month, day_of_month = (int(part) for part in parts)
            born = date(year, month, day_of_month)
        except ValueError:
            raise ValidationError(_("Skriv år, månad och dag, till exempel 1990-02-28."), code="invalid") from None
        if not born.year >= _OLDEST or born > clock.today():
            raise ValidationError(_("Året kan inte stämma. Skriv till exempel 1990-02-28."), code="invalid")
        return born

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits on a phone's keyboard; a short box."""
        return {"inputmode": "numeric", "autocomplete": "off", "data-short": True}


class NameOf(CleanCharField):
    """The code of one entry of a list, from its name in Swedish, English or its own language."""

    def __init__(self, *, entries: Mapping[str, Language | Country], suggestions: str, **kwargs: Any) -> None:
        self.entries, self.suggestions = entries, suggestions
        kwargs.setdefault("max_length", 80)
        super().__init__(**kwargs)
        self.widget.attrs["list"] = suggestions

    def to_python(self, value: Any) -> str:
        """The code; ValidationError that suggests the nearest name."""
        typed = super().to_python(value)
        if not typed or typed in self.entries:
            return typed
        names = self._names()
        if code := names.get(fold(typed)):
            return code
        near = get_close_matches(fold(typed), names, n=1)
        if near:
            raise ValidationError(
                _("”%(typed)s” finns inte i listan. Menade du %(near)s?")
                % {"typed": typed, "near": self.entries[names[near[0]]].name},
                code="unknown",
            )
        words = {"typed": typed}
        raise ValidationError(_("”%(typed)s” finns inte i listan. Välj något av förslagen.") % words, code="unknown")

    def prepare_value(self, value: Any) -> Any:
        """A code is shown as its name."""
        return self.entries[value].name if value in self.entries else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The code and the name are the same thing."""
        return self.prepare_value(initial or "") != self.prepare_value(data or "")

    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for code, entry in self.entries.items():
            full = [entry.name_sv, entry.name_en, getattr(entry, "own_name", "")]
            for name in (*full, entry.name_sv.split(" (")[0]):
                names.setdefault(fold(name), code)
        names.pop("", None)
        return names


class NameInputs(forms.MultiWidget):
    """A few inputs under each other with suggestions from one list."""

    def __init__(self, entries: Mapping[str, Language | Country], suggestions: str, labels: list[Any]) -> None:
        self.entries = entries
        super().__init__([forms.TextInput({"list": suggestions, "aria-label": label}) for label in labels])

    def decompress(self, value: Any) -> list[str]:
        """Nothing chosen yet; lists come as they are."""
        return list(value or [])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Codes are shown as names."""
        shown = [self.entries[each].name if each in self.entries else each for each in value or []]
        return super().get_context(name, shown, attrs)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The first input: where a link from the error summary leads."""
        return f"{id_}_0"


class NamesOf(forms.MultiValueField):
    """Up to `len(labels)` codes of a list, each typed as a name; doubles count once."""

    def __init__(
        self, *, entries: Mapping[str, Language | Country], suggestions: str, labels: list[Any], **kwargs: Any
    ) -> None:
        fields = [NameOf(entries=entries, suggestions=suggestions, required=False) for _label in labels]
        widget = NameInputs(entries, suggestions, labels)
        super().__init__(fields, widget=widget, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        """The codes in the order typed."""
        return list(dict.fromkeys(filter(None, data_list)))
