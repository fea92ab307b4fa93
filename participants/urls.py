"""The addresses of this app; `<node>` is the node's own word."""

from django.urls import path

from participants.views import doubles, export, interests, lists, meetings, people, protected

app_name = "participants"
urlpatterns = [
    path("<slug:node>/deltagare/", lists.participant_list, name="list"),
    path("<slug:node>/deltagare/export/", export.export, name="export"),
    path("<slug:node>/deltagare/ny/", people.register, name="register"),
    path("<slug:node>/deltagare/ny/provning/", people.preview, name="register_preview"),
    path("<slug:node>/deltagare/skyddade/", protected.protected_list, name="protected"),
    path("<slug:node>/deltagare/dubbletter/", doubles.possible, name="doubles"),
    path("<slug:node>/deltagare/<int:pk>/andra/", people.change, name="change"),
    path("<slug:node>/deltagare/<int:pk>/intresse/", interests.form_register, name="form_register"),
    path("<slug:node>/deltagare/<int:pk>/intresse/avsluta/", interests.form_close, name="form_close"),
    path("<slug:node>/deltagare/<int:pk>/medgivande/", interests.waiver, name="waiver"),
    path(
        "<slug:node>/deltagare/<int:pk>/medgivande/<int:waiver>/aterkalla/",
        interests.waiver_withdraw,
        name="waiver_withdraw",
    ),
    path("<slug:node>/deltagare/<int:pk>/oppna/", protected.open_protected, name="open_protected"),
    path("<slug:node>/deltagare/<int:pk>/skydda/", protected.protect, name="protect"),
    path("<slug:node>/deltagare/<int:pk>/ta-med-igen/", people.take_back, name="take_back"),
    path("<slug:node>/intressen/", interests.areas, name="form_areas"),
    path("<slug:node>/intressen/val/", interests.pick, name="form_pick"),
    path("<slug:node>/moten/", meetings.meeting_list, name="meetings"),
    path("<slug:node>/moten/lista.xlsx", meetings.meetings_export, name="meetings_export"),
    path("<slug:node>/moten/nytt/", meetings.change, name="meeting_new"),
    path("<slug:node>/moten/<int:pk>/", meetings.meeting, name="meeting"),
    path("<slug:node>/moten/<int:pk>/andra/", meetings.change, name="meeting_change"),
]
