"""Selects whose options are written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_filters.fields import ChoiceField, ChoiceIterator

Options = tuple[tuple[str, str], ...]
Choices = tuple[tuple[str, str | Options], ...]


class KeptSelect(forms.Select):
    """A select that keeps its options as they are written, for filters and for long lists of reference data.

    The filters of one list have two hundred options, and Django renders two templates for each of them.
    """

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The whole select, as the form renderer would dress it."""
        own = self.build_attrs(self.attrs, attrs)
        own |= {"name": name, "class": f"ds-input {own.get('class', '')}".strip()}
        return _written(tuple(own.items()), _texts(self.choices), frozenset(self.format_value(value)))


class _Choices(ChoiceIterator):
    """The choices as they are: django-filter would look at each of them again for every time they are read."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        yield from self.choices

    def __deepcopy__(self, memo: dict[int, Any]) -> _Choices:
        """The same choices for the field of another form: nobody changes them, and there may be hundreds."""
        return type(self)(memo.get(id(self.field), self.field), self.choices)


class _KeptChoiceField(ChoiceField):
    iterator = _Choices
    widget = KeptSelect


class KeptChoiceFilter(django_filters.ChoiceFilter):
    """A filter by one of many pairs of value and words; `empty_label` stands for all of them."""

    field_class = _KeptChoiceField


def _texts(choices: Iterable[Any]) -> Choices:
    """The choices in the language of the reader, as something to look up by."""
    return tuple(
        (str(value), tuple((str(one), str(words)) for one, words in label))
        if isinstance(label, list | tuple)
        else (str(value), str(label))
        for value, label in choices
    )


@lru_cache(maxsize=200)
def _written(attrs: tuple[tuple[str, Any], ...], choices: Choices, chosen: frozenset[str]) -> SafeString:
    parts = (
        _option(value, label, chosen)
        if isinstance(label, str)
        else format_html(
            '\n  <optgroup label="{}">{}\n  </optgroup>',
            value,
            format_html_join("", "{}", ((_option(*each, chosen),) for each in label)),
        )
        for value, label in choices
    )
    options = format_html_join("", "{}", ((part,) for part in parts))
    return format_html("<select{}>{}\n</select>", flatatt(dict(attrs)), options)


def _option(value: str, label: str, chosen: frozenset[str]) -> SafeString:
    selected = SafeString(" selected") if value in chosen else ""
    return format_html('\n  <option value="{}"{}>{}</option>', value, selected, label)
