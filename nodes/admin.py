"""Django's admin, for whoever takes care of the installation: superusers only, and no tenant's row."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

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
from nodes.services import addresses
from nodes.services.programmes import KindMissing, check_kinds


class CaretakersSite(admin.AdminSite):
    """Only superusers come in, through the same log-in as everybody: `is_staff` alone opens nothing."""

    site_title = site_header = "VIDA"

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may open the admin at all."""
        user = request.user
        return bool(user.is_active and user.is_superuser and (not settings.MFA_REQUIRED or is_mfa_enabled(user)))

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Send on to the product's own log-in, with its rate limits and its second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.user.is_superuser:
            return redirect("mfa_index")
        raise PermissionDenied


class Kept(admin.ModelAdmin):
    """Nothing is taken away here: what ends gets an end date or is made inactive."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Say no."""
        return False


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


class ProgrammeAdmin(Kept):
    """Programmes with their partners and terms."""

    list_display = ["name", "owner", "funder", "starts_on", "ends_on"]
    inlines = [PartnersInline, TermsInline]


class NodeAdmin(Kept):
    """Nodes with their municipalities."""

    list_display = ["name", "slug", "programme"]
    inlines = [MunicipalitiesInline]


class ServiceUnitAdmin(Kept):
    """Units that refer people."""

    list_display = ["name", "node", "authority", "contact_name", "active"]
    list_filter = ["node", "authority", "active"]


class MembershipAdmin(Kept):
    """Who has which role where. A role is ended, so that the history keeps it."""

    list_display = ["user", "role", "programme", "node", "service_unit", "ended_at"]
    list_filter = ["role", "node"]
    list_select_related = ["user", "programme", "node", "service_unit"]


class UserAdmin(Kept):
    """Users. Passwords are theirs: an invitation or the log-in page sets them."""

    list_display = ["email", "name", "is_active", "is_superuser"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "phone", "is_active", "is_staff", "is_superuser"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save, and answer for the address; a new user has no password until an own one is chosen by mail."""
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)
        addresses.prove(obj)


site = CaretakersSite(name="admin")
site.register(OrganisationKind, Kept, list_display=["name", "code"])
site.register(Organisation, Kept, list_display=["name", "kind"])
site.register(Programme, ProgrammeAdmin)
site.register(Node, NodeAdmin)
site.register(ServiceUnit, ServiceUnitAdmin)
site.register(User, UserAdmin)
site.register(Membership, MembershipAdmin)
