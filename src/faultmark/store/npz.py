"""NumPy's archive of arrays, written piece by piece; the same arrays give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

__all__ = ["write_npz"]

# The first moment that the format knows.
_DATE = (1980, 1, 1, 0, 0, 0)
_READ = 1 << 22


def write_npz(
    file: IO[bytes],
    arrays: Mapping[str, tuple[npt.DTypeLike, Sequence[int], Sequence[Path]]],
    told: Callable[[str, int], None] = lambda _name, _count: None,
) -> None:
    """Write arrays whose raw bytes lie in files, one after the other.

    Parameters
    ----------
    file:
        Where to; open for writing bytes.
    arrays:
        By name: element type, shape of one element along the first axis, and the files.
    told:
        Called with the name of the array and the number of bytes of every piece that was written.

    Raises
    ------
    ValueError
        For a file that holds no whole number of elements.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, (dtype, inner, parts) in arrays.items():
            kind = np.dtype(dtype)
            size = sum(part.stat().st_size for part in parts)
            count, rest = divmod(size, kind.itemsize * int(np.prod(inner, dtype=np.int64)))
            if rest:
                raise ValueError(f"{name} has {rest} bytes too many.")
            about = zipfile.ZipInfo(f"{name}.npy", _DATE)
            about.external_attr = 0o644 << 16
            with archive.open(about, "w", force_zip64=True) as target:
                header = {"descr": kind.str, "fortran_order": False, "shape": (count, *inner)}
                np.lib.format.write_array_header_2_0(target, header)  # type: ignore[no-untyped-call]
                for part in parts:
                    with part.open("rb") as source:
                        while piece := source.read(_READ):
                            target.write(piece)
                            told(name, len(piece))
