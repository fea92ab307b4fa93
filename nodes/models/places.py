"""Counties and municipalities, by Statistics Sweden's codes. Reference data: no node."""

from django.db import models


class County(models.Model):
    """A county (län), two digits."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class Municipality(models.Model):
    """A municipality (kommun), four digits with the leading zero (R61)."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)  # "Österåker"
    full_name = models.CharField(max_length=80)  # "Österåkers kommun"
    sort_key = models.CharField(max_length=120, db_collation="C", db_index=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="municipalities")

    class Meta:
        ordering = ["sort_key"]

    def __str__(self):
        return self.name
