"""Every address. The first word says where you are: a node (`/vast/…`), the programme (`/program/…`), or nobody's."""

from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("", include("nodes.urls")),
    path("", include("reporting.urls")),
    path("", include("matching.urls")),
    path("", include("placements.urls")),
    path("", include("participants.urls")),
    path("", include("associations.urls")),
]
