"""A node's own figures and what it says of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page
from vida.calendar import Quarter


@page("figures.node")
def figures(request: HttpRequest) -> HttpResponse:
    """The node's figures for a quarter."""
    return render(request, "reporting/node_figures.html", {})


@page("report.node")
def note(request: HttpRequest, quarter: Quarter) -> HttpResponse:
    """The node's words about the quarter."""
    return render(request, "reporting/node_figures.html", {})
