"""Labels in a notebook: ``faultmark.read("Pumps").events()``."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from faultmark.actions.label_records import LABEL_CHOICES, Labels
from faultmark.datasets.events import EVENT_SCHEMA, events_table, read_task
from faultmark.datasets.recipe import Labels as Wanted
from faultmark.errors import ConfigError, FaultmarkError, LabelError, Place, Remedy
from faultmark.remote.client import Remote, connect
from faultmark.remote.label_pull import remote_labels
from faultmark.series.tile import decode
from faultmark.series.time_text import TimeText
from faultmark.series.view import ColumnChannel

__all__ = ["LabeledProject", "open_project"]

Frame = Literal["polars", "pandas"]
_URL = "LABEL_STUDIO_URL"


def open_project(project: int | str | Path, *, url: str | None = None, api_key: str | None = None) -> LabeledProject:
    """Open a project's labels.

    Parameters
    ----------
    project:
        Its id or its title, or the file that ``faultmark pull`` wrote.
    url, api_key:
        Of the server; by default what ``LABEL_STUDIO_URL`` (else this machine's port 8080) and
        ``LABEL_STUDIO_API_KEY`` say.

    Raises
    ------
    FaultmarkError
        ``read.project.missing`` or ``read.project.ambiguous``, or why the server cannot be asked.
    """
    if isinstance(project, Path) or (isinstance(project, str) and project.endswith(".jsonl")):
        return LabeledProject(None, None, Path(project))
    remote = connect(url or os.environ.get(_URL) or "http://127.0.0.1:8080", api_key)
    number = project if isinstance(project, int) else _by_title(remote, project)
    return LabeledProject(remote, number, None)


def _by_title(remote: Remote, title: str) -> int:
    found = [int(p["id"]) for p in remote.pages("api/projects/") if p.get("title") == title]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ConfigError("read.project.missing", f"{remote.url} has no project {title!r} that you may see.")
    raise ConfigError(
        "read.project.ambiguous",
        f"{len(found)} projects are called {title!r}.",
        remedies=(Remedy(f"Give its id, one of {', '.join(map(str, found))}."),),
    )


class LabeledProject:
    """A project's labels, asked for when they are wanted."""

    def __init__(self, remote: Remote | None, project: int | None, file: Path | None) -> None:
        self._remote, self._project, self._file = remote, project, file

    def records(self, labels: Labels = "settled") -> Iterator[dict[str, Any]]:
        """The label records, task by task; of a file, those that it holds.

        Parameters
        ----------
        labels:
            ``"settled"``, ``"annotators"`` or ``"all"``.
        """
        if labels not in LABEL_CHOICES:
            raise ConfigError("read.labels.unknown", f"{labels!r} is none of {', '.join(LABEL_CHOICES)}.")
        if self._file is not None:
            with self._file.open(encoding="utf-8") as lines:
                found = (json.loads(line) for line in lines)
                yield from (line for line in found if "kind" not in line)
            return
        assert self._remote is not None
        assert self._project is not None
        for line in remote_labels(self._remote, self._project, labels, None):
            if "kind" not in line:
                yield line

    def events(self, frame: Frame | None = None) -> Any:
        """The settled events as a table: one row each, with times as text and as ticks.

        Parameters
        ----------
        frame:
            ``"polars"`` or ``"pandas"``; by default polars where it is installed, else pandas.

        Returns
        -------
        polars.DataFrame or pandas.DataFrame
            Columns as in the events table of a dataset.
        """
        chosen = frame or next((name for name in ("polars", "pandas") if importlib.util.find_spec(name)), None)
        tasks = (read_task(record, Wanted()) for record in self.records())
        table = pa.Table.from_batches(list(events_table(tasks)), schema=EVENT_SCHEMA)
        if chosen == "polars":
            return _needed("polars", "frames").from_arrow(table)
        if chosen == "pandas":
            _needed("pandas", "frames")
            return table.to_pandas()
        raise _missing("polars or pandas", "frames")

    def plot(self, task: int, channels: Sequence[str] | None = None, width: int = 1600) -> Any:
        """Draw a task's telemetry with its settled labels.

        Every extreme is drawn, whatever the length: the server sends minimum and maximum of each pixel column.

        Parameters
        ----------
        task:
            Its id.
        channels:
            Names; by default all.
        width:
            Pixel columns.

        Returns
        -------
        matplotlib.figure.Figure
        """
        figures = _needed("matplotlib.figure", "plot")
        if self._remote is None or not self._remote.is_faultmark:
            raise ConfigError(
                "read.plot.no_series", "The telemetry comes from a Faultmark server, and there is none here.",
                remedies=(Remedy("Open the project by its id or title, on a Faultmark server."),),
            )  # fmt: skip
        record = next((line for line in self.records() if line["task"] == task), None)
        if record is None:
            raise LabelError("read.task.missing", f"The project has no task {task}.")
        about = self._remote.call("GET", f"faultmark/api/tasks/{task}/series")
        if about.get("state") != "ready":
            error = about.get("error")
            raise FaultmarkError.from_dict(error) if error else ConfigError(
                "read.series.not_ready", f"The telemetry of task {task} is {about.get('state')}.",
                place=Place(about.get("source_name")),
            )  # fmt: skip
        return self._drawn(figures, record, about, channels, width)

    def _drawn(
        self,
        figures: Any,
        record: Mapping[str, Any],
        about: Mapping[str, Any],
        wanted: Sequence[str] | None,
        width: int,
    ) -> Any:
        assert self._remote is not None
        names = {channel["name"]: channel["index"] for channel in about["channels"]}
        chosen = list(wanted or names)
        if unknown := [name for name in chosen if name not in names]:
            raise ConfigError(
                "read.channel.missing", f"There is no channel {', '.join(unknown)}.", expected=f"{', '.join(names)}."
            )
        axis = about["axis"]
        query = {"channels": ",".join(str(names[name]) for name in chosen), "start": axis["first"],
                 "end": str(int(axis["last"]) + 1), "width": width}  # fmt: skip
        path = f"faultmark/api/tasks/{record['task']}/series/{about['id']}/view"
        view = decode(self._remote.content("GET", path, params=query))
        scale = 1e9 if axis["kind"] == "time" else 10.0 ** axis["decimals"]
        origin = int(axis["first"]) if axis["kind"] == "time" else 0
        x = (view.ticks - origin) / scale
        figure = figures.Figure(figsize=(12, 1.2 + 1.8 * len(chosen)), layout="constrained")
        panes = figure.subplots(len(chosen), 1, sharex=True, squeeze=False)[:, 0]
        drawn: Sequence[Any] = view.channels
        for pane, name, channel in zip(panes, chosen, drawn, strict=True):
            if isinstance(channel, ColumnChannel):
                pane.vlines(x, channel.min, channel.max, linewidth=0.8, color="#3b6fb6")
                pane.plot(x, channel.last, linewidth=0.4, color="#3b6fb6")
            else:
                pane.plot(x, channel.values, linewidth=0.8, color="#3b6fb6")
            pane.set_ylabel(name)
            for region in (record["settled"] or {"regions": []})["regions"]:
                start, end = ((int(region[edge]) - origin) / scale for edge in ("start", "end"))
                if region["instant"]:
                    pane.axvline(start, color="#c4473a", linewidth=1)
                else:
                    pane.axvspan(start, end, color="#c4473a", alpha=0.2)
                if pane is panes[0]:
                    top = pane.get_xaxis_transform()
                    pane.text(start, 1.01, region["class"] or "", transform=top, fontsize=8, color="#8c2f26")
        if axis["kind"] == "time":
            panes[-1].set_xlabel(f"seconds since {TimeText(None, 'time').format(origin)}")
        panes[0].set_title(f"task {record['task']} {record['machine']}", loc="left", pad=14)
        return figure


def _needed(module: str, extra: str) -> Any:
    """Import what only some need."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise _missing(module.partition(".")[0], extra) from error


def _missing(what: str, extra: str) -> ConfigError:
    return ConfigError(
        "read.extra.missing",
        f"This needs {what}, which is not installed.",
        remedies=(Remedy(f"pip install 'faultmark[{extra}]'"),),
    )
