"""The app at the bottom of the house."""

from django.apps import AppConfig


class NodesConfig(AppConfig):
    """Who we are."""

    name = "nodes"
    verbose_name = "Noder"
