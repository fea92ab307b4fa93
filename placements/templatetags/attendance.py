"""How an attendance mark looks: an icon with its words."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from placements.models import Attendance
from vida.templatetags.look import icon

register = template.Library()

ICONS = {
    Attendance.Mark.PRESENT: "check",
    Attendance.Mark.ABSENT_NOTIFIED: "message",
    Attendance.Mark.ABSENT: "close",
}


@register.filter
def at(names: Mapping[int, str], key: int) -> str:
    """The entry of a mapping."""
    return names[key]


@register.simple_tag
def mark_icon(marks: Mapping[int, str], occasion_id: int) -> SafeString:
    """The mark of an occasion; words for screen readers, also where nothing is filled in."""
    mark = marks.get(occasion_id)
    if not mark:
        nothing = '<span class="quiet" aria-hidden="true">·</span><span class="sr-only">{}</span>'
        return format_html(nothing, _("inte ifyllt"))
    return icon(ICONS[Attendance.Mark(mark)], Attendance.Mark(mark).label)
