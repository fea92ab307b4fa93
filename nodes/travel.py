"""How far apart two places are: kilometres and minutes, good enough to rank suggestions by (R83).

A zone is a Stockholm district or a municipality of Stockholm county. The estimate is the distance as the
crow flies with a detour, then a door-to-door speed by public transport: slow for the first kilometres,
faster beyond. It is no timetable. Water, islands and sparse country are corrected by
`travel_corrections.csv`, each row with its reason. The constants are our own assumptions (docs/data.md).
"""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from django.utils.formats import number_format
from numpy.typing import NDArray

from nodes.reference import clean_postcode, find_postcode, read_rows

EARTH_RADIUS_KM: Final = 6371.0088
DETOUR_FACTOR: Final = 1.3  # road or rail against the straight line, in a built-up area
START_MINUTES: Final = 8.0  # walk to the stop and wait
SLOW_KM: Final = 12.0  # the part of a journey that goes by bus and metro with many stops
SLOW_KM_PER_HOUR: Final = 24.0
FAST_KM_PER_HOUR: Final = 55.0
LEAST_INNER_KM: Final = 1.0
INNER_SHARE: Final = 0.3  # journey inside a zone, as a share of the distance to the nearest other zone


@dataclass(frozen=True)
class Zone:
    """A place with a point: a municipality, or a district of Stockholm."""

    code: str  # "0184", or "0180-rinkeby"
    kind: str  # "municipality" or "district"
    municipality_code: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Correction:
    """What the straight line does not see, for every journey that leaves the municipality."""

    extra_km: float
    extra_minutes: float
    inner_km: float  # replaces the computed distance inside the zone itself
    reason: str  # in Swedish, for the page


@dataclass(frozen=True)
class Travel:
    """One estimate, door to door."""

    km: float
    minutes: int


@dataclass(frozen=True)
class TravelMatrix:
    """Every zone against every zone: `km[i, j]` in kilometres, `minutes[i, j]` in whole minutes."""

    codes: tuple[str, ...]
    index: MappingProxyType[str, int]  # zone code → row and column
    km: NDArray[np.float64]
    minutes: NDArray[np.int16]


@cache
def zones() -> dict[str, Zone]:
    """Return the 26 municipalities of the county and the 117 districts of Stockholm, by code."""
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
    """Return the corrections by municipality code."""
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


def zone_of(municipality_code: str, postcode: str = "") -> str:
    """Return the zone: the Stockholm district where the postcode tells it, else the municipality's code.

    A postcode that belongs to another municipality is not believed: the municipality stands.
    """
    place = find_postcode(postcode)
    if place is None or municipality_code != "0180" or place.municipality_code != "0180":
        return municipality_code
    if place.locality in _districts_by_locality():
        return _districts_by_locality()[place.locality]
    digits = clean_postcode(postcode) or ""
    prefixes = (digits[:length] for length in range(5, 2, -1))
    return next((_districts_by_prefix()[p] for p in prefixes if p in _districts_by_prefix()), "0180")


def _straight_km(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return great-circle distances (haversine) between all points, given in radians."""
    half_height = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    half_width = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    chord = half_height + np.cos(latitude)[:, None] * np.cos(latitude)[None, :] * half_width
    straight: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return straight


def _inner_km(straight: NDArray[np.float64], places: tuple[Zone, ...]) -> NDArray[np.float64]:
    """Return the usual journey inside each zone: the farther its neighbours, the larger the zone."""
    others = straight + np.diag(np.full(len(places), np.inf))
    inner: NDArray[np.float64] = np.maximum(LEAST_INNER_KM, INNER_SHARE * others.min(axis=1))
    for row, place in enumerate(places):
        if place.code in corrections():
            inner[row] = corrections()[place.code].inner_km
    return inner


@cache
def matrix() -> TravelMatrix:
    """Return kilometres and minutes between all zones. Symmetric; inside a zone never zero."""
    places = tuple(zones().values())
    straight = _straight_km(
        np.radians([place.latitude for place in places]), np.radians([place.longitude for place in places])
    )
    owners = [corrections().get(place.municipality_code) for place in places]
    leaves = np.array([[a.municipality_code != b.municipality_code for b in places] for a in places])
    extra_km = np.array([owner.extra_km if owner else 0.0 for owner in owners])
    extra_minutes = np.array([owner.extra_minutes if owner else 0.0 for owner in owners])

    km = straight * DETOUR_FACTOR + leaves * (extra_km[:, None] + extra_km[None, :])
    np.fill_diagonal(km, _inner_km(straight, places))
    _between_city_and_district(km, places)
    hours = np.minimum(km, SLOW_KM) / SLOW_KM_PER_HOUR + np.maximum(km - SLOW_KM, 0) / FAST_KM_PER_HOUR
    minutes = START_MINUTES + 60 * hours + leaves * (extra_minutes[:, None] + extra_minutes[None, :])
    codes = tuple(place.code for place in places)
    index = MappingProxyType({code: row for row, code in enumerate(codes)})
    return TravelMatrix(codes, index, km.round(1), np.rint(minutes).astype(np.int16))


def _between_city_and_district(km: NDArray[np.float64], places: tuple[Zone, ...]) -> None:
    """Where only "somewhere in the same municipality" is known, no journey is shorter than the usual one."""
    for row, place in enumerate(places):
        if place.kind == "municipality":
            inside = [
                column
                for column, other in enumerate(places)
                if other.kind == "district" and other.municipality_code == place.code
            ]
            km[row, inside] = np.maximum(km[row, inside], km[row, row])
            km[inside, row] = km[row, inside]


def estimate(origin: str, destination: str) -> Travel | None:
    """Return kilometres and minutes between two zones, or None where a zone lies outside the county."""
    table = matrix()
    if origin not in table.index or destination not in table.index:
        return None
    row, column = table.index[origin], table.index[destination]
    return Travel(km=float(table.km[row, column]), minutes=int(table.minutes[row, column]))


def km_in_words(km: float) -> str:
    """Return "2,1 km" under ten kilometres and "24 km" from ten, as one reads it in the language of the page."""
    rounded = round(km, 1)
    return f"{rounded:.0f} km" if rounded >= 10 else f"{number_format(rounded, 1)} km"
