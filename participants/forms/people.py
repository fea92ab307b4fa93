"""Registering a person: everything on one page, in groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nodes.languages import languages as all_languages
from nodes.models import Membership, Municipality, Node, ServiceUnit, User
from nodes.roles import Role
from participants import reference
from participants.forms.fields import BirthDateField, NameOf, NamesOf
from participants.models import EligibilityCheck, Participant
from participants.selectors.eligibility import NOT_SHOWN
from vida import identity
from vida.fields import CleanCharField, DayField, PersonalIdentityNumberField, PhoneField, PostcodeField

LANGUAGES, COUNTRIES = "languages", "countries"  # the lists of suggestions on the page


class PersonForm(forms.ModelForm):
    """A participant's own facts. `node` and `units` say what the user may choose among."""

    one_needed = ("given_name", "family_name")
    given_name = CleanCharField(
        label=_("Förnamn"), max_length=100, required=False, help_text=_("Minst ett av namnen behövs.")
    )
    family_name = CleanCharField(label=_("Efternamn"), max_length=100, required=False)
    identity_number = PersonalIdentityNumberField(
        label=_("Identitetsnummer"),
        required=False,
        help_text=_("Personnummer, samordningsnummer eller LMA-nummer. Visas aldrig helt när det är sparat."),
    )
    date_of_birth = BirthDateField(
        label=_("Födelsedatum"),
        error_messages={"required": _("Skriv födelsedatum, till exempel 1990-02-28.")},
        help_text=_("Till exempel 1990-02-28. Kan lämnas tomt om du har skrivit ett personnummer."),
    )
    sex = forms.ChoiceField(label=_("Kön"), widget=forms.RadioSelect, choices=Participant.Sex)
    municipality = forms.ModelChoiceField(label=_("Kommun"), queryset=Municipality.objects.none())
    postcode = PostcodeField(
        label=_("Postnummer"), required=False, help_text=_("Ger bättre förslag på aktiviteter i närheten.")
    )
    phone = PhoneField(label=_("Telefon"), required=False, help_text=_("Utländska nummer går bra, med + och landskod."))
    languages = NamesOf(
        label=_("Språk"),
        required=False,
        entries=all_languages(),
        suggestions=LANGUAGES,
        labels=[_("Första språk"), _("Andra språk"), _("Tredje språk")],
        help_text=_("Börja skriva så kommer förslag."),
    )
    interpreter_language = NameOf(
        label=_("Behöver tolk på"), required=False, entries=all_languages(), suggestions=LANGUAGES
    )
    citizenships = NamesOf(
        label=_("Medborgarskap"),
        required=False,
        entries=reference.countries(),
        suggestions=COUNTRIES,
        labels=[_("Medborgarskap"), _("Ett medborgarskap till")],
        help_text=_("Land, eller ”statslös”. Två om personen har dubbelt medborgarskap."),
    )
    route = forms.ChoiceField(label=_("Väg in"), widget=forms.RadioSelect, choices=Participant.Route)
    permit_from = DayField(label=_("Gäller från"), required=False, first_year=1950)
    permit_until = DayField(label=_("Gäller till och med"), required=False, first_year=1950)
    method = forms.ChoiceField(
        label=_("Hur är det styrkt?"),
        widget=forms.RadioSelect,
        choices=EligibilityCheck.Method,
        initial=NOT_SHOWN,
        help_text=_("Skriv bara hur du kontrollerade det. Kopiera inga handlingar."),
    )
    service_unit = forms.ModelChoiceField(label=_("Enhet"), queryset=ServiceUnit.objects.none())
    case_officer = forms.ModelChoiceField(label=_("Handläggare"), queryset=User.objects.none(), required=False)
    children_to_bring = forms.IntegerField(
        label=_("Barn som behöver följa med"), required=False, min_value=0, max_value=15
    )
    max_travel_minutes = forms.IntegerField(
        label=_("Längsta resväg, minuter"), required=False, min_value=5, max_value=240
    )
    adaptation = CleanCharField(
        label=_("Vad vi ska göra för att det ska fungera"),
        multiline=True,
        max_length=500,
        required=False,
        help_text=_(
            "Till exempel ”lokal utan trappor” eller ”ring i stället för sms”. Skriv inga diagnoser. "
            "Föreningen får läsa det bara om personen har medgett det."
        ),
    )
    protection_since = DayField(label=_("Skyddet gäller från"), required=False, first_year=1950)
    # Asked only when there is something to ask.
    same_person_as = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    is_another = forms.BooleanField(label=_("Det är en annan person"), required=False)
    save_anyway = forms.BooleanField(label=_("Spara ändå"), required=False)

    class Meta:
        model = Participant
        fields = [
            "given_name", "family_name", "identity_number", "date_of_birth", "sex", "protection", "protection_since",
            "municipality", "postcode", "phone", "email", "languages", "interpreter_language",
            "citizenships", "route", "permit_class", "permit_permanent", "permit_from", "permit_until",
            "plan_kind", "service_unit", "case_officer", "children_to_bring", "max_travel_minutes", "adaptation",
        ]  # fmt: skip
        labels = {"permit_permanent": _("Permanent tillstånd")}
        help_texts = {"protection": _("Personen visas då aldrig i listor, sökningar eller utdrag.")}

    def __init__(self, *args: Any, node: Node, units: list[ServiceUnit], coordinator: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data = _with_birth_date(self.data)
        self.node, self.known_number = node, self.instance.identity_number
        self.instance.node = node
        self.initial.pop("identity_number", None)  # a saved number never goes back to a page
        if self.known_number:
            self.fields["identity_number"].help_text = _(
                "Sparat: %(number)s. Lämna tomt för att behålla det, eller skriv ett nytt."
            ) % {"number": identity.mask(self.known_number)}
        self.fields["protection"].choices = [("", _("Inga skyddade uppgifter")), *Participant.Protection.choices]
        self.fields["permit_class"].choices = [("", _("Vet inte än")), *Participant.PermitClass.choices]
        self._offer_units(units, coordinator=coordinator)
        self._offer_municipalities()

    def _offer_units(self, units: list[ServiceUnit], *, coordinator: bool) -> None:
        unit = self.fields["service_unit"]
        unit.queryset = ServiceUnit.objects.filter(pk__in=[each.pk for each in units])
        unit.choices = [("", _("Välj enhet")), *((each.pk, str(each)) for each in units)]
        if len(units) == 1:
            self.initial["service_unit"] = self.initial.get("service_unit") or units[0].pk  # a new row's own is None
        if not coordinator:
            del self.fields["case_officer"]  # whoever registers is the case officer
            return
        officers = Membership.objects.filter(
            node=self.node, role=Role.CASE_OFFICER, ended_at__isnull=True, service_unit__in=units
        ).select_related("user", "service_unit")
        self.officers = {(each.user_id, each.service_unit_id) for each in officers}
        field = self.fields["case_officer"]
        field.queryset = User.objects.filter(pk__in={each.user_id for each in officers})
        field.choices = [
            ("", _("Ingen utsedd")),
            *sorted(((each.user_id, f"{each.user} – {each.service_unit}") for each in officers), key=lambda c: c[1]),
        ]

    def _offer_municipalities(self) -> None:
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.all()
        own = list(self.node.municipalities.order_by("sort_key").values_list("code", "name").distinct())
        others = [
            pair for pair in Municipality.objects.order_by("sort_key").values_list("code", "name") if pair not in own
        ]
        field.choices = [("", _("Välj kommun")), (_("I noden"), own), (_("Andra kommuner"), others)]
        if len(own) == 1:
            self.initial["municipality"] = self.initial.get("municipality") or own[0][0]

    def clean_identity_number(self) -> str | None:
        """What was typed, or the number that is known already."""
        return self.cleaned_data["identity_number"] or self.known_number

    def clean_children_to_bring(self) -> int:
        """No answer is no child."""
        return self.cleaned_data["children_to_bring"] or 0

    def clean(self) -> dict[str, Any]:
        """What one field alone cannot tell."""
        cleaned = super().clean()
        if not self.errors.keys() & {"given_name", "family_name"} and not (
            cleaned.get("given_name") or cleaned.get("family_name")
        ):
            self.add_error("given_name", _("Skriv minst ett namn."))
        if cleaned.get("protection") and not cleaned.get("protection_since"):
            self.add_error("protection_since", _("Skriv den dag då skyddet började."))
        if not cleaned.get("protection"):
            cleaned["protection_since"] = None
        self._permit(cleaned)
        self._officer(cleaned)
        return cleaned

    def _permit(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("permit_from"), cleaned.get("permit_until")
        if starts and ends and ends < starts:
            self.add_error("permit_until", _("Sista dagen ligger före första dagen. Ändra någon av dem."))

    def _officer(self, cleaned: dict[str, Any]) -> None:
        officer, unit = cleaned.get("case_officer"), cleaned.get("service_unit")
        if officer and unit and (officer.pk, unit.pk) not in self.officers:
            self.add_error(
                "case_officer", _("Handläggaren arbetar inte på den enheten. Välj en annan handläggare eller enhet.")
            )

    @property
    def judged(self) -> set[int]:
        """The ids of the similar people that the user has seen and says are others."""
        if not self.cleaned_data.get("is_another"):
            return set()
        ids = self.cleaned_data.get("same_person_as", "").split(",")
        return {int(each) for each in ids if each.isascii() and each.isdigit()}


def _with_birth_date(data: Any) -> Any:
    """What was sent, with the day of birth out of the number where only that was written."""
    if data.get("date_of_birth", "").strip() or not data.get("identity_number"):
        return data
    try:
        born = identity.parse(data["identity_number"]).born
    except identity.InvalidNumber:
        return data
    completed = data.copy()
    completed["date_of_birth"] = born.isoformat() if born else ""
    return completed


class TakenTimeForm(forms.Form):
    """A time that is taken on some weekdays; an untouched row is nothing."""

    kind = forms.ChoiceField(
        label=_("Vad"),
        choices=[
            ("", "–"),
            ("sfi", _("SFI")),
            ("work", _("Arbete")),
            ("practice", _("Praktik")),
            ("other", _("Annat")),
        ],
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Dagar"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        choices=list(enumerate([_("mån"), _("tis"), _("ons"), _("tors"), _("fre"), _("lör"), _("sön")])),
    )
    starts_at = forms.TimeField(label=_("Från"), input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"])
    ends_at = forms.TimeField(label=_("Till"), input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"])

    def clean(self) -> dict[str, Any]:
        """Ends after it starts."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            raise ValidationError({"ends_at": _("Sluttiden måste vara senare än starttiden.")})
        return cleaned


TakenTimeFormSet = forms.formset_factory(TakenTimeForm, extra=4, max_num=25, absolute_max=30)
