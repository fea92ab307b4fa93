"""The meeting point: ranking, batch assignment, offers and the 14-day clock."""
