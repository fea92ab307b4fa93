"""The reference data that every installation has: places and interest areas, read from the files in `nodes/data`."""

from django.db import transaction

from nodes import reference
from nodes.models import County, InterestArea, Municipality
from vida.text import sort_key


@transaction.atomic
def load_reference_data() -> None:
    """Create or bring up to date counties, municipalities and interest areas; safe to run again."""
    County.objects.bulk_create(
        [County(code=c.code, name=c.name) for c in reference.counties().values()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    Municipality.objects.bulk_create(
        [
            Municipality(
                code=m.code,
                name=m.short_name,
                full_name=m.name,
                sort_key=sort_key(m.short_name),
                county_id=m.county_code,
            )
            for m in reference.municipalities().values()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "full_name", "sort_key", "county"],
    )
    _load_areas(list(reference.read_rows("interest_areas.csv")))


def _load_areas(rows: list[dict[str, str]]) -> None:
    """Groups first, so that the leaves find them."""
    ids: dict[str, int] = {}
    for level in (False, True):
        areas = [
            InterestArea(
                code=row["code"],
                parent_id=ids.get(row["parent"]),
                name_sv=row["name_sv"],
                name_en=row["name_en"],
                position=position,
            )
            for position, row in enumerate(rows)
            if bool(row["parent"]) is level
        ]
        InterestArea.objects.bulk_create(
            areas,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["parent", "name_sv", "name_en", "position"],
        )
        ids |= dict(InterestArea.objects.values_list("code", "id"))
