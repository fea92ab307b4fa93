"""A quarter in an address: /program/rapporter/2026-Q3/."""

from vida.calendar import Quarter


class QuarterConverter:
    """Django's path converter for `Quarter`."""

    regex = "[12][0-9]{3}-Q[1-4]"

    def to_python(self, value: str) -> Quarter:
        """The quarter."""
        return Quarter.parse(value)

    def to_url(self, value: Quarter) -> str:
        """As it is written."""
        return str(value)
