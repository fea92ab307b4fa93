"""The addresses of the house itself."""

from django.urls import path

from nodes.views import entrance, logs, members, programme, public, settings

app_name = "nodes"
urlpatterns = [
    path("", entrance.home, name="home"),
    path("demo/", entrance.demo, name="demo"),
    path("demo/<int:pk>/", entrance.demo_login, name="demo_login"),
    path("konto/session/", entrance.session, name="session"),
    path("inbjudan/<str:secret>/", entrance.invitation, name="invitation"),
    path("health/", public.health, name="health"),
    path("program/installningar/", programme.programme_settings, name="programme_settings"),
    path("program/medarbetare/", members.programme_members, name="programme_members"),
    path("program/medarbetare/<int:pk>/avsluta/", members.end_programme_membership, name="programme_member_end"),
    path(
        "program/inbjudningar/<int:pk>/aterta/",
        members.withdraw_programme_invitation,
        name="programme_invitation_withdraw",
    ),
    path("<slug:node>/installningar/", settings.settings, name="settings"),
    path("<slug:node>/installningar/enheter/ny/", settings.unit, name="unit_new"),
    path("<slug:node>/installningar/enheter/<int:pk>/", settings.unit, name="unit"),
    path("<slug:node>/installningar/medarbetare/", members.node_members, name="node_members"),
    path(
        "<slug:node>/installningar/medarbetare/<int:pk>/avsluta/", members.end_node_membership, name="node_member_end"
    ),
    path(
        "<slug:node>/installningar/inbjudningar/<int:pk>/aterta/",
        members.withdraw_node_invitation,
        name="node_invitation_withdraw",
    ),
    path("<slug:node>/installningar/lasningar/", logs.read_log, name="read_log"),
    path("<slug:node>/installningar/lasningar/export/", logs.read_log_export, name="read_log_export"),
    path("<slug:node>/installningar/meddelanden/", logs.outbox_list, name="outbox"),
    path("<slug:node>/installningar/meddelanden/export/", logs.outbox_export, name="outbox_export"),
    path("<slug:node>/installningar/meddelanden/<int:pk>/", logs.outbox_again, name="outbox_again"),
]
