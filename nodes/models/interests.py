"""What people want to do: the interest areas, two levels. Reference data: no node."""

from django.db import models
from django.utils.translation import get_language


class InterestArea(models.Model):
    """A group ("Idrott") or a leaf of it ("Fotboll"); forms and activities point at leaves (R93, R111)."""

    code = models.SlugField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="leaves")
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return str(getattr(self, self.name_field()))

    @staticmethod
    def name_field() -> str:
        """The field with the name in the language of the reader, for queries that read nothing but names."""
        return "name_en" if get_language() == "en" else "name_sv"
