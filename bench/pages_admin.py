"""The same rows in Django's admin, with the same filter, order and search: throw-away lists, only for measuring."""

from django.contrib import admin
from django.urls import path
from django.utils import timezone

from associations.models import Activity
from matching.models import Offer
from nodes.tenancy import acting_in, node_scope
from participants.models import EligibilityCheck, InterestForm, Participant, SecrecyWaiver, TakenTime
from placements.models import Attendance, Placement
from vida import urls as ours

PAGE = 25


class InNode(admin.ModelAdmin):
    """Acts in the node that the request names, until the page is rendered."""

    list_per_page = PAGE

    def changelist_view(self, request, extra_context=None):
        with acting_in(node_scope(int(request.headers["X-Node"]))):
            return super().changelist_view(request, extra_context).render()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        with acting_in(node_scope(int(request.headers["X-Node"]))):
            return super().change_view(request, object_id, form_url, extra_context).render()

    def lookup_allowed(self, lookup, value, request):
        return True

    def has_change_permission(self, request, obj=None):
        return False  # reads only, as our pages

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Inline(admin.TabularInline):
    """Rows beside the one that is open."""

    extra = 0

    def has_change_permission(self, request, obj=None):
        return False

    has_add_permission = has_delete_permission = has_change_permission


def inline(of, *names, key=None):
    """A read-only inline with these columns."""
    return type(
        f"{of.__name__}Inline", (Inline,), {"model": of, "fields": names, "readonly_fields": names, "fk_name": key}
    )


def history(of, *names, key="participant"):
    """The history that the database keeps of a model's rows, as an inline of the person."""
    return inline(of.pgh_event_model, "pgh_created_at", *names, key=key)


class ParticipantAdmin(InNode):
    list_display = ["given_name", "family_name", "left", "municipality", "service_unit", "registered_at"]
    list_filter = ["municipality", "service_unit"]
    list_select_related = ["municipality", "service_unit"]
    search_fields = ["search_key"]
    ordering = ["sort_key", "id"]
    inlines = [
        inline(InterestForm, "state", "asked_on", "due_on", key="participant"),
        inline(Offer, "activity", "state", "given_on", key="participant"),
        inline(Placement, "activity", "state", "agreed_on", key="participant"),
        inline(EligibilityCheck, "answer", "method", "checked_on", "checked_by"),
        inline(SecrecyWaiver, "to_whom", "what", "purpose", "recorded_by", key="participant"),
        inline(TakenTime, "kind", "weekday", "starts_at", "ends_at", key="participant"),
        history(Participant, "withdrawn_at", key="pgh_obj"),
        history(InterestForm, "state"),
        history(Offer, "activity", "state"),
        history(Placement, "activity", "state"),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(protection="", withdrawn_at__isnull=True)
        return rows.prefetch_related("forms__choices__area")

    @admin.display(ordering="forms__due_on")
    def left(self, row):
        form = next(iter(row.forms.all()), None)
        wishes = ", ".join(choice.area.name for choice in form.choices.all()) if form else ""
        return f"{(form.due_on - timezone.localdate()).days if form else ''} {wishes}"


class FormAdmin(InNode):
    list_display = ["participant", "state", "asked_on", "due_on", "service_unit"]
    list_filter = ["state"]
    list_select_related = ["participant", "service_unit"]
    ordering = ["due_on", "id"]


class OfferAdmin(InNode):
    list_display = ["participant", "activity", "state", "reply_by"]
    list_filter = ["state"]
    list_select_related = ["participant", "activity"]
    ordering = ["reply_by", "id"]


class PlacementAdmin(InNode):
    list_display = ["participant", "activity", "state", "agreed_on"]
    list_filter = ["state"]
    list_select_related = ["participant", "activity"]
    ordering = ["agreed_on", "id"]


class ActivityAdmin(InNode):
    list_display = ["title", "association", "state", "first_on"]
    list_filter = ["state"]
    list_select_related = ["association"]
    inlines = [inline(Placement, "participant", "state", "agreed_on", key="activity")]


class AttendanceAdmin(InNode):
    list_display = ["participant", "occasion", "mark"]
    list_select_related = ["participant", "occasion"]
    list_filter = ["mark"]


site = admin.AdminSite("bench")
site.register(Participant, ParticipantAdmin)
site.register(InterestForm, FormAdmin)
site.register(Offer, OfferAdmin)
site.register(Placement, PlacementAdmin)
site.register(Activity, ActivityAdmin)
site.register(Attendance, AttendanceAdmin)
urlpatterns = [path("bench-admin/", site.urls), *ours.urlpatterns]
