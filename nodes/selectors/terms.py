"""The terms of a programme on a day."""

from datetime import date

from nodes.models import Programme, ProgrammeTerms


def terms_on(programme: Programme, day: date) -> ProgrammeTerms:
    """The terms that hold on `day`, or the first ones before their day; ProgrammeTerms.DoesNotExist without any."""
    terms = programme.terms.filter(valid_from__lte=day).order_by("-valid_from").first()
    return terms or programme.terms.earliest("valid_from")
