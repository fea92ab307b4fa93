"""A select keeps its options, each language and each choice apart."""

import django_filters
import pytest
from django import forms
from django.utils.translation import gettext_lazy, override
from pytest_django.asserts import assertHTMLEqual

from nodes.models import Membership
from vida.selects import KeptChoiceFilter, KeptSelect

CHOICES = [("", gettext_lazy("Alla språk")), ("Språk", [("sv", "Svenska <b>"), ("ar", "العربية")]), (7, "Sju")]


class Kept(forms.Form):
    area = forms.ChoiceField(choices=CHOICES, widget=KeptSelect)


class Plain(forms.Form):
    area = forms.ChoiceField(choices=CHOICES)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("chosen", [None, "", "ar", "7", "nothing of the kind", '"><script>'])
def test_it_is_the_select_that_it_stands_for(language, chosen):
    data = None if chosen is None else {"area": chosen}
    with override(language):
        assertHTMLEqual(str(Kept(data)["area"]), str(Plain(data)["area"]))


def test_each_language_has_its_own_words():
    with override("sv"):
        assert "Alla språk" in str(Kept()["area"])
    with override("en"):
        assert "All languages" in str(Kept()["area"])


def test_the_choices_of_one_list_are_not_those_of_another():
    class Lists(django_filters.FilterSet):
        area = KeptChoiceFilter(empty_label="Alla", choices=[])

        def __init__(self, *args, codes, **kwargs):
            super().__init__(*args, **kwargs)
            self.filters["area"].extra["choices"] = [(code, code) for code in codes]

    here, there = (Lists({}, queryset=Membership.objects.none(), codes=codes).form for codes in (["a"], ["b", "c"]))
    assert [list(form.fields["area"].choices) for form in (here, there)] == [
        [("", "Alla"), ("a", "a")],
        [("", "Alla"), ("b", "b"), ("c", "c")],
    ]
    assert 'value="b"' not in str(here["area"])
    assert 'value="a"' not in str(there["area"])
