"""Idag: the things to do, in words."""

from reporting.day.today import PAGE, Today

__all__ = ["PAGE", "Today"]
