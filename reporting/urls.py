"""The addresses of this app; `<node>` is the node's own word."""

from django.urls import path

from reporting.views import node, programme, today

app_name = "reporting"
urlpatterns = [
    path("program/", programme.overview, name="programme"),
    path("program/rapporter/", programme.reports, name="reports"),
    path("<slug:node>/", today.today, name="today"),
    path("<slug:node>/rapporter/", node.figures, name="node_figures"),
]
