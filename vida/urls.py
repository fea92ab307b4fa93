"""Every address. The first word says where you are: a node (`/vast/…`), the programme (`/program/…`), or nobody's."""

from django.urls import include, path, re_path
from django.views.i18n import set_language

from nodes import admin
from nodes.views import entrance, public
from vida import gallery, theme

urlpatterns = [
    path("admin/", admin.site.urls),
    re_path(r"^konto/(?:confirm-)?email/", entrance.address_stays, name="address_stays"),  # before allauth's own
    path("konto/", include("allauth.urls")),
    path("sprak/", set_language, name="set_language"),
    path("utseende/", theme.choose, name="choose_theme"),
    path("komponenter/", gallery.gallery, name="gallery"),
    path("om/", public.about, name="about"),
    path("om/tillganglighet/", public.accessibility_statement, name="accessibility_statement"),
    path("om/kakor/", public.cookies, name="cookies"),
    path("", include("nodes.urls")),
    path("", include("reporting.urls")),
    path("", include("matching.urls")),
    path("", include("placements.urls")),
    path("", include("participants.urls")),
    path("", include("associations.urls")),
]
