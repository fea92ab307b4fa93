"""Selects with a hundred options: interest areas, languages."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Options = tuple[tuple[str, str], ...]


class LongSelect(forms.Select):
    """A select of reference data, the same on every page: its options are written once and kept, not made anew."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What `select.html` gets: the written options in place of each one's own context."""
        context = super().get_context(name, value, attrs)
        chosen = frozenset(self.format_value(value))
        return {**context, "widget": {**context["widget"], "written": _written(_texts(self.choices), chosen)}}

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """None: see `get_context`."""
        return []


def _texts(choices: Iterable[Any]) -> tuple[tuple[str, str | Options], ...]:
    """The choices in the language of the reader, as something to look up by."""
    return tuple(
        (str(value), tuple((str(one), str(words)) for one, words in label))
        if isinstance(label, list | tuple)
        else (str(value), str(label))
        for value, label in choices
    )


@lru_cache(maxsize=50)
def _written(choices: tuple[tuple[str, str | Options], ...], chosen: frozenset[str]) -> SafeString:
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
    return format_html_join("", "{}", ((part,) for part in parts))


def _option(value: str, label: str, chosen: frozenset[str]) -> SafeString:
    selected = SafeString(" selected") if value in chosen else ""
    return format_html('\n  <option value="{}"{}>{}</option>', value, selected, label)
