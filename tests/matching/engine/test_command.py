"""The engine from a file: one JSON object, or one sentence and exit code 2."""

import json
import os
import subprocess
import zipfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
import pytest

from matching.engine import ORDERS, CertificateError, SolverError, __main__, figures, solve, verify
from matching.engine.__main__ import main
from matching.engine.problem import ARRAYS, REQUIRED

from .instances import crowded

ROOT = Path(__file__).resolve().parents[3]


def saved(folder, **changes):
    problem = crowded(40, 6, ranks=4)
    arrays = {name: getattr(problem, name) for name in REQUIRED} | changes
    path = folder / "instance.npz"
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path, problem


@pytest.mark.parametrize("order", ORDERS)
def test_one_object_with_the_figures(tmp_path, capsys, order):
    path, problem = saved(tmp_path)
    assert main([str(path), "--order", order]) == 0
    printed = json.loads(capsys.readouterr().out)
    assignment = solve(problem, order=order)
    reached = figures(problem, assignment)
    assert printed.pop("seconds") >= 0
    assert printed == {
        "matched": reached.matched,
        "class_sum": reached.class_sum,
        "rank_sum": reached.rank_sum,
        "rank_profile": list(reached.rank_profile),
        "travel_sum": reached.travel_sum,
        "certificate": verify(problem, assignment),
    }


def test_every_array_may_be_in_the_file(tmp_path, capsys):
    extra = {
        "node_of_person": np.zeros(40, np.int16),
        "node_of_activity": np.zeros(6, np.int16),
        "person_id": np.array([f"p{row}" for row in range(40)]),
        "activity_id": np.arange(6) + 1000,
    }
    assert set(extra) == set(ARRAYS) - set(REQUIRED)
    path, _ = saved(tmp_path, **extra)
    assert main([str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["certificate"] == "optimal"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"travel": None, "seats": None}, "lacks the arrays travel, seats"),
        ({"rank": np.array([None])}, "rank must hold whole numbers"),
        ({"rank": np.array([0.5])}, "rank must hold whole numbers"),
        ({"rank": np.array([[0]])}, "rank must have one dimension"),
        ({"person": np.array([0])}, "activity must have 1 elements"),
        ({"seats": np.array([1])}, "activity must stay between 0 and 0"),
        ({"seats": np.array([-1] * 6)}, "seats must stay between 0 and"),
        ({"person_id": np.array(["same"] * 40)}, "names somebody twice"),
        ({"person_id": np.array([f"\ud800{row}" for row in range(40)])}, "person_id holds text that is not Unicode"),
        ({"activity_id": np.arange(0x110000, 0x110006, dtype="u4").view("U1")}, "activity_id holds text that is not"),
        ({"node_of_person": np.zeros(40, int)}, "Give both"),
        ({"node_of_activity": np.zeros(6, int)}, "Give both"),
        ({"node_of_person": np.zeros(39, int), "node_of_activity": np.zeros(6, int)}, "node_of_person must have 40"),
    ],
)
def test_ill_formed_arrays_are_refused_with_one_sentence(tmp_path, capsys, changes, sentence):
    path, _ = saved(tmp_path, **changes)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def read_as(tmp_path, capsys, **changes):
    """The figures of an instance, but for the seconds."""
    path, _ = saved(tmp_path, **changes)
    assert main([str(path)]) == 0
    return json.loads(capsys.readouterr().out) | {"seconds": 0}


@pytest.mark.parametrize("width", ["i4", ">i8", "u1", "f4", "f8"])
def test_whole_numbers_of_any_width_and_kind(tmp_path, capsys, width):
    problem = crowded(40, 6, ranks=4)
    arrays = {name: getattr(problem, name).astype(width) for name in REQUIRED}
    ids = {"person_id": np.arange(40), "activity_id": np.arange(6) * 10}
    usual = read_as(tmp_path, capsys, **ids)
    assert read_as(tmp_path, capsys, **arrays, **{name: each.astype(width) for name, each in ids.items()}) == usual


def test_rows_in_any_order_and_pairs_given_twice(tmp_path, capsys):
    problem = crowded(40, 6, ranks=4)
    rows = np.random.default_rng(1).permutation(np.repeat(np.arange(len(problem.person)), 2))
    arrays = {name: getattr(problem, name)[rows] for name in ("person", "activity", "rank", "travel")}
    assert read_as(tmp_path, capsys, **arrays) == read_as(tmp_path, capsys)


