"""From a task's series, config and data to its prediction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from faultmark.actions.propose_regions import limits_from, propose_regions
from faultmark.actions.read_context import events_of, limits_of
from faultmark.actions.series_options import channel_index
from faultmark.actions.write_prediction import Prediction, write_prediction
from faultmark.detect import Composition
from faultmark.errors import FaultmarkError, SeriesError
from faultmark.labels.config import parse_config
from faultmark.labels.times import label_times
from faultmark.machine.idle import idle_times
from faultmark.series.time_text import TimeText
from faultmark.store.series import Series

__all__ = ["predict_series"]


def predict_series(
    series: Series,
    config: str,
    data: Mapping[str, Any],
    detectors: Composition,
    *,
    progress: Callable[[float], None] | None = None,
    path_of: Callable[[str], Path] | None = None,
) -> tuple[Prediction, tuple[FaultmarkError, ...]]:
    """The prediction of a task, and what went wrong with which detector.

    The channels that the config shows are looked at; limits and regimes in the task's data count.

    Parameters
    ----------
    series:
        Of the task.
    config, data:
        The project's labeling config, and the task's data.
    detectors:
        What to run.
    progress:
        Told the share done; may raise to stop.
    path_of:
        The file of events that a value of the data names; may raise :class:`~faultmark.errors.FaultmarkError`. What
        cannot be opened is done without, as people see it told beside the events.

    Raises
    ------
    FaultmarkError
        What is wrong with the config.
    """
    schema = parse_config(config)
    names = [channel.name for channel in series.meta.channels]
    shown = dict.fromkeys(channel_index(channel.column, names) for channel in schema.channels)
    wanted = [names[index] for index in shown if index is not None] or names
    said, _ = limits_of(data, schema, names)
    info = series.axis.info
    times = label_times(schema, series.axis)
    events, _ = events_of(data, times, TimeText(None, info.kind, info.decimals), path_of or _nowhere)
    found = propose_regions(
        series,
        detectors,
        channels=wanted,
        limits=limits_from(series, said),
        idle=idle_times(events, series.meta.axis.last),
        progress=progress,
    )
    written = write_prediction(found.proposals, schema, times, series.axis)
    return written, found.faults


def _nowhere(_value: str) -> Path:
    raise SeriesError("series.file.missing", "Files are not opened here.")
