"""A select as HTML, written here and not by a template: the filters of one list have two hundred options."""

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def select(widget: dict[str, Any]) -> SafeString:
    """The select and its options, in their groups, from what Django's widget knows (`widget.get_context`)."""
    groups = (_group(name, options) for name, options, _index in widget["optgroups"])
    name = conditional_escape(widget["name"])
    return mark_safe(  # noqa: S308 - every part is escaped
        f'<select name="{name}"{_attributes(widget["attrs"])}>{"".join(groups)}\n</select>'
    )


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    written = "".join(
        f'\n  <option value="{conditional_escape(str(option["value"]))}"{_attributes(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'\n  <optgroup label="{conditional_escape(name)}">{written}\n  </optgroup>' if name else written


def _attributes(attrs: dict[str, Any]) -> str:
    """As Django's own template writes them: a True stands alone, a False is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
