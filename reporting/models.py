"""Quarterly reports. A frozen one holds figures and no person (R16, R184)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nodes.models import Programme, User
from nodes.tenancy import TenantModel
from reporting.states import NodeReportState, ReportState


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
