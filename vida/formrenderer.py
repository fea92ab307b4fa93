"""How every form looks: `{{ form }}` gives the finished thing (settings: FORM_RENDERER)."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

WRITTEN = {
    "text",
    "number",
    "email",
    "url",
    "tel",
    "password",
    "search",
    "date",
    "time",
    "datetime-local",
    "file",
    "color",
    "checkbox",
    "radio",
}
NATIVE = {  # Django's widgets that write plain text where the browser has a better field
    "django/forms/widgets/date.html": "date",
    "django/forms/widgets/time.html": "time",
    "django/forms/widgets/datetime.html": "datetime-local",
}


class FormRenderer(TemplatesSetting):
    """Our templates for forms and fields, the design system's class on every input, native date and time."""

    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"
    formset_template_name = "components/form/formset.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a form, field or widget."""
        widget = context.get("widget")
        if widget is not None:
            _dress(template_name, widget)
        return super().render(template_name, context, request)


def _dress(template_name: str, widget: dict[str, Any]) -> None:
    """Give one widget its class and type; a text area's limit becomes a counter, so that nothing pasted is cut off."""
    widget["type"] = kind = NATIVE.get(template_name, widget.get("type", ""))
    for part in widget.get("subwidgets", []):
        _dress(part["template_name"], part)
    for _, options, _ in widget.get("optgroups", []):
        for option in options:
            if option["type"] in WRITTEN:
                option["attrs"]["class"] = "ds-input"
    attrs = widget["attrs"]
    attrs.pop("placeholder", None)  # the label says it, and stays when one types
    if kind in WRITTEN or template_name.endswith(("/textarea.html", "/select.html")):
        attrs["class"] = f"ds-input {attrs.get('class', '')}".strip()
    if template_name.endswith("/textarea.html"):
        attrs.pop("cols", None)
        attrs["rows"] = attrs["rows"] if attrs.get("rows") not in (None, "10") else "5"
        if limit := attrs.pop("maxlength", None):
            attrs["data-limit"] = limit
