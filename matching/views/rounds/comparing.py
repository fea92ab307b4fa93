"""Two rounds side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.selectors.rounds import compare, with_changes
from matching.selectors.rounds.words import whom_words
from matching.tables import ChangeTable
from matching.views.rounds.answering import see_other
from matching.views.rounds.finding import find_round
from nodes.access import page
from nodes.audit import saw
from vida.paging import lay_out


@page("round.view")
def comparison(request: HttpRequest) -> HttpResponse:
    """The figures of two rounds, the earlier first, and who got something else; `?m=` names each."""
    words = request.GET.getlist("m")
    numbers = sorted({int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19})
    if len(numbers) != 2:
        saw(request, [])
        messages.error(request, _("Kryssa i två matchningar att jämföra."))
        return see_other(reverse("matching:rounds", args=[request.access.node.slug]))
    compared = compare(*(find_round(pk) for pk in numbers))
    table = ChangeTable(compared.changed)
    lay_out(request, table)
    named = [row.record for row in table.page.object_list if not row.record.participant.protection]
    with_changes(compared, named)
    saw(request, [each.participant_id for each in named], "list")
    context = {"compared": compared, "table": table, "whom": [whom_words(compared.before), whom_words(compared.after)]}
    return render(request, "matching/rounds/comparison.html", context)
