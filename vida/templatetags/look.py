"""Small things inside a line: icons, badges, deadlines, names and numbers. All return safe HTML and cost no query."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vida import clock, deadlines
from vida.calendar import long_date, shown_due
from vida.fields import show_phone
from vida.identity import show_organisation_number

register = template.Library()

MIRRORED = {
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "logout",
    "undo",
    "external",
}  # turn round where the script runs from the right

PROMOTED = {"language": "message", "health": "heart", "network": "participants"}

# A state's tone and icon. The word is the model's own label; what is not named here is neutral.
STATE_LOOK = {
    "draft": ("neutral", "edit"),
    "submitted": ("info", "offers"),
    "returned": ("warning", "undo"),
    "refused": ("neutral", "cancel"),
    "approved": ("success", "check"),
    "unconfirmed": ("warning", "info"),
    "running": ("success", "play"),
    "ended": ("neutral", "flag"),
    "cancelled": ("neutral", "cancel"),
    "waiting": ("info", "hourglass"),
    "offered": ("accent", "offers"),
    "matched": ("success", "matching"),
    "closed": ("neutral", "lock"),
    "given": ("accent", "offers"),
    "accepted": ("success", "check"),
    "declined": ("neutral", "cancel"),
    "expired": ("danger", "clock"),
    "withdrawn": ("neutral", "undo"),
    "agreed": ("info", "check"),
    "in_plan": ("info", "document"),
    "started": ("success", "play"),
    "completed": ("success", "flag"),
    "dropped_out": ("warning", "logout"),
    "interrupted": ("warning", "cancel"),
    "open": ("info", "search"),
    "met": ("success", "check"),
    "dropped": ("neutral", "cancel"),
    "frozen": ("neutral", "lock"),
    "eligible": ("success", "check"),
    "not_eligible": ("danger", "cancel"),
    "uncertain": ("warning", "info"),
    "failed": ("danger", "danger"),
    "sent": ("success", "check"),
    "queued": ("info", "clock"),
    "nothing_fits": ("warning", "info"),
    "no_form": ("warning", "edit"),
    "proposed": ("accent", "matching"),
    "confirmed": ("success", "check"),
    "discarded": ("neutral", "cancel"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite `img/icons.svg`; decoration unless `label` gives it words."""
    return _icon(str(name), str(label))


@lru_cache(maxsize=500)  # a page has seventy, of two dozen kinds
def _icon(name: str, label: str) -> SafeString:
    mirror = mark_safe(" data-mirror") if name in MIRRORED else ""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {}{} focusable="false"><use href="{}#{}"></use></svg>',
        spoken,
        mirror,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def promoted(what: str) -> SafeString:
    """The picture of something that an activity promotes: `{% promoted "health" %}`; words stand beside it (R79)."""
    return icon(PROMOTED[what])


@register.simple_tag
def badge(words: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A short word with tone and icon: `{% badge _("Ny") "accent" "info" %}`. Without icon it is a plain tag."""
    if not icon_name:
        return format_html('<span class="badge" data-plain data-tone="{}">{}</span>', tone, words)
    return format_html('<span class="badge" data-tone="{}">{}{}</span>', tone, icon(icon_name), words)


@register.simple_tag
def state_badge(state: str, label: Any) -> SafeString:
    """A state by word, icon and colour: `{% state_badge offer.state offer.get_state_display %}`."""
    return _state_badge(str(state), str(label))


@lru_cache(maxsize=500, typed=True)  # typed: what is safe HTML and what is not may read the same
def _state_badge(state: str, label: str) -> SafeString:
    tone, icon_name = STATE_LOOK.get(state, ("neutral", "dot"))
    return badge(label, tone, icon_name)


@register.simple_tag
def deadline_badge(due_on: date | None, today: date | None = None, *, moves: bool = True) -> SafeString:
    """How long is left until `due_on`, in words: "3 dagar kvar". Nothing at all where there is no last day.

    `moves=False` for a day fixed by others, which a weekend does not move.
    """
    if due_on is None:
        return SafeString("")
    words, tone, icon_name, last = deadlines.deadline(due_on, today or clock.today(), moves=moves)
    day = date_format(last, "DATE_FORMAT")
    return format_html(
        '<span class="badge" data-strong data-tone="{}">{}<span>{}<span class="sr-only"> ({} {})</span></span></span>',
        tone,
        icon(icon_name),
        words,
        _("sista dag"),
        day,
    )


@register.filter
def last_day(value: date) -> date:
    """A kept last day as it is shown: never a weekend or a holiday. `{{ form.due_on|last_day|date:"j F Y" }}`."""
    return shown_due(value)


@register.filter
def in_words(day: date) -> str:
    """The day in full: "söndag 22 november 2026"."""
    return long_date(day)


@register.filter
def name(value: Any) -> SafeString:
    """A person's or an association's name, kept whole whichever way its script runs."""
    return format_html("<bdi>{}</bdi>", value)


@register.filter
def ltr(value: Any) -> SafeString:
    """Numbers, times, phones and addresses: always read from the left."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def phone(value: str) -> str:
    """A stored telephone number as people write it: 070-174 06 05."""
    return show_phone(value)


@register.filter
def organisation_number(value: str) -> str:
    """A stored organisation number as people write it: 802002-4280."""
    return show_organisation_number(value)


@register.simple_tag
def few() -> SafeString:
    """Stands where a figure is hidden because it is smaller than five (R185)."""
    return format_html(
        '<span class="few" title="{}">{}</span>', _("Dolt för att ingen ska kunna kännas igen"), _("färre än 5")
    )


@register.simple_tag
def protected() -> SafeString:
    """Stands where a person with protected identity would have had a name and contact details (R176)."""
    return badge(_("Skyddade uppgifter – kontakta samordnaren"), "warning", "shield")
