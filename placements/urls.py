"""The addresses of what follows a yes."""

from django.urls import path

from placements import views

app_name = "placements"
urlpatterns = [
    path("<slug:node>/aktiviteter/<int:pk>/narvaro/", views.attendance, name="attendance"),
    path("<slug:node>/aktiviteter/<int:pk>/narvaro.pdf", views.attendance_pdf, name="attendance_pdf"),
    path("<slug:node>/placeringar/<int:pk>/plan/", views.plan_entry, name="plan_entry"),
    path("<slug:node>/placeringar/<int:pk>/avsluta/", views.end, name="end"),
]
