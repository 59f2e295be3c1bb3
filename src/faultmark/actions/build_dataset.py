"""Use case: build a dataset from a recipe, the labels of a project and the series of a store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import faultmark
from faultmark import datasets
from faultmark.actions.dataset_parts import Count, Parts, TaskSeries, add_counts, in_proportion
from faultmark.actions.dataset_samples import write_samples
from faultmark.actions.dataset_windows import write_windows
from faultmark.datasets.card import Counts, bar_chart, card
from faultmark.datasets.events import EVENT_SCHEMA, Event, TaskEvents, events_table, read_task
from faultmark.datasets.recipe import Recipe
from faultmark.datasets.splits import Piece, SplitSeries, split_series
from faultmark.errors import ConfigError, Place, Remedy, SeriesError
from faultmark.store.label_spool import LabelSpool
from faultmark.store.series_store import SeriesStore
from faultmark.store.staging import Staging, file_hash, staging
from faultmark.store.tables import write_table

__all__ = ["Built", "Progress", "build_dataset"]

_ABOUT = ("README.md", "manifest.json")
DAYS = 86_400 * 10**9
_LENGTHS = (("instant", 0), ("up to 1 s", 10**9), ("up to 1 min", 60 * 10**9), ("up to 1 h", 3600 * 10**9),
            ("up to 1 day", DAYS))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: what it is at, and samples done of all."""

    stage: str
    done: int
    total: int


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A dataset on disk. ``reused``: the same was there already."""

    path: Path
    digest: str
    reused: bool
    counts: Mapping[str, Any]


def build_dataset(
    recipe: Recipe,
    records: Iterable[Mapping[str, Any]],
    store: SeriesStore,
    folder: Path,
    report: Report = lambda _progress: None,
) -> Built:
    """Build a dataset, or find the same one.

    Memory holds a few megabytes of samples and one line about each task, whatever the length. A build that was stopped
    is gone on with by the next of the same recipe and labels.

    Parameters
    ----------
    recipe:
        What is wanted.
    records:
        Label records, see :func:`faultmark.actions.label_records.label_record`, by task.
    store:
        Where the series are.
    folder:
        The dataset becomes the folder NAME-DIGEST in it, all at once.
    report:
        Told of progress; what it raises cancels the build, which keeps what was done.

    Raises
    ------
    FaultmarkError
        For what the recipe asks and the labels and series do not give.
    """
    spool = LabelSpool(folder, (_line(read_task(record, recipe.labels), recipe) for record in records))
    try:
        digest = _digest(recipe, spool.sha256)
        target = folder / f"{recipe.name}-{digest[:12]}"
        with staging(folder, target.name) as stage:
            if target.exists():
                stage.discard()
                manifest = json.loads((target / "manifest.json").read_bytes())
                return Built(target, digest, reused=True, counts=manifest["counts"])
            counts = _Build(recipe, spool, store, stage, digest, report).run()
            stage.publish(target)
        return Built(target, digest, reused=False, counts=counts)
    finally:
        spool.close()


def _line(task: TaskEvents, recipe: Recipe) -> dict[str, Any]:
    """What the build keeps of a task: of its data the run alone."""
    splits = recipe.splits
    run = f"task {task.task}"
    if splits is not None and splits.by == "run" and splits.key:
        run = str(task.data.get(splits.key) or "")
    return {**asdict(task), "data": {}, "run": run}


def _task(line: Mapping[str, Any]) -> TaskEvents:
    events = tuple(
        Event(**{**e, "channels": tuple(e["channels"]), "annotators": tuple(e["annotators"])}) for e in line["events"]
    )
    return TaskEvents(**{key: line[key] for key in TaskEvents.__slots__ if key != "events"}, events=events)


def _recipe_json(recipe: Recipe) -> dict[str, Any]:
    value = recipe.model_dump(mode="json")
    # Where the labels lay says nothing of what they are.
    value["labels"].pop("file")
    return value


def _code_hash() -> str:
    """Hash of the code that decides what a dataset is."""
    digest = hashlib.sha256(f"{faultmark.__version__} {pa.__version__} {np.__version__}".encode())
    package = Path(datasets.__file__).parent
    here = Path(__file__).parent
    for path in [*sorted(package.glob("*.py")), here / "build_dataset.py", *sorted(here.glob("dataset_*.py"))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _digest(recipe: Recipe, labels: str) -> str:
    value = json.dumps({"recipe": _recipe_json(recipe), "labels": labels, "code": _code_hash()}, sort_keys=True)
    return hashlib.sha256(value.encode()).hexdigest()


class _Build:
    """One build, step by step."""

    def __init__(  # noqa: PLR0917 - what, from where, where to, and who is told
        self, recipe: Recipe, spool: LabelSpool, store: SeriesStore, stage: Staging, digest: str, report: Report
    ) -> None:
        self._recipe, self._spool, self._store, self._stage = recipe, spool, store, stage
        self._digest, self._report = digest, report
        self._counts = Counts()
        self._sources: list[dict[str, Any]] = []

    def run(self) -> dict[str, Any]:
        recipe, stage = self._recipe, self._stage
        members = self._members()
        classes = self._classes()
        channels = self._channels(members)
        pieces = self._pieces(members)
        for suffix in recipe.events:
            tasks = (_task(line) for line in self._spool)
            write_table(stage.path(f"events.{suffix}"), EVENT_SCHEMA, events_table(tasks))
        size = sum(member.info.size for member in members)
        # Each sample is read for the labels, for the normalisation, for its windows; then packed; and hashed at last.
        rounds = bool(recipe.samples) + (2 + len(recipe.windows.formats) if recipe.windows else 0)
        count = self._counted(size * (rounds + 1))
        if members and rounds:
            parts = Parts(recipe, self._store, stage, tuple(classes), tuple(channels), count)
            for member in members if recipe.samples else ():
                add_counts(self._counts.samples, write_samples(parts, member, pieces[member.task]))
            if recipe.windows:
                write_windows(parts, members, pieces, recipe.windows, self._counts)
        stage.write_json("recipe.json", _recipe_json(recipe))
        stage.write_json("classes.json", {"0": "normal", **{str(i): name for i, name in enumerate(classes, 1)}})
        self._write_card()
        self._write_manifest(members, pieces, channels, self._hashes(count, size))
        return self._counts.as_dict()

    def _counted(self, total: int) -> Count:
        done = 0

        def count(what: str, samples: int) -> None:
            nonlocal done
            done += samples
            self._report(Progress(what, done, total))

        return count

    def _members(self) -> list[TaskSeries]:
        """The labeled tasks whose series are here, by task."""
        counts, members = self._counts, []
        for number, line in enumerate(self._spool):
            counts.tasks += 1
            if line["source"] is None:
                continue
            counts.labeled_tasks += 1
            counts.sources[line["source"]] = counts.sources.get(line["source"], 0) + 1
            machine = line["machine"] or "unknown"
            counts.machines[machine] = counts.machines.get(machine, 0) + len(line["events"])
            for event in line["events"]:
                self._count_event(event, line["kind"])
            if number % 500 == 0:
                self._report(Progress("labels", 0, 1))
            try:
                series = self._store.open(line["series"]) if line["series"] else None
            except SeriesError:
                series = None
            if series is None:
                counts.without_series += 1
                continue
            find = partial(lambda name: self._store.open(name).axis, line["series"])
            members.append(
                TaskSeries(
                    task=line["task"], series=line["series"], machine=line["machine"], run=line["run"],
                    info=series.meta.axis, find=find, read=partial(self._read, number),
                )
            )  # fmt: skip
            self._sources.append({"task": line["task"], "machine": line["machine"] or None, "series": line["series"],
                                  "sha256": series.meta.source.get("sha256")})  # fmt: skip
        wants = self._recipe.samples or self._recipe.windows is not None
        if wants and not counts.labeled_tasks:
            raise ConfigError(
                "dataset.labels.none",
                "No task has labels that count yet.",
                remedies=(Remedy("Label tasks, or let labels.sources name where their labels may come from."),),
            )
        if wants and not members:
            raise ConfigError(
                "dataset.series.none",
                f"Of {counts.labeled_tasks} labeled tasks none has its telemetry here.",
                remedies=(
                    Remedy("Build on the machine that serves the project, where the files were read."),
                    Remedy("Or set samples: false and leave windows away, for the events alone."),
                ),
            )
        members.sort(key=lambda member: member.task)
        return members

    def _read(self, number: int) -> TaskEvents:
        return _task(self._spool.at(number))

    def _count_event(self, event: Mapping[str, Any], kind: str) -> None:
        counts = self._counts
        name = (event["label"] or "no class") if event["counts"] else "not counted"
        counts.events[name] = counts.events.get(name, 0) + 1
        if kind == "time":
            length = event["end"] - event["start"]
            bucket = next((text for text, limit in _LENGTHS if length <= limit), "longer")
            counts.durations[bucket] = counts.durations.get(bucket, 0) + 1

    def _classes(self) -> tuple[str, ...]:
        if self._recipe.labels.classes is not None:
            return self._recipe.labels.classes
        found = {e["label"] or "" for line in self._spool for e in line["events"] if e["counts"]}
        return tuple(sorted(found))

    def _channels(self, members: Sequence[TaskSeries]) -> tuple[str, ...]:
        """Names of the channels of every series: those asked for, else those that all have."""
        wanted = self._recipe.channels
        common: dict[str, None] | None = None
        for member in members:
            names = [channel.name for channel in self._store.open(member.series).meta.channels]
            if wanted is not None:
                if missing := [name for name in wanted if name not in names]:
                    raise ConfigError(
                        "dataset.channel.missing",
                        f"Its series has no channel {', '.join(missing)}; it has {', '.join(names[:20])}.",
                        place=Place(f"task {member.task}"),
                        remedies=(Remedy("Ask in channels for what every series has, or leave channels away."),),
                    )
            else:
                common = dict.fromkeys(names) if common is None else {n: None for n in common if n in names}
        chosen = wanted if wanted is not None else tuple(common or ())
        if members and not chosen:
            raise ConfigError("dataset.channel.none", "No channel is in every series.")
        return chosen

    def _pieces(self, members: Sequence[TaskSeries]) -> dict[int, tuple[Piece, ...]]:
        recipe = self._recipe
        if recipe.splits is None or not members:
            return {member.task: () for member in members}
        window = recipe.windows.length if recipe.windows else 1
        wanted: Sequence[SplitSeries] = members
        return split_series(wanted, recipe.splits, window)

    def _write_card(self) -> None:
        stage, counts = self._stage, self._counts
        charts = {
            "events-by-class.svg": ("Events by class", counts.events),
            "events-by-machine.svg": ("Events by machine", counts.machines),
            "events-by-duration.svg": ("Events by duration", counts.durations),
        }
        for split, found in counts.windows.items():
            charts[f"windows-{split}.svg"] = (f"Windows of {split} by class", found)
        pictures = {}
        for name, (title, values) in charts.items():
            if values:
                stage.write_text(f"plots/{name}", bar_chart(title, values))
                pictures[name] = title
        # An interrupted build may have left these two: they tell of the others.
        files = [name for name in stage.files() if not name.startswith("plots/") and name not in _ABOUT]
        samples = sum(name.startswith("samples/") for name in files)
        files = [name for name in files if not name.startswith("samples/")]
        if samples:
            files.append(f"samples/ ({samples} files)")
        stage.write_text("README.md", card(self._recipe, counts, pictures, files))

    def _hashes(self, count: Count, size: int) -> dict[str, str]:
        """SHA-256 of every file by its name."""
        paths = {name: self._stage.path(name) for name in self._stage.files() if name != "manifest.json"}
        read = in_proportion(count, "checksums", size, sum(path.stat().st_size for path in paths.values()))
        return {name: file_hash(path, read) for name, path in paths.items()}

    def _write_manifest(
        self,
        members: Sequence[TaskSeries],
        pieces: Mapping[int, Sequence[Piece]],
        channels: Sequence[str],
        files: Mapping[str, str],
    ) -> None:
        split_map = {
            str(member.task): [{"split": p.split, "start": p.start, "stop": p.stop} for p in pieces[member.task]]
            for member in members
        }
        self._stage.write_json(
            "manifest.json",
            {
                "name": self._recipe.name,
                "digest": self._digest,
                "faultmark": faultmark.__version__,
                "recipe": hashlib.sha256(json.dumps(_recipe_json(self._recipe), sort_keys=True).encode()).hexdigest(),
                "labels": self._spool.sha256,
                "code": _code_hash(),
                "channels": list(channels),
                "counts": self._counts.as_dict(),
                "sources": sorted(self._sources, key=lambda source: int(source["task"])),
                "splits": split_map,
                "files": files,
            },
        )
