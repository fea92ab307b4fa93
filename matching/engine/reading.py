"""Read a problem from a NumPy archive. Nothing in the file is ever executed."""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from .problem import ARRAYS, REQUIRED, Integers, Problem, ProblemError


def read(path: Path) -> Problem:
    """The problem in an .npz file whose arrays are named like the fields of Problem.

    Raises ProblemError with one sentence when the file or an array is missing or ill-formed.
    """
    try:
        if path.is_file() and not zipfile.is_zipfile(path):
            raise ProblemError(f"The file {path.name} is not an .npz archive.")
        with np.load(path, allow_pickle=False) as archive:
            missing = [name for name in REQUIRED if name not in archive.files]
            if missing:
                raise ProblemError(f"The file {path.name} lacks the arrays {', '.join(missing)}.")
            return Problem(**{name: _array(archive, name) for name in ARRAYS if name in archive.files})
    except OSError as error:
        raise ProblemError(f"The file {path.name} cannot be read: {error.strerror or error}.") from None
    except (EOFError, zipfile.BadZipFile, zlib.error):
        raise ProblemError(f"The file {path.name} is damaged.") from None


def _array(archive: "np.lib.npyio.NpzFile", name: str) -> Integers:
    try:
        return np.asarray(archive[name])
    except ValueError:  # the array holds Python objects
        raise ProblemError(f"The array {name} must hold whole numbers or text.") from None
