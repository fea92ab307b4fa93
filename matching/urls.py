"""The addresses of this app; `<node>` is the node's own word."""

from django.urls import path

from matching.views import (
    activities,
    answers,
    calls,
    giving,
    leaving,
    matching,
    meeting,
    meeting_papers,
    offers,
    participant,
)

app_name = "matching"
urlpatterns = [
    path("<slug:node>/matchning/", matching.index, name="index"),
    path("<slug:node>/matchning/<int:form>/", matching.suggestions, name="suggestions"),
    path("<slug:node>/erbjudanden/", offers.index, name="offers"),
    path("<slug:node>/erbjudanden/nytt/", offers.give, name="give"),
    path("<slug:node>/erbjudanden/ringlista/", calls.calls, name="calls"),
    path("<slug:node>/erbjudanden/logga-flera/", giving.give_many, name="give_many"),
    path("<slug:node>/erbjudanden/<int:pk>/", offers.offer, name="offer"),
    path("<slug:node>/erbjudanden/<int:pk>/blad/", offers.sheet, name="sheet"),
    path("<slug:node>/erbjudanden/<int:pk>/ja/", answers.accept, name="accept"),
    path("<slug:node>/erbjudanden/<int:pk>/nej/", answers.decline, name="decline"),
    path("<slug:node>/erbjudanden/<int:pk>/ta-tillbaka/", answers.withdraw, name="withdraw"),
    path("<slug:node>/erbjudanden/<int:pk>/angra/", answers.undo, name="undo"),
    path("<slug:node>/erbjudanden/<int:pk>/mer-tid/", answers.more_time, name="more_time"),
    path("<slug:node>/erbjudanden/<int:pk>/fraga-igen/", answers.ask_again, name="ask_again"),
    path("<slug:node>/moten/<int:pk>/matchning/", meeting.meeting, name="meeting"),
    path("<slug:node>/moten/<int:pk>/matchning/alla/", meeting.everybody, name="meeting_everybody"),
    path("<slug:node>/moten/<int:pk>/matchning/kort/", meeting_papers.papers, name="meeting_papers"),
    path("<slug:node>/moten/<int:pk>/matchning/<int:guest>/", meeting.guest, name="guest"),
    path("<slug:node>/deltagare/<int:pk>/", participant.participant, name="participant"),
    path("<slug:node>/deltagare/<int:pk>/avsluta/", leaving.withdraw, name="participant_withdraw"),
    path("<slug:node>/aktiviteter/<int:pk>/stall-in/", activities.cancel, name="cancel_activity"),
]
