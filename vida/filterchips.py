"""The filters that are on, as words with a way to take each one off."""

from datetime import date
from typing import Any, NamedTuple

from django.forms import BoundField
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class Chip(NamedTuple):
    """One active filter: its `field`, `label` "Kommun", `value` "Nacka", `url` the same list without it."""

    field: str
    label: str
    value: str
    url: str


def chips(filterset: Any, request: HttpRequest) -> list[Chip]:
    """The active filters of a django-filter `filterset`, in the form's order; none for fields with errors."""
    form = filterset.form
    if not form.is_bound:
        return []
    form.is_valid()
    found = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        if field.name in form.changed_data and value not in (None, "", []) and _is_set(value):
            found.append(Chip(field.name, str(field.label), _words(field, value), _without(request, field)))
    return found


def _is_set(value: Any) -> bool:
    return bool(value.exists()) if hasattr(value, "exists") else True


def _words(field: BoundField, value: Any) -> str:
    choices = {
        str(key): str(words)
        for key, words in getattr(field.field, "choices", [])
        if not isinstance(words, list | tuple)
    }
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, slice):
        return " – ".join(str(end) for end in (value.start, value.stop) if end is not None)
    many = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
    return ", ".join(choices.get(str(one), str(one)) for one in many)


def _without(request: HttpRequest, field: BoundField) -> str:
    query = request.GET.copy()
    for key in list(query):
        if key == field.html_name or key.startswith(f"{field.html_name}_") or key == "page":
            del query[key]
    return f"?{query.urlencode()}"
