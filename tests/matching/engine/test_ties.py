"""The tie is drawn from ids alone, and never changes from one version or machine to another."""

import numpy as np
import pytest

from matching.engine.ties import TIE_BITS, draw, keys


def test_known_draws():
    people, activities = keys(np.array(["Amira", "Élodie", "李"])), keys(np.array([1, 2, 2**40]))
    assert people.tolist() == [13879339288478843007, 12527144059884524867, 3123315100862075960]
    assert activities.tolist() == [10451216379200822465, 10905525725756348110, 2296115805719413641]
    assert draw(people, activities).tolist() == [28603291298, 935945466836, 522615309264]


@pytest.mark.parametrize("width", ["i2", "i4", "i8", "u2", "u8"])
def test_the_width_of_an_id_does_not_matter(width):
    assert keys(np.array([1, 2, 300], width)).tolist() == keys(np.array([1, 2, 300])).tolist()


def test_text_is_told_apart_by_its_letters_and_not_by_its_storage():
    assert keys(np.array(["ab"], "U2")).tolist() == keys(np.array(["ab"], "U9")).tolist()
    assert keys(np.array([b"ab"])).tolist() == keys(np.array(["ab"])).tolist()


def test_draws_are_spread_evenly_and_differ():
    numbers = keys(np.arange(300))
    drawn = draw(np.repeat(numbers, 300), np.tile(numbers, 300))
    assert len(np.unique(drawn)) == len(drawn)
    assert drawn.min() >= 0
    assert drawn.max() < 2**TIE_BITS
    assert np.all(np.abs(np.bincount(drawn >> (TIE_BITS - 4), minlength=16) / len(drawn) * 16 - 1) < 0.05)
    assert draw(numbers[:1], numbers[1:2]) != draw(numbers[1:2], numbers[:1])
