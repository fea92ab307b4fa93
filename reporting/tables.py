"""The lists of this app."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nodes.models import Node
from participants.models import Participant
from vida.columns import NameColumn


class PeopleTable(tables.Table):
    """The people behind a number."""

    name = NameColumn(
        verbose_name=_("Namn"),
        accessor="full_name",
        order_by=("sort_key", "id"),
        linkify=lambda record, table: reverse("matching:participant", args=[table.node.slug, record.pk]),
    )
    municipality = tables.Column(verbose_name=_("Kommun"), orderable=False)
    service_unit = tables.Column(verbose_name=_("Enhet"), orderable=False)

    count_words = ngettext_lazy("%(n)s deltagare", "%(n)s deltagare", "n")

    class Meta:
        model = Participant
        fields: list[str] = []
        sequence = ["name", "municipality", "service_unit"]

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        self.node = node
        super().__init__(*args, **kwargs)
