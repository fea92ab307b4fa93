"""Outreach: the tasks, one of them, and whom it has been put to (R44, R47, R116)."""

from matching.views.outreach.contacts import contact, remove
from matching.views.outreach.lists import export, index, new
from matching.views.outreach.tasks import change, drop, reopen, task

__all__ = ["change", "contact", "drop", "export", "index", "new", "remove", "reopen", "task"]