def test_nodes_by_name_and_seats_without_limit(tmp_path, capsys):
    nodes = {"node_of_person": np.array(["vast", "ost"] * 20), "node_of_activity": np.array(["ost"] * 6)}
    assert read_as(tmp_path, capsys, **nodes) == read_as(tmp_path, capsys)
    endless = read_as(tmp_path, capsys, seats=np.full(6, 2**63 - 1))
    assert endless == read_as(tmp_path, capsys, seats=np.full(6, 40))


def test_a_pair_across_two_nodes_is_used_as_any_other(tmp_path, capsys):
    """The file lists what is allowed; that another node's activities are not is a rule of the product."""
    pair = {name: np.array([0]) for name in ("person", "activity", "rank", "travel")}
    sides = {"seats": np.array([1]), "waiting_class": np.array([0])}
    nodes = {"node_of_person": np.array([1]), "node_of_activity": np.array([2])}
    assert read_as(tmp_path, capsys, **pair, **sides, **nodes)["matched"] == 1


@pytest.mark.parametrize("kind", ["i8", "f8"])
@pytest.mark.parametrize("seats", [0, 3])
def test_nobody_nothing_and_no_seats(tmp_path, capsys, kind, seats):
    none = np.array([], kind)
    empty = dict.fromkeys(("person", "activity", "rank", "travel"), none)
    for few in ({"seats": none}, {"waiting_class": none}, {"seats": none, "waiting_class": none}, {}):
        given = {"seats": np.full(6, seats), "waiting_class": np.zeros(40, int)} | few
        assert read_as(tmp_path, capsys, **empty, **given)["matched"] == 0
    assert read_as(tmp_path, capsys, seats=np.zeros(6, int))["rank_profile"] == [0, 0, 0, 0]


def test_waiting_classes_as_large_as_days_or_seconds(tmp_path, capsys):
    classes = crowded(40, 6, ranks=4).waiting_class
    for unit in (365, 10**9):
        found = read_as(tmp_path, capsys, waiting_class=classes * unit)
        assert found["certificate"] == "optimal"
        assert found["class_sum"] > unit


@pytest.mark.parametrize(("rank", "code"), [(9, 0), (10, 2), (-1, 2)])
def test_ranks_go_from_0_to_9(tmp_path, rank, code):
    pairs = len(crowded(40, 6, ranks=4).person)
    path, _ = saved(tmp_path, rank=np.full(pairs, rank))
    assert main([str(path)]) == code


def test_what_is_no_archive_is_refused(tmp_path, capsys):
    text, missing = tmp_path / "text.npz", tmp_path / "missing.npz"
    text.write_text("hello")
    damaged, _ = saved(tmp_path)
    damaged.write_bytes(damaged.read_bytes()[:-600] + b"\0" * 600)
    for path in (text, missing, damaged, tmp_path):
        assert main([str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 4


def test_more_than_the_memory_holds_is_refused(tmp_path, capsys):
    path, _ = saved(tmp_path, seats=None)
    with zipfile.ZipFile(path, "a") as archive, archive.open("seats.npy", "w") as member:
        np.lib.format.write_array_header_1_0(member, {"descr": "<i8", "fortran_order": False, "shape": (2**50,)})
    assert main([str(path)]) == 2
    assert capsys.readouterr() == ("", "The problem needs more memory than this machine can give.\n")


@pytest.mark.parametrize("error", [MemoryError, BrokenProcessPool, CertificateError, SolverError])
def test_a_solve_that_stops_short_is_said_in_one_sentence(tmp_path, capsys, monkeypatch, error):
    def stopped(*_asked, **_how):
        raise error("It stopped.")

    monkeypatch.setattr(__main__, "solve", stopped)
    path, _ = saved(tmp_path)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def without_servers():
    """The environment of somebody whose machine has no server that could start."""
    named = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}
    own = {name: value for name, value in os.environ.items() if name not in named}
    return own | {"VIDA_INSTANCE": "demo", "VIDA_POSTGRES_BIN": "/nowhere"}


def test_the_script_prints_the_object_alone_and_needs_no_server(tmp_path):
    path, problem = saved(tmp_path)
    command = [ROOT / "script" / "python", "-m", "matching.engine", path]
    done = subprocess.run(command, cwd=tmp_path, env=without_servers(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout)["matched"] == solve(problem).matched


def test_what_setup_says_is_not_in_the_way_of_what_a_command_prints():
    said = "import steps; steps.say('Installing.')"
    done = subprocess.run(
        ["python3", "-c", said], cwd=ROOT / "script" / "setup", capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "Installing.\n")
