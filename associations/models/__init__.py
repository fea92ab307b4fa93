"""Associations, activities, and forms on their way in."""

from associations.models.activities import Activity, ActivityInterest, Occasion
from associations.models.associations import Association, ContactPerson, RegisterImport, RegisterRow
from associations.models.changes import ActivityChange
from associations.models.guests import GuestPlaces
from associations.models.registrations import ActivityRegistration

__all__ = [
    "Activity",
    "ActivityChange",
    "ActivityInterest",
    "ActivityRegistration",
    "Association",
    "ContactPerson",
    "GuestPlaces",
    "Occasion",
    "RegisterImport",
    "RegisterRow",
]
