"""The tables of this app."""

from participants.models.forms import InformationMeeting, InterestChoice, InterestForm, MeetingGuest
from participants.models.people import EligibilityCheck, JudgedDouble, Participant, SecrecyWaiver, TakenTime

__all__ = [
    "EligibilityCheck",
    "InformationMeeting",
    "InterestChoice",
    "InterestForm",
    "JudgedDouble",
    "MeetingGuest",
    "Participant",
    "SecrecyWaiver",
    "TakenTime",
]
