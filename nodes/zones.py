"""Where somebody lives or meets, as exactly as the postcode tells it: the zones that the way between is estimated of.

In Stockholm county a zone is a district of Stockholm, a postal locality of another municipality (Rimbo, Stenhamra), or
the municipality where that is all there is to know.
"""

from dataclasses import dataclass
from functools import cache

from nodes.reference import clean_postcode, find_postcode, read_rows


@dataclass(frozen=True)
class Zone:
    """A place with a point: a municipality, a district of Stockholm, or a postal locality."""

    code: str  # "0184", "0180-rinkeby" or "0188-rimbo"
    kind: str  # "municipality", "district" or "locality"
    municipality_code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Correction:
    """What the straight line does not see, for every journey that leaves the zone: a municipality, or an island."""

    extra_km: float
    extra_minutes: float
    inner_km: float  # replaces the computed distance inside the zone itself
    reason: str  # in Swedish, for the page


@cache
def zones() -> dict[str, Zone]:
    """Return the county's 26 municipalities, the districts of Stockholm and the localities elsewhere, by code."""
    return {
        row["zone"]: Zone(
            code=row["zone"],
            kind=row["kind"],
            municipality_code=row["municipality_code"],
            name=row["name"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in read_rows("points.csv")
    }


@cache
def corrections() -> dict[str, Correction]:
    """Return the corrections by zone."""
    return {
        row["zone"]: Correction(
            extra_km=float(row["extra_km"]),
            extra_minutes=float(row["extra_minutes"]),
            inner_km=float(row["inner_km"]),
            reason=row["reason"],
        )
        for row in read_rows("travel_corrections.csv")
    }


@cache
def _districts_by_locality() -> dict[str, str]:
    return {row["locality"]: row["zone"] for row in read_rows("district_localities.csv")}


@cache
def _districts_by_prefix() -> dict[str, str]:
    return {row["prefix"]: row["zone"] for row in read_rows("district_postcodes.csv")}


@cache
def _localities() -> dict[tuple[str, str], str]:
    return {(zone.municipality_code, zone.name): zone.code for zone in zones().values() if zone.kind == "locality"}


def zone_of(municipality_code: str, postcode: str = "") -> str:
    """Return the zone: the district or locality where the postcode tells it, else the municipality's code.

    A postcode that belongs to another municipality is not believed: the municipality stands.
    """
    place = find_postcode(postcode)
    if place is None or place.municipality_code != municipality_code:
        return municipality_code
    if municipality_code != "0180":
        return _localities().get((municipality_code, place.locality), municipality_code)
    if place.locality in _districts_by_locality():
        return _districts_by_locality()[place.locality]
    digits = clean_postcode(postcode) or ""
    prefixes = (digits[:length] for length in range(5, 2, -1))
    return next((_districts_by_prefix()[p] for p in prefixes if p in _districts_by_prefix()), "0180")
