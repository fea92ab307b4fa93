"""The form on which an association registers an activity (R105). It cleans; the framework judges (R72–R79)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from associations import framework
from associations.forms.inputs import MailField, long_text, number, wording
from associations.models import Activity, Association
from associations.services.content import Content, content_of
from nodes.languages import common_languages
from nodes.models import InterestArea, Municipality, Node
from nodes.selectors.terms import terms_on
from vida import clock
from vida.fields import CleanCharField, DayField, OrganisationNumberField, PhoneField, PostcodeField

MOST_AREAS = 5
YEARS_AHEAD = 5
UNSAID = {rule.field: rule.unsaid for rule in framework.RULES}
INTERVALS = [("7", _("Varje vecka")), ("14", _("Varannan vecka")), ("28", _("Var fjärde vecka"))]
MARKS = [
    ("language", _("Språk – man pratar svenska med varandra om något man tycker om")),
    ("health", _("Hälsa – man rör på sig, mår bra eller bryter ensamhet")),
    ("network", _("Nätverk – man lär känna nya människor")),
]
SEVERAL = {"areas", "languages", "promotes"}
YES_NO = [("yes", _("Ja")), ("no", _("Nej"))]
ONLY_THE_FRAMEWORKS = [  # a coordinator's draft may leave these to the association
    "introduction", "theory_rules", "theory_organisation", "can_continue", "continuing", "promotes", "within_operation",
    "unbound",
]  # fmt: skip


class AboutTheAssociation(forms.Form):
    """Who the association is and whom to turn to."""

    association_name = CleanCharField(
        label=_("Föreningens namn"), max_length=200, error_messages=wording(_("Skriv föreningens namn."))
    )
    association_kind = forms.ChoiceField(
        label=_("Vad är ni?"), choices=Association.Kind.choices, error_messages=wording(_("Välj vad ni är."))
    )
    association_number = OrganisationNumberField(
        label=_("Organisationsnummer"),
        required=False,
        help_text=_("Tio siffror, till exempel 802002-4280. Lämna tomt om ni inget har."),
    )
    no_number_reason = CleanCharField(
        label=_("Om numret saknas: varför?"),
        max_length=200,
        required=False,
        help_text=_("Till exempel: vi är ett nätverk, eller vi har sökt men inte fått något än."),
        error_messages=wording(""),
    )
    contact_name = CleanCharField(
        label=_("Kontaktpersonens namn"),
        max_length=120,
        help_text=_("Den som deltagaren och samordnaren kan vända sig till."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=wording(_("Skriv kontaktpersonens namn.")),
    )
    contact_email = MailField(
        label=_("Kontaktpersonens e-post"),
        help_text=_("Hit skickar vi länken som bekräftar anmälan."),
        error_messages=wording(_("Skriv en e-postadress. Dit skickar vi länken som bekräftar anmälan.")),
    )
    contact_phone = PhoneField(label=_("Kontaktpersonens telefon"), required=False)


class AboutTheActivity(forms.Form):
    """What it is, when, where and for whom."""

    title = CleanCharField(
        label=_("Aktivitetens namn"),
        max_length=120,
        help_text=_("Till exempel: Fotboll för alla."),
        error_messages=wording(_("Ge aktiviteten ett namn.")),
    )
    description = long_text(
        _("Beskriv aktiviteten"),
        2000,
        _("Vad gör man, och vad behöver man ha med sig? Skriv enkelt, för den som lär sig svenska."),
        _("Beskriv aktiviteten med några meningar."),
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Intresseområden"),
        queryset=InterestArea.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Välj ett till fem områden som passar."),
        error_messages=wording(_("Välj minst ett intresseområde."), invalid_choice=_("Välj bland områdena i listan.")),
    )
    interval_days = forms.TypedChoiceField(
        label=_("Hur ofta träffas ni?"),
        choices=INTERVALS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=wording(UNSAID["interval_days"]),
    )
    weekday = forms.TypedChoiceField(
        label=_("Veckodag"),
        choices=[("", _("Välj dag")), *Activity.Weekday.choices],
        coerce=int,
        error_messages=wording(_("Välj veckodag.")),
    )
    starts_at = forms.TimeField(
        label=_("Börjar klockan"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
        error_messages=wording(_("Skriv när ni börjar, till exempel 18.00."), invalid=_("Skriv tiden så här: 18.00.")),
    )
    minutes = number(_("Hur många minuter håller ni på?"), 1, 600, UNSAID["minutes"])
    first_on = DayField(
        label=_("Första tillfället"),
        error_messages={"required": _("Skriv datum för första tillfället.")},
    )
    occasions_planned = number(
        _("Hur många gånger träffas ni?"), 1, framework.MOST_OCCASIONS, UNSAID["occasions_planned"]
    )
    place = CleanCharField(
        label=_("Plats"),
        max_length=200,
        help_text=_("Till exempel: Solna bollhall, ingången mot parken."),
        error_messages=wording(_("Skriv var ni träffas.")),
    )
    address = CleanCharField(label=_("Gatuadress"), max_length=200, required=False, error_messages=wording(""))
    postcode = PostcodeField(label=_("Postnummer"), required=False, help_text=_("Gör att vi kan räkna ut resvägen."))
    municipality = forms.ModelChoiceField(
        label=_("Kommun"),
        queryset=Municipality.objects.none(),
        empty_label=_("Välj kommun"),
        error_messages=wording(_("Välj den kommun där ni träffas.")),
    )
    seats = number(_("Hur många deltagare kan ni ta emot?"), 1, 500, _("Skriv hur många platser ni har."))
    for_whom = forms.ChoiceField(
        label=_("För vem?"),
        choices=Activity.ForWhom.choices,
        widget=forms.RadioSelect,
        error_messages=wording(_("Välj vem aktiviteten är för.")),
    )
    min_age = number(_("Lägsta ålder"), 0, 120)
    max_age = number(_("Högsta ålder"), 0, 120)
    children_welcome = forms.BooleanField(label=_("Den som har barn får ta med dem"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Språk som behövs"),
        required=False,
        choices=lambda: [(each.code, each.name) for each in common_languages()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Välj bara om man måste tala något av språken för att kunna vara med. De flesta väljer inget."),
        error_messages=wording("", invalid_choice=_("Välj bland språken i listan.")),
    )


class WhatVidaAsks(forms.Form):
    """The framework's own questions, and what the association would like in return."""

    introduction = long_text(
        _("Hur tar ni emot den som är ny?"),
        1000,
        _("Till exempel: vi möter vid ingången, visar runt och presenterar ledarna."),
        UNSAID["introduction"],
    )
    theory_rules = long_text(
        _("Hur berättar ni om skrivna och oskrivna regler?"),
        1000,
        _("Till exempel: hur man säger till när man är sjuk, och vad man har på sig."),
        UNSAID["theory_rules"],
    )
    theory_organisation = long_text(
        _("Hur berättar ni om hur föreningen är organiserad?"),
        1000,
        _("Till exempel: vilka som sitter i styrelsen och hur ett årsmöte går till."),
        UNSAID["theory_organisation"],
    )
    can_continue = forms.ChoiceField(
        label=_("Kan deltagaren fortsätta i föreningen efteråt?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages=wording(UNSAID["can_continue"]),
    )
    continuing = long_text(
        _("Hur fortsätter man, och vad kostar det?"),
        500,
        _("Till exempel: man blir medlem för 200 kronor om året."),
        UNSAID["continuing"],
    )
    promotes = forms.MultipleChoiceField(
        label=_("Vad främjar aktiviteten?"),
        choices=MARKS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Minst ett av dem."),
        error_messages=wording(UNSAID["promotes"]),
    )
    within_operation = forms.BooleanField(
        label=_("Aktiviteten ingår i föreningens vanliga verksamhet"),
        error_messages=wording(UNSAID["within_operation"]),
    )
    unbound = forms.BooleanField(
        label=_("Kontaktpersonen intygar att aktiviteten är religiöst och politiskt obunden"),
        error_messages=wording(UNSAID["unbound"]),
    )
    compensation = forms.ChoiceField(
        label=_("Vilken ersättning önskar ni?"),
        choices=Activity.Compensation.choices,
        widget=forms.RadioSelect,
        error_messages=wording(_("Välj vilken ersättning ni önskar.")),
    )
    compensation_amount = number(_("Kronor per deltagare"), 1, 100_000)


class ActivityForm(WhatVidaAsks, AboutTheActivity, AboutTheAssociation):
    """The whole form of a node. With `complete` the framework must be met; without it is a coordinator's draft."""

    # Against robots: hidden from people, and what is written here is never saved.
    website = forms.CharField(
        label=_("Lämna det här fältet tomt"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, node: Node, complete: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.node, self.complete = node, complete
        today = clock.today()
        self.fields["areas"].queryset = InterestArea.objects.filter(parent__isnull=False)
        self.fields["municipality"].queryset = municipalities_of(node, today)
        cap = terms_on(node.programme, today).compensation_cap
        words = gettext("Ersättningen är ett tack, inte en lön: oftast högst %(cap)s kronor.")
        self.fields["compensation_amount"].help_text = words % {"cap": cap}
        if not complete:
            for name in ONLY_THE_FRAMEWORKS:
                self.fields[name].required = False

    def clean_areas(self) -> list[InterestArea]:
        """One to five areas."""
        areas = list(self.cleaned_data["areas"])
        if len(areas) > MOST_AREAS:
            raise forms.ValidationError(gettext("Välj högst fem intresseområden – de som passar allra bäst."))
        return areas

    def clean_first_on(self) -> date:
        """A day ahead, and no slip of the year."""
        first, today = self.cleaned_data["first_on"], clock.today()
        if first < today:
            raise forms.ValidationError(gettext("Första tillfället har redan varit. Skriv ett datum som kommer."))
        if first.year > today.year + YEARS_AHEAD:
            raise forms.ValidationError(gettext("Datumet ligger mer än fem år bort. Kontrollera årtalet."))
        return first

    def clean_can_continue(self) -> bool | None:
        """True, False, or None when nobody has answered."""
        return {"yes": True, "no": False}.get(self.cleaned_data["can_continue"])

    def clean(self) -> dict[str, Any]:
        """What two fields say together, and then the framework, each sentence at its field."""
        data = self.cleaned_data
        self.said = self._described(data)  # before a complaint takes a field's value away
        self._check_number(data)
        self._check_first_day(data)
        self._check_ages_and_amount(data)
        if self.complete:
            for finding in framework.lacking(self.said):
                if finding.rule.field not in self.errors:
                    self.add_error(finding.rule.field, finding.sentence)
        return data

    def _check_number(self, data: dict[str, Any]) -> None:
        if "association_number" in data and not data["association_number"] and not data.get("no_number_reason"):
            self.add_error("no_number_reason", gettext("Skriv organisationsnumret, eller varför ni inte har något."))

    def _check_first_day(self, data: dict[str, Any]) -> None:
        first, weekday = data.get("first_on"), data.get("weekday")
        if first and isinstance(weekday, int) and first.weekday() != weekday:
            self.add_error("first_on", _wrong_day(first, weekday))

    def _check_ages_and_amount(self, data: dict[str, Any]) -> None:
        low, high = data.get("min_age"), data.get("max_age")
        if low is not None and high is not None and high < low:
            self.add_error("max_age", gettext("Högsta åldern kan inte vara lägre än lägsta åldern."))
        wants_money = data.get("compensation") == Activity.Compensation.MONEY
        if wants_money and "compensation_amount" in data and not data["compensation_amount"]:
            self.add_error("compensation_amount", gettext("Skriv hur många kronor per deltagare ni önskar."))

    def _described(self, data: Mapping[str, Any]) -> framework.Described:
        programme = self.node.programme
        return framework.describe(data, (programme.starts_on, programme.ends_on))

    def described(self) -> framework.Described:
        """What has been understood so far, for the framework: what a field could not read counts as unsaid."""
        self.is_valid()
        return self.said if self.is_bound else framework.Described()

    def unjudged(self) -> ActivityForm:
        """The same words in the same fields, without a complaint at any of them."""
        typed = {name: self.data.getlist(name) for name in self.fields if name in self.data}
        words = {name: values if name in SEVERAL else values[-1] for name, values in typed.items()}
        return ActivityForm(node=self.node, initial=words)

    def content(self) -> Content:
        """What a valid form says about the activity."""
        return content_of(self.cleaned_data)

    @property
    def chosen_areas(self) -> list[str]:
        """The codes that are ticked, known or not."""
        return [str(code) for code in self["areas"].value() or []]


def _wrong_day(first: date, weekday: int) -> str:
    days = dict(Activity.Weekday.choices)
    return gettext("%(date)s är en %(day)s, men du har valt %(chosen)s. Ändra det ena.") % {
        "date": first.isoformat(),
        "day": days[first.weekday()],
        "chosen": days[weekday],
    }


def municipalities_of(node: Node, on: date) -> Any:
    """The municipalities that belong to the node on the day."""
    held = node.node_municipalities.filter(valid_from__lte=on).exclude(valid_to__lte=on)
    return Municipality.objects.filter(pk__in=held.values("municipality"))


def as_typed(data: Mapping[str, list[str]]) -> QueryDict:
    """Stored words as a form reads them."""
    made = QueryDict(mutable=True)
    for name, values in data.items():
        made.setlist(name, values)
    return made
