"""Asking in a template what the reader may do: `{% if access|may:"offer.give" %}`."""

from django import template

from nodes.access import Access

register = template.Library()


@register.filter
def may(access: Access | None, action: str) -> bool:
    """Whether the reader may do `action` here."""
    return access is not None and access.may(action)
