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

__all__ = [
    "NEW",
    "OTHER",
    "AnswerRow",
    "ApproveForm",
    "AskAgainForm",
    "ContactForm",
    "DeclineForm",
    "GiveForm",
    "GiveRow",
    "GivenForm",
    "MoreTimeForm",
    "NewTaskForm",
    "ReasonForm",
    "SaidForm",
    "TapForm",
    "TaskForm",
]
