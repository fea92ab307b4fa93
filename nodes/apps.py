"""The app at the bottom of the house."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from nodes.appendonly import take_rights_away


class NodesConfig(AppConfig):
    """Who we are."""

    name = "nodes"
    verbose_name = "Noder"

    def ready(self) -> None:
        """Let every `migrate` end by taking rights away; the signal comes when all apps' tables are there."""
        post_migrate.connect(take_rights_away, sender=self)
