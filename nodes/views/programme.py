"""The programme's settings: its facts, its nodes, and its dated terms (R1–R4, R65)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nodes.access import page
from nodes.forms.settings import TermsForm
from nodes.models import ProgrammeTerms
from nodes.selectors.terms import terms_on
from vida import clock, feedback


@page("programme.settings")
def programme_settings(request: HttpRequest) -> HttpResponse:
    """What holds now, what held before, and a form for what is to hold from a day on."""
    programme = request.access.programme
    now = terms_on(programme, clock.today())
    form = TermsForm(request.POST or None, instance=ProgrammeTerms(programme=programme), initial=_values(now))
    if request.method == "POST" and form.is_valid():
        fields = {k: v for k, v in form.cleaned_data.items() if k != "valid_from"}
        ProgrammeTerms.objects.update_or_create(
            programme=programme, valid_from=form.cleaned_data["valid_from"], defaults=fields
        )
        feedback.saved(request, _("Villkoren är sparade. Det som gällde förut finns kvar i listan."))
        return redirect("nodes:programme_settings")
    context = {
        "form": form,
        "programme": programme,
        "terms_now": now,
        "all_terms": programme.terms.order_by("-valid_from"),
        "nodes": programme.nodes.prefetch_related("municipalities"),
    }
    return render(request, "nodes/programme_settings.html", context, status=422 if form.errors else 200)


def _values(terms: ProgrammeTerms) -> dict:
    """What holds now, as the start of what is to hold; the day is always chosen anew."""
    return {field.name: field.value_from_object(terms) for field in terms._meta.fields} | {"valid_from": clock.today()}
