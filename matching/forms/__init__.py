"""The forms of matching."""

from matching.forms.approving import NEW, OTHER, ApproveForm
from matching.forms.offers import (
    AnswerRow,
    AskAgainForm,
    DeclineForm,
    GiveForm,
    GivenForm,
    GiveRow,
    MoreTimeForm,
    ReasonForm,
    SaidForm,
    TapForm,
)
from matching.forms.outreach import ContactForm, NewTaskForm, TaskForm
from matching.forms.rounds import ConfirmForm, MoveForm, RoundForm

__all__ = [
    "NEW",
    "OTHER",
    "AnswerRow",
    "ApproveForm",
    "AskAgainForm",
    "ConfirmForm",
    "ContactForm",
    "DeclineForm",
    "GiveForm",
    "GiveRow",
    "GivenForm",
    "MoreTimeForm",
    "MoveForm",
    "NewTaskForm",
    "ReasonForm",
    "RoundForm",
    "SaidForm",
    "TapForm",
    "TaskForm",
]
