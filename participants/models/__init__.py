"""The tables of this app."""

from participants.models.forms import InformationMeeting, InterestChoice, InterestForm
from participants.models.people import EligibilityCheck, Participant, SecrecyWaiver, TakenTime

__all__ = [
    "EligibilityCheck",
    "InformationMeeting",
    "InterestChoice",
    "InterestForm",
    "Participant",
    "SecrecyWaiver",
    "TakenTime",
]
