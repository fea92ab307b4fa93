"""The mails to associations: Swedish templates in `templates/associations/mail/`, subject on the first line."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from nodes.models import Node
from nodes.services import outbox


def send(*, key: str, node: Node, to: str, template: str, **context: object) -> None:
    """Put the mail of `template` into the outbox, in Swedish whoever is logged in; nothing when there is no address."""
    if not to:
        return
    with override(settings.LANGUAGE_CODE):
        text = render_to_string(f"associations/mail/{template}.txt", {"node": node, **context})
    subject, body = text.split("\n", 1)
    outbox.put(key=key, node_id=node.pk, to=to, subject=subject.strip(), body=body.strip() + "\n")


def public_link(name: str, node: Node, secret: str) -> str:
    """The whole address of one of the association's links."""
    return settings.BASE_URL.rstrip("/") + reverse(f"associations:{name}", args=[node.slug, secret])
