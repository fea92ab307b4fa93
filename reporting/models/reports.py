"""Quarterly reports. A frozen one holds figures and no person (R16, R184)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.models import Programme, User
from nodes.tenancy import TenantModel
from reporting.states import FileState, NodeReportState, ReportState
from vida.calendar import Quarter


@pghistory.track()
class ProgressReport(models.Model):
    """A programme's report for one quarter. It spans the nodes and names nobody, so it stands outside the wall."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    summary = models.TextField(_("Sammanfattning"), max_length=4000, blank=True)
    figures = models.JSONField(null=True, blank=True)  # set once, by freezing
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year", "quarter"], name="one_report_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="report_quarter"),
            models.CheckConstraint(
                condition=Q(state="frozen", frozen_at__isnull=False, frozen_by__isnull=False, figures__isnull=False)
                | Q(state="draft", frozen_at__isnull=True, frozen_by__isnull=True, figures__isnull=True),
                name="frozen_report_has_its_figures",
            ),
        ]


@pghistory.track()
class NodeReport(TenantModel):
    """What a node says of its quarter, written there, and accepted or returned by the process lead (R36)."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="node_reports")
    state = models.CharField(max_length=10, choices=NodeReportState, default=NodeReportState.DRAFT)
    note = models.TextField(_("Nodens kommentar"), max_length=4000, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_comment = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "report"], name="one_node_report_a_quarter"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="node_report_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="node_report_was_decided",
            ),
        ]


class ReportFile(models.Model):
    """A quarter's report as PDF or workbook: asked for by a reader, made by a task. It names nobody, as the report.

    `shared` is the one with small numbers hidden; `frozen` the one of the frozen report, made once and for good.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        SHEET = "xlsx", _("Excel")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    shared = models.BooleanField()
    frozen = models.BooleanField()
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    file = models.FileField(blank=True, max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=100, blank=True)  # the class of the error, never its words

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "quarter", "kind", "shared", "frozen"], name="one_file_of_each_kind"
            ),
            models.CheckConstraint(
                condition=(Q(state="ready", made_at__isnull=False) & ~Q(file=""))
                | (~Q(state="ready") & Q(made_at__isnull=True)),
                name="ready_file_is_there",
            ),
        ]

    @property
    def of_quarter(self) -> Quarter:
        """The report's quarter."""
        return Quarter(self.year, self.quarter)

    @property
    def storage_name(self) -> str:
        """Where it is kept: always the same for the same file, and without a word about anybody."""
        words = [str(self.of_quarter), "fryst" if self.frozen else "utkast", "delad" if self.shared else "hel"]
        return f"rapporter/{self.programme_id}/{'-'.join(words)}.{self.kind}"
