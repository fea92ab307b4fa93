"""SQL expressions that make fixed-width numbers of what the models hold as text, time or perhaps nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, DateField, ExpressionWrapper, F, IntegerField, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractMinute

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)  # stand for days that are not set


def code(field: str, numbers: Mapping[Any, int], *, otherwise: int = 0) -> Any:
    """A number for each text."""
    cases = [When(**{field: text}, then=Value(number)) for text, number in numbers.items()]
    return Cast(Case(*cases, default=Value(otherwise)), IntegerField())


def number(field: str, *, without: int) -> Any:
    """The number, or another where there is none."""
    return Cast(Coalesce(F(field), Value(without)), IntegerField())


def day(field: str, *, without: date) -> Any:
    """The day, or another where there is none."""
    return Cast(Coalesce(F(field), Value(without)), DateField())


def minute_of_week(weekday: str, time: str) -> Any:
    """Minutes after midnight between Sunday and Monday."""
    return Cast(F(weekday) * 24 * 60 + minute_of_day(time), IntegerField())


def minute_of_day(time: str) -> Any:
    """Minutes after midnight."""
    minutes = ExtractHour(time) * 60 + ExtractMinute(time)
    return Cast(ExpressionWrapper(minutes, IntegerField()), IntegerField())


def among(field: str, texts: Sequence[str]) -> Any:
    """One bit for each of these texts that the array holds."""
    held = [Case(When(**{f"{field}__contains": [text]}, then=Value(1 << bit)), default=Value(0))
            for bit, text in enumerate(texts)]  # fmt: skip
    return Cast(sum(held, start=Value(0)), BigIntegerField())


def digits(field: str) -> Any:
    """Text of five digits as a number, 0 for any other."""
    return Cast(Case(When(**{f"{field}__regex": "^[0-9]{5}$"}, then=F(field)), default=Value("0")), IntegerField())
