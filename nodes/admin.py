"""Django's admin, for whoever takes care of the installation. Superusers only; no participant and no tenant's row is here."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from nodes.models import (
    Membership,
    Node,
    NodeMunicipality,
    Organisation,
    OrganisationKind,
    Partner,
    Programme,
    ProgrammeTerms,
    ServiceUnit,
    User,
)
from nodes.services.programmes import KindMissing, check_kinds


class CaretakersSite(admin.AdminSite):
    """Only superusers come in: `is_staff` alone opens nothing."""

    site_title = site_header = "VIDA"

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may open the admin at all."""
        return bool(request.user.is_active and request.user.is_superuser)


class PartnersFormSet(BaseInlineFormSet):
    """The programme's partners, of all four kinds (R1)."""

    def clean(self) -> None:
        """Refuse a programme without one of the kinds."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        try:
            check_kinds([row["organisation"] for row in kept if row.get("organisation")])
        except KindMissing as missing:
            raise ValidationError(str(missing)) from missing


class PartnersInline(admin.TabularInline):
    """Who takes part."""

    model = Partner
    formset = PartnersFormSet
    extra = 4


class TermsInline(admin.StackedInline):
    """What holds from a day on; what has been is not taken away (R65)."""

    model = ProgrammeTerms
    min_num = 1
    extra = 0
    can_delete = False


class MunicipalitiesInline(admin.TabularInline):
    """Which municipalities belong to a node, from a day to a day."""

    model = NodeMunicipality
    extra = 0
    autocomplete_fields = []


class ProgrammeAdmin(admin.ModelAdmin):
    """Programmes with their partners and terms."""

    list_display = ["name", "owner", "funder", "starts_on", "ends_on"]
    inlines = [PartnersInline, TermsInline]


class NodeAdmin(admin.ModelAdmin):
    """Nodes with their municipalities."""

    list_display = ["name", "slug", "programme"]
    inlines = [MunicipalitiesInline]


class ServiceUnitAdmin(admin.ModelAdmin):
    """Units that refer people."""

    list_display = ["name", "node", "authority", "contact_name", "active"]
    list_filter = ["node", "authority", "active"]


class MembershipAdmin(admin.ModelAdmin):
    """Who has which role where. A role is ended, never taken away: the history keeps it."""

    list_display = ["user", "role", "programme", "node", "service_unit", "ended_at"]
    list_filter = ["role", "node"]
    list_select_related = ["user", "programme", "node", "service_unit"]

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Say no."""
        return False


class UserAdmin(admin.ModelAdmin):
    """Users. Passwords are theirs: an invitation or the log-in page sets them."""

    list_display = ["email", "name", "is_active", "is_superuser"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "phone", "is_active", "is_staff", "is_superuser"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Say no: a user is made inactive."""
        return False


site = CaretakersSite(name="admin")
site.register(OrganisationKind, list_display=["name", "code"])
site.register(Organisation, list_display=["name", "kind"])
site.register(Programme, ProgrammeAdmin)
site.register(Node, NodeAdmin)
site.register(ServiceUnit, ServiceUnitAdmin)
site.register(User, UserAdmin)
site.register(Membership, MembershipAdmin)
