"""Registers that were read, with what became of their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from associations.models import RegisterImport, RegisterRow

if TYPE_CHECKING:
    from django.db.models import QuerySet

Outcome = RegisterRow.Outcome


@dataclass(frozen=True)
class Progress:
    """How far a reading has come."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole percent; 100 only when all is done."""
        return 100 * self.done // self.total if self.total else 100


def imports() -> QuerySet[RegisterImport]:
    """Every reading, the newest first, with its rows counted by outcome; `faulty` are those still to be fixed."""
    return (
        RegisterImport.objects.select_related("imported_by")
        .annotate(
            created=Count("rows", filter=Q(rows__outcome=Outcome.CREATED)),
            double=Count("rows", filter=Q(rows__outcome=Outcome.DOUBLE)),
            elsewhere=Count("rows", filter=Q(rows__outcome=Outcome.ELSEWHERE)),
            faulty=Count("rows", filter=Q(rows__outcome=Outcome.FAULTY, rows__resolved_at__isnull=True)),
            waiting=Count("rows", filter=Q(rows__outcome=Outcome.WAITING)),
            total=Count("rows"),
        )
        .order_by("-imported_at", "-id")
    )


def progress_of(register_import: RegisterImport) -> Progress:
    """How many of the rows have been decided on."""
    counts = register_import.rows.aggregate(total=Count("id"), left=Count("id", filter=Q(outcome=Outcome.WAITING)))
    return Progress(counts["total"] - counts["left"], counts["total"])
