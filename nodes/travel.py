"""How far apart two places are: kilometres and minutes, good enough to rank suggestions by (R83).

The estimate between two zones (`nodes.zones`) is the distance as the crow flies with a detour, then a door-to-door
speed by public transport: slow for the first kilometres, faster beyond. It is no timetable. Water, islands and sparse
country are corrected by `travel_corrections.csv`, each row with its reason. The constants are our own assumptions
(docs/data.md).
"""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
from django.utils.formats import number_format
from numpy.typing import NDArray

from nodes.zones import Zone, corrections, zones

EARTH_RADIUS_KM: Final = 6371.0088
DETOUR_FACTOR: Final = 1.3  # road or rail against the straight line, in a built-up area
START_MINUTES: Final = 8.0  # walk to the stop and wait
SLOW_KM: Final = 12.0  # the part of a journey that goes by bus and metro with many stops
SLOW_KM_PER_HOUR: Final = 24.0
FAST_KM_PER_HOUR: Final = 55.0
LEAST_INNER_KM: Final = 1.0
INNER_SHARE: Final = 0.3  # journey inside a zone, as a share of the distance to the nearest other zone


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


def _straight_km(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return great-circle distances (haversine) between all points, given in radians."""
    half_height = np.sin((latitude[:, None] - latitude[None, :]) / 2) ** 2
    half_width = np.sin((longitude[:, None] - longitude[None, :]) / 2) ** 2
    chord = half_height + np.cos(latitude)[:, None] * np.cos(latitude)[None, :] * half_width
    straight: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return straight


def _inner_km(straight: NDArray[np.float64], places: tuple[Zone, ...]) -> NDArray[np.float64]:
    """Return the usual journey inside each zone: the farther its neighbours, the larger the zone.

    Localities do not count as neighbours of the others: a municipality is as large as it was without them.
    """
    local = np.array([place.kind == "locality" for place in places])
    whole = np.array([place.kind == "municipality" for place in places])
    owner = np.array([place.municipality_code for place in places])
    holds = local[:, None] & whole[None, :] & (owner[:, None] == owner[None, :])
    no_neighbour = (~local[:, None] & local[None, :]) | holds | np.eye(len(places), dtype=bool)
    nearest = np.where(no_neighbour, np.inf, straight).min(axis=1)
    inner: NDArray[np.float64] = np.maximum(LEAST_INNER_KM, INNER_SHARE * nearest)
    for row, place in enumerate(places):
        if place.code in corrections():
            inner[row] = corrections()[place.code].inner_km
    return inner


def _extra(places: tuple[Zone, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the kilometres and minutes that corrections add between all zones.

    Leaving a municipality costs what it is corrected by, and leaving an island that has a row of its own that as well.
    """
    km = minutes = np.zeros((len(places), len(places)))
    parts = ["" if place.kind == "municipality" else place.code for place in places]
    for names in ([place.municipality_code for place in places], parts):
        leaves = np.array(names)[:, None] != np.array(names)[None, :]
        found = [corrections().get(name) for name in names]
        own_km = np.array([each.extra_km if each else 0.0 for each in found])
        own_minutes = np.array([each.extra_minutes if each else 0.0 for each in found])
        km = km + leaves * (own_km[:, None] + own_km[None, :])
        minutes = minutes + leaves * (own_minutes[:, None] + own_minutes[None, :])
    return km, minutes


@cache
def matrix() -> TravelMatrix:
    """Return kilometres and minutes between all zones. Symmetric; inside a zone never zero."""
    places = tuple(zones().values())
    straight = _straight_km(
        np.radians([place.latitude for place in places]), np.radians([place.longitude for place in places])
    )
    extra_km, extra_minutes = _extra(places)
    km = straight * DETOUR_FACTOR + extra_km
    np.fill_diagonal(km, _inner_km(straight, places))
    _between_whole_and_part(km, places)
    hours = np.minimum(km, SLOW_KM) / SLOW_KM_PER_HOUR + np.maximum(km - SLOW_KM, 0) / FAST_KM_PER_HOUR
    minutes = START_MINUTES + 60 * hours + extra_minutes
    codes = tuple(place.code for place in places)
    index = MappingProxyType({code: row for row, code in enumerate(codes)})
    return TravelMatrix(codes, index, km.round(1), np.rint(minutes).astype(np.int16))


def _between_whole_and_part(km: NDArray[np.float64], places: tuple[Zone, ...]) -> None:
    """Where only "somewhere in the same municipality" is known, no journey is shorter than the usual one."""
    for row, place in enumerate(places):
        if place.kind == "municipality":
            inside = [
                column
                for column, other in enumerate(places)
                if other.kind != "municipality" and other.municipality_code == place.code
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
