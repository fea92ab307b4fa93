"""The travel estimate: symmetric, never zero, and longer where there is water between."""

import numpy as np
import pytest

from nodes.travel import FAST_KM_PER_HOUR, LEAST_INNER_KM, SLOW_KM_PER_HOUR, estimate, km_in_words, matrix
from nodes.zones import corrections, zone_of, zones

EKERO, VAXHOLM, NORRTALJE, SUNDBYBERG = "0125", "0187", "0188", "0183"


def test_there_and_back_is_the_same():
    table = matrix()
    assert np.array_equal(table.km, table.km.T)
    assert np.array_equal(table.minutes, table.minutes.T)


def test_inside_a_zone_it_takes_a_sensible_least():
    table = matrix()
    assert (np.diag(table.km) >= LEAST_INNER_KM).all()
    assert (table.minutes >= 8).all()
    assert (table.minutes < 300).all()


def test_the_matrix_holds_every_zone_and_agrees_with_the_single_estimate():
    table = matrix()
    assert table.km.shape == (len(zones()), len(zones()))
    for origin, destination in [("0184", "0183"), ("0180-rinkeby", "0188"), ("0187", "0187")]:
        travel = estimate(origin, destination)
        assert travel is not None
        row, column = table.index[origin], table.index[destination]
        assert (travel.km, travel.minutes) == (table.km[row, column], table.minutes[row, column])


@pytest.mark.parametrize(
    ("origin", "destination", "km", "minutes"),
    [  # what a journey planner says, roughly
        ("0184", "0183", (3, 6), (12, 25)),
        ("0180-farsta", "0180-kista", (20, 30), (45, 65)),
        ("0160", "0184", (11, 18), (30, 50)),
        ("0125", "0184", (18, 28), (45, 75)),
        ("0187", "0162", (20, 30), (45, 70)),
        ("0188", "0180", (65, 85), (70, 130)),
        ("0188-rimbo", "0188-norrtalje", (20, 30), (35, 60)),
        ("0188-grisslehamn", "0188-norrtalje", (42, 55), (60, 90)),
        ("0125-stenhamra", "0125-ekero", (9, 14), (25, 40)),
        ("0162-djursholm", "0162-stocksund", (2, 5), (12, 22)),
    ],
)
def test_estimates_are_in_the_right_order(origin, destination, km, minutes):
    travel = estimate(origin, destination)
    assert travel is not None
    assert km[0] <= travel.km <= km[1]
    assert minutes[0] <= travel.minutes <= minutes[1]


def test_water_makes_the_way_longer_than_it_looks():
    to_ekero, to_norrmalm = estimate("0180-hasselby-gard", "0125"), estimate("0180-hasselby-gard", "0180-norrmalm")
    assert to_ekero is not None
    assert to_norrmalm is not None
    assert to_ekero.minutes > to_norrmalm.minutes


def test_in_ones_own_village_the_way_is_short_however_large_the_municipality():
    own, somewhere = estimate("0188-rimbo", "0188-rimbo"), estimate("0188", "0188-rimbo")
    assert own is not None
    assert somewhere is not None
    assert own.km < 3
    assert somewhere.km >= corrections()["0188"].inner_km  # the village is not known of both


@pytest.mark.parametrize(
    ("island", "ashore"),
    [("0125-adelso", "0125-munso"), ("0187-tynningo", "0187-vaxholm"), ("0188-blido", "0188-yxlan")],
)
def test_a_ferry_takes_its_time_within_the_municipality_too(island, ashore):
    there, here = estimate(island, ashore), estimate(island, island)
    assert there is not None
    assert here is not None
    extra = sum(corrections()[zone].extra_minutes for zone in (island, ashore) if zone in corrections())
    assert there.minutes >= 8 + there.km / 24 * 60 + extra - 1
    assert here.minutes < there.minutes - extra


def test_localities_leave_the_municipalities_as_they_were():
    """Enebyberg lies four kilometres from the middle of Täby; Täby is no smaller for that."""
    inside = estimate("0160", "0160")
    assert inside is not None
    assert inside.km > 1.5


def test_every_correction_says_why():
    assert {EKERO, VAXHOLM, NORRTALJE} <= set(corrections())
    assert all(len(correction.reason) > 20 for correction in corrections().values())


@pytest.mark.parametrize(
    ("code", "other", "km", "minutes"),
    [
        (VAXHOLM, SUNDBYBERG, 4, 5),
        (VAXHOLM, "0180-norrmalm", 4, 5),
        ("0187-tynningo", SUNDBYBERG, 4, 25),  # off the island, and out of Vaxholm
        (EKERO, SUNDBYBERG, 4, 10),
        (NORRTALJE, SUNDBYBERG, 0, 10),
        (EKERO, VAXHOLM, 8, 15),  # out of one and into the other
        ("0180-norrmalm", SUNDBYBERG, 0, 0),
    ],
)
def test_a_way_out_is_longer_by_what_the_table_says(monkeypatch, code, other, km, minutes):
    """The extra minutes, and the time that the extra kilometres take."""
    table = matrix()
    monkeypatch.setattr("nodes.travel.corrections", dict)
    plain = matrix.__wrapped__()
    here, there = table.index[code], table.index[other]
    assert table.km[here, there] - plain.km[here, there] == pytest.approx(km, abs=0.11)  # each is rounded to 0.1
    longer = int(table.minutes[here, there]) - int(plain.minutes[here, there])
    assert minutes + 60 * km / FAST_KM_PER_HOUR - 1 <= longer <= minutes + 60 * km / SLOW_KM_PER_HOUR + 1


def test_a_corrections_extra_is_added_only_when_leaving_the_municipality():
    norrtalje = corrections()["0188"]
    inside = estimate("0188", "0188")
    assert inside is not None
    assert inside.km == norrtalje.inner_km


def test_an_unknown_district_is_no_better_than_half_the_city():
    known, unknown = estimate("0180-norrmalm", "0180-norrmalm"), estimate("0180", "0180-norrmalm")
    assert known is not None
    assert unknown is not None
    assert unknown.km >= corrections()["0180"].inner_km > known.km


def test_outside_the_county_nothing_is_claimed():
    assert estimate("1480", "0180") is None
    assert estimate("0180", "") is None


@pytest.mark.parametrize(
    ("municipality", "postcode", "zone"),
    [
        ("0180", "163 73", "0180-rinkeby"),
        ("0180", "163 64", "0180-tensta"),
        ("0180", "164 32", "0180-husby"),
        ("0180", "128 48", "0180-bagarmossen"),
        ("0180", "111 29", "0180-gamla-stan"),
        ("0180", "118 20", "0180-sodermalm"),
        ("0180", "100 12", "0180"),  # a box
        ("0180", "", "0180"),
        ("0180", "nonsense", "0180"),
        ("0184", "163 73", "0184"),  # contradicts the municipality
        ("0180", "171 45", "0180"),
        ("0160", "183 30", "0160"),
        ("0188", "762 31", "0188-rimbo"),
        ("0188", "761 30", "0188-norrtalje"),
        ("0125", "179 62", "0125-stenhamra"),
        ("0188", "179 62", "0188"),
    ],
)
def test_the_zone_is_the_district_where_the_postcode_tells_it(municipality, postcode, zone):
    assert zone_of(municipality, postcode) == zone


@pytest.mark.parametrize(
    ("km", "words"),
    [(2.1, "2,1 km"), (0.96, "1,0 km"), (9.94, "9,9 km"), (9.96, "10 km"), (24.5, "24 km"), (1, "1,0 km")],
)
def test_kilometres_in_swedish(km, words):
    assert km_in_words(km) == words
