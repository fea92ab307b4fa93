"""A long select keeps its options, each language and each choice apart."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy, override

from vida.selects import LongSelect

CHOICES = [("", gettext_lazy("Alla språk")), ("Språk", [("sv", "Svenska <b>"), ("ar", "العربية")]), (7, "Sju")]


class Long(forms.Form):
    area = forms.ChoiceField(choices=CHOICES, widget=LongSelect)


class Short(forms.Form):
    area = forms.ChoiceField(choices=CHOICES)


def squeezed(form):
    return "".join(str(form["area"]).split())


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("chosen", [None, "", "ar", "7", "nothing of the kind", '"><script>'])
def test_it_is_the_select_that_it_stands_for(language, chosen):
    data = None if chosen is None else {"area": chosen}
    with override(language):
        assert squeezed(Long(data)) == squeezed(Short(data))


def test_each_language_has_its_own_words():
    with override("sv"):
        swedish = squeezed(Long())
    with override("en"):
        assert squeezed(Long()) != swedish
