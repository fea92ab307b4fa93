"""Supply: associations, their activities and the way in."""
