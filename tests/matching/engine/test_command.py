"""The engine from a file: one JSON object, or one sentence and exit code 2."""

import json

import numpy as np
import pytest

from matching.engine import ORDERS, figures, solve
from matching.engine.__main__ import main
from matching.engine.problem import ARRAYS, REQUIRED

from .instances import crowded


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
    reached = figures(problem, solve(problem, order=order))
    assert printed.pop("seconds") >= 0
    assert printed == {
        "matched": reached.matched,
        "class_sum": reached.class_sum,
        "rank_sum": reached.rank_sum,
        "rank_profile": list(reached.rank_profile),
        "travel_sum": reached.travel_sum,
        "certificate": "optimal",
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
        ({"node_of_person": np.zeros(40, int)}, "Give both"),
    ],
)
def test_ill_formed_arrays_are_refused_with_one_sentence(tmp_path, capsys, changes, sentence):
    path, _ = saved(tmp_path, **changes)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


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
