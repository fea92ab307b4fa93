"""A node's own figures and what it says of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nodes.access import page


@page("figures.node")
def figures(request: HttpRequest) -> HttpResponse:
    """The node's figures for a quarter."""
    return render(request, "reporting/node_figures.html", {})
