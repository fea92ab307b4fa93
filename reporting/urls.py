"""The addresses of this app; `<node>` is the node's own word."""

from django.urls import path, register_converter

from reporting.addresses import QuarterConverter
from reporting.views import budget, documents, equity, needs, node, programme, register, reports, today

register_converter(QuarterConverter, "quarter")

app_name = "reporting"
urlpatterns = [
    path("program/", programme.overview, name="programme"),
    path("program/utbud/", needs.programme_needs, name="programme_needs"),
    path("program/utbud/excel/", needs.programme_needs_sheet, name="programme_needs_sheet"),
    path("program/jamstalldhet/", equity.programme_equity, name="programme_equity"),
    path("program/rapporter/budget/", budget.lines, name="budget"),
    path("program/rapporter/budget/ny/", budget.add_line, name="budget_add"),
    path("program/rapporter/budget/<int:pk>/", budget.change_line, name="budget_line"),
    path("program/rapporter/budget/<int:pk>/ta-bort/", budget.delete_line, name="budget_delete"),
    path("program/rapporter/", reports.reports, name="reports"),
    path("program/rapporter/<quarter:quarter>/", reports.report, name="report"),
    path("program/rapporter/<quarter:quarter>/sammanfattning/", reports.summary, name="summary"),
    path("program/rapporter/<quarter:quarter>/utfall/", budget.outcomes, name="outcomes"),
    path("program/rapporter/<quarter:quarter>/frys/", reports.freeze, name="freeze"),
    path("program/rapporter/<quarter:quarter>/rapport.pdf", documents.pdf, name="report_pdf"),
    path("program/rapporter/<quarter:quarter>/rapport.xlsx", documents.sheet, name="report_sheet"),
    path("program/rapporter/<quarter:quarter>/dokument/<slug:kind>/", documents.report_file, name="report_file"),
    path(
        "program/rapporter/<quarter:quarter>/dokument/<slug:kind>/laget/",
        documents.report_file_progress,
        name="report_file_progress",
    ),
    path("program/rapporter/kommentar/<int:pk>/godkann/", reports.accept_note, name="accept_note"),
    path("program/rapporter/kommentar/<int:pk>/atersand/", reports.return_note, name="return_note"),
    path("<slug:node>/", today.today, name="today"),
    path("<slug:node>/idag/<slug:code>/", today.group, name="today_group"),
    path("<slug:node>/rapporter/", node.figures, name="node_figures"),
    path("<slug:node>/rapporter/utbud/", needs.node_needs, name="node_needs"),
    path("<slug:node>/rapporter/utbud/excel/", needs.node_needs_sheet, name="node_needs_sheet"),
    path("<slug:node>/rapporter/jamstalldhet/", equity.node_equity, name="node_equity"),
    path("<slug:node>/rapporter/jamstalldhet/personer/", equity.people, name="equity_people"),
    path("<slug:node>/rapporter/<quarter:quarter>/kommentar/", node.note, name="node_note"),
    path("<slug:node>/rapporter/<quarter:quarter>/deltagare/", register.participants, name="participant_register"),
]
