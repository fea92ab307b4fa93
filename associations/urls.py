"""The addresses of this app; `<node>` is the node's own word."""

from django.urls import path

from associations.views import activities, associations, confirming, decisions, guests, public, register

app_name = "associations"
urlpatterns = [
    # without an account
    path("anmal-aktivitet/<slug:node>/", public.register, name="register"),
    path("anmal-aktivitet/<slug:node>/spara/", public.autosave, name="autosave"),
    path("anmal-aktivitet/<slug:node>/intressen/", public.areas, name="areas"),
    path("anmal-aktivitet/<slug:node>/skickad/", public.sent, name="sent"),
    path("anmal-aktivitet/<slug:node>/borja-om/", public.start_over, name="start_over"),
    path("anmal-aktivitet/<slug:node>/fortsatt/<str:secret>/", confirming.resume, name="resume"),
    path("anmal-aktivitet/<slug:node>/bekrafta/<str:secret>/", confirming.confirm, name="confirm"),
    # activities
    path("<slug:node>/aktiviteter/", activities.activity_list, name="activities"),
    path("<slug:node>/aktiviteter/lista.xlsx", activities.activity_export, name="activities_export"),
    path("<slug:node>/aktiviteter/ny/", decisions.start_draft, name="activity_draft"),
    path("<slug:node>/aktiviteter/<int:pk>/", activities.activity, name="activity"),
    path("<slug:node>/aktiviteter/<int:pk>/atersand/", decisions.send_back, name="send_back"),
    path("<slug:node>/aktiviteter/<int:pk>/avsla/", decisions.refuse, name="refuse"),
    path("<slug:node>/aktiviteter/<int:pk>/gastplatser/", guests.open_places, name="guest_places"),
    path(
        "<slug:node>/aktiviteter/<int:pk>/gastplatser/<int:places>/ta-tillbaka/",
        guests.take_back,
        name="guest_places_back",
    ),
    # associations
    path("<slug:node>/foreningar/", associations.association_list, name="associations"),
    path("<slug:node>/foreningar/lista.xlsx", associations.association_export, name="associations_export"),
    path("<slug:node>/foreningar/ny/", associations.add, name="association_add"),
    path("<slug:node>/foreningar/<int:pk>/", associations.association, name="association"),
    path("<slug:node>/foreningar/<int:pk>/andra/", associations.change, name="association_change"),
    path("<slug:node>/foreningar/<int:pk>/kontakt/", associations.add_contact, name="contact_add"),
    path("<slug:node>/foreningar/<int:pk>/kontakt/<int:contact>/", associations.change_contact, name="contact_change"),
    path(
        "<slug:node>/foreningar/<int:pk>/kontakt/<int:contact>/ta-bort/",
        associations.remove_contact,
        name="contact_remove",
    ),
    # registers
    path("<slug:node>/foreningar/register/", register.imports, name="register_imports"),
    path("<slug:node>/foreningar/register/<int:pk>/", register.report, name="register_report"),
    path("<slug:node>/foreningar/register/<int:pk>/framsteg/", register.progress, name="register_progress"),
    path("<slug:node>/foreningar/register/<int:pk>/rad/<int:row>/", register.row, name="register_row"),
    path("<slug:node>/foreningar/register/<int:pk>/rad/<int:row>/klar/", register.resolve, name="register_row_resolve"),
]
