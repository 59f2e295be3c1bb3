"""Sound (WAV, FLAC) as a series: a channel each, samples at a constant rate, in seconds from the start.

Whole samples become what sound software shows: fractions of full scale, exact in float32 up to 24 bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from faultmark.errors import Place, Remedy, SeriesError
from faultmark.series.axis import AxisKind
from faultmark.store.csv.header import Header
from faultmark.store.meta import Notice
from faultmark.store.options import IngestOptions
from faultmark.store.samples import Chunk
from faultmark.store.source_file import sha256_of

__all__ = ["AudioStream", "audio_names"]

_BLOCK_VALUES = 1 << 20
_MOST_DECIMALS = 12
_NANO = 9
_WIDE = {"PCM_32", "DOUBLE"}
TIME = "time"


def _open(source: Path) -> soundfile.SoundFile:
    try:
        return soundfile.SoundFile(source)
    except soundfile.LibsndfileError as error:
        raise SeriesError(
            "series.file.corrupt",
            f"The sound cannot be read: {str(error.error_string).rstrip('.')}.",
            place=Place(source.name),
            expected="A whole WAV or FLAC file.",
            remedies=(Remedy("Copy the file again from where it came, or save it anew as WAV or FLAC."),),
        ) from None


def audio_names(source: Path) -> list[str]:
    """Return the names of a file's columns: ``time``, then ``ch1``, ``ch2`` and so on."""
    with _open(source) as file:
        return [TIME, *(f"ch{i + 1}" for i in range(file.channels))]


class AudioStream:
    """A :class:`faultmark.store.samples.SampleStream` over sound.

    The axis is regular where the rate divides a power of ten up to ``10**12``; else each tick is rounded to the
    nanosecond.

    Raises
    ------
    SeriesError
        ``series.file.corrupt``, ``series.column.missing``.
    """

    kind: AxisKind = "number"
    time_format = None
    zone = None
    time_name = TIME

    def __init__(self, source: Path, options: IngestOptions) -> None:
        self._source = source
        self.notices: list[Notice] = []
        names = audio_names(source)
        self._file = _open(source)
        header = Header(tuple(names), 0)
        if options.columns is None:
            self._wanted = list(range(1, len(names)))
        else:
            self._wanted = [header.index(column, source.name, options) for column in options.columns]
        self._wanted = [i for i in self._wanted if i]
        self.channels = [names[i] for i in self._wanted]
        rate = self._file.samplerate
        decimals = next((d for d in range(_MOST_DECIMALS + 1) if 10**d % rate == 0), None)
        self.regular = None if decimals is None else (0, 10**decimals // rate, decimals)

    def __iter__(self) -> Iterator[Chunk]:
        """Decode block by block."""
        rate, frames, done = self._file.samplerate, self._file.frames, 0
        dtype = "float64" if self._file.subtype in _WIDE else "float32"
        size = self._source.stat().st_size
        while True:
            try:
                block = self._file.read(max(1, _BLOCK_VALUES // self._file.channels), dtype, always_2d=True)
            except soundfile.LibsndfileError as error:
                raise self._cut_off(done, str(error.error_string)) from None
            if not len(block):
                break
            ticks = None
            if self.regular is None:
                # Whole seconds apart, so that the product stays far inside 64 bits.
                seconds, rest = np.divmod(np.arange(done, done + len(block), dtype=np.int64), rate)
                ticks = seconds * 10**_NANO + (rest * 10**_NANO + rate // 2) // rate
            columns = [np.ascontiguousarray(block[:, i - 1]) for i in self._wanted]
            done += len(block)
            yield Chunk(ticks, _NANO if ticks is not None else 0, columns, len(block), size * done // frames, done)
        if done < frames:
            raise self._cut_off(done, f"its header promises {frames:,} samples")

    def _cut_off(self, done: int, why: str) -> SeriesError:
        return SeriesError(
            "series.file.corrupt",
            f"The sound ends or cannot be decoded after {done:,} samples: {why}.",
            place=Place(self._source.name, row=done + 1),
            remedies=(Remedy("Copy the file again from where it came."),),
        )

    def place(self, chunk: Chunk, row: int, column: str | None = None) -> Place:
        """Name the sample."""
        return Place(self._source.name, None, column, row=chunk.origin - chunk.rows + row + 1)

    def first_row(self) -> Place:
        """Name the first sample."""
        return Place(self._source.name, row=1)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return sha256_of(self._source)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
