"""Make a telemetry file ready to open: read it once, or recognise that it has been."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faultmark.store.load import Progress, load_series
from faultmark.store.meta import FORMAT_VERSION, SeriesMeta
from faultmark.store.options import IngestOptions
from faultmark.store.series_store import SeriesStore
from faultmark.store.source_file import stamp_of

__all__ = ["IngestOptions", "IngestResult", "Progress", "ingest_series"]


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The series a file became; ``reused`` if it had been read before and has not changed since."""

    series_id: str
    meta: SeriesMeta
    reused: bool


def ingest_series(
    source: Path,
    options: IngestOptions,
    store: SeriesStore,
    progress: Callable[[Progress], None] | None = None,
) -> IngestResult:
    """Read a telemetry file into the store, unless the store has it.

    Two calls for the same file and options at the same time do the work once; the second waits. A call that is killed
    leaves nothing that a later one would take for a series.

    Parameters
    ----------
    source:
        The file; it is never changed.
    options:
        How to read it.
    store:
        Where the series folder goes.
    progress:
        Called after each block with bytes, rows and seconds so far.

    Raises
    ------
    SeriesError
        If the file cannot become a series as it is: the code says why, the place where, the remedies what to do.
    """
    stamp = stamp_of(source)
    asked = json.dumps([FORMAT_VERSION, str(source.resolve()), options.as_dict()], sort_keys=True)
    key = hashlib.sha256(asked.encode()).hexdigest()[:32]
    known = store.recall(key, stamp)
    if known is None:
        with store.lock(key):
            # Whoever held the lock may just have done it.
            known = store.recall(key, stamp)
            if known is None:
                series_id = load_series(source, options, store, key=key, report=progress)
                store.remember(key, stamp, series_id)
                return IngestResult(series_id, store.open(series_id).meta, reused=False)
    return IngestResult(known, store.open(known).meta, reused=True)
