"""The Swedish calendar: working days and deadlines, weekly occasions, quarters, ages and dates in words."""

from vida.calendar.ages import age_on
from vida.calendar.occasions import OccasionTime, Skipped, WeeklyOccasions, weekly_occasions
from vida.calendar.quarters import Quarter
from vida.calendar.words import DaysLeft, days_left_words, hours, iso_week, long_date
from vida.calendar.workdays import due_on, holiday_name, is_working_day, last_working_day, shown_due

__all__ = [
    "DaysLeft",
    "OccasionTime",
    "Quarter",
    "Skipped",
    "WeeklyOccasions",
    "age_on",
    "days_left_words",
    "due_on",
    "holiday_name",
    "hours",
    "is_working_day",
    "iso_week",
    "last_working_day",
    "long_date",
    "shown_due",
    "weekly_occasions",
]
