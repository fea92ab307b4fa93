"""Outreach tasks: opened from a gap, worked with, met by an activity or dropped (R47, R116)."""

from matching.services.outreach.contacting import log_contact, remove_contact
from matching.services.outreach.ending import drop, meet, miss, reopen
from matching.services.outreach.opening import change, open_task

__all__ = ["change", "drop", "log_contact", "meet", "miss", "open_task", "remove_contact", "reopen"]
