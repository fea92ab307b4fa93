"""The terms of a programme on a day."""

from datetime import date

from nodes.models import Programme, ProgrammeTerms


def terms_on(programme: Programme, day: date) -> ProgrammeTerms:
    """The terms that hold on `day`; before the first ones, the first ones. ProgrammeTerms.DoesNotExist if there are none."""
    terms = programme.terms.filter(valid_from__lte=day).order_by("-valid_from").first()
    return terms or programme.terms.earliest("valid_from")
