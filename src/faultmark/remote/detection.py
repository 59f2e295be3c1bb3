"""Detection on a project of a server: by its own job on a Faultmark, task by task through the API elsewhere."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from faultmark.actions.predict_series import predict_series
from faultmark.detect import LEAST, MODEL_VERSION
from faultmark.detect.registry import composition, installed_detectors
from faultmark.errors import ConfigError, FaultmarkError, Remedy
from faultmark.labels.config import parse_config
from faultmark.labels.schema import LabelSchema
from faultmark.remote.client import Remote
from faultmark.remote.telemetry import Folders, open_series, value_of
from faultmark.store.series import Series
from faultmark.store.series_store import SeriesStore

__all__ = ["ProjectReport", "Workshop", "detect_project", "split_address"]

POLL_SECONDS = 0.5

Tell = Callable[[float, str], None]


@dataclass
class ProjectReport:
    """What was done.

    ``errors`` says of each task that failed, or of a detector that failed on it, why. ``bars`` are the channels on
    which people's verdicts moved the least confidence of a proposal: ``{channel, least, verdicts}`` each. Only a
    Faultmark keeps such verdicts.
    """

    project: int
    state: str
    done: int = 0
    total: int = 0
    proposals: int = 0
    failed: int = 0
    least: float = LEAST
    bars: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {**vars(self), "model_version": MODEL_VERSION}


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where this machine keeps series, and where the server's files are on it, if they are."""

    store: SeriesStore
    folders: Folders = field(default_factory=Folders)


def split_address(text: str) -> tuple[str | None, int]:
    """Server and id of a project: of ``https://labels.example.com/projects/12``, or of an id alone.

    Raises
    ------
    ConfigError
        ``project.address.invalid``.
    """
    if text.isdecimal():
        return None, int(text)
    parts = urlsplit(text)
    before, _, rest = parts.path.partition("/projects/")
    number = rest.split("/")[0]
    if parts.scheme in ("http", "https") and parts.netloc and number.isdecimal():
        return f"{parts.scheme}://{parts.netloc}{before.removesuffix('/faultmark')}", int(number)
    raise ConfigError(
        "project.address.invalid",
        f"{text!r} is no project.",
        expected="an id, or the address of the project's page, such as https://labels.example.com/projects/12.",
    )


def detect_project(
    remote: Remote,
    project: int,
    workshop: Workshop,
    tell: Tell,
    *,
    least: float = LEAST,
    only_new: bool = False,
    resume: bool = False,
) -> ProjectReport:
    """Propose regions on all tasks of a project, as one prediction a task.

    Parameters
    ----------
    remote, project:
        Where.
    workshop:
        Used where the server does not detect itself.
    tell:
        Told the share done, and how far it is in words. What it raises, or Ctrl-C, cancels: what was proposed stays.
    least:
        Least confidence of a proposal.
    only_new:
        Leave tasks alone that have a prediction of ours.
    resume:
        Go on with a cancelled run. On a server that keeps no runs, this is ``only_new``.

    Raises
    ------
    FaultmarkError
        What the server refuses.
    """
    if remote.is_faultmark:
        return _by_its_job(remote, project, tell, {"least": least, "only_new": only_new, "resume": resume})
    return _task_by_task(remote, project, workshop, tell, least=least, only_new=only_new or resume)


def _by_its_job(remote: Remote, project: int, tell: Tell, asked: Mapping[str, Any]) -> ProjectReport:
    path = f"faultmark/api/projects/{project}/detection"
    run = remote.call("POST", path, json=dict(asked))["run"]
    try:
        while run["state"] in ("queued", "running"):
            tell(run["share"], f"{run['done']} of {run['total']} tasks")
            time.sleep(POLL_SECONDS)
            run = remote.call("GET", path)["run"]
    except BaseException:
        remote.call("DELETE", path)
        raise
    tell(run["share"], f"{run['done']} of {run['total']} tasks")
    told = ("state", "done", "total", "proposals", "failed", "least", "bars", "errors")
    return ProjectReport(project, **{key: run[key] for key in told})


def _task_by_task(
    remote: Remote, project: int, workshop: Workshop, tell: Tell, *, least: float, only_new: bool
) -> ProjectReport:
    config = str(remote.call("GET", f"api/projects/{project}").get("label_config", ""))
    schema = parse_config(config)
    if not schema.label_controls:
        raise ConfigError("config.labels.missing", "The labeling config has no TimeSeriesLabels.")
    extra, faults = installed_detectors()
    detectors = composition(extra, least=least)
    tasks = list(remote.pages("api/tasks", "tasks", project=project, fields="all"))
    if only_new:
        tasks = [task for task in tasks if not _ours(task)]
    report = ProjectReport(project, "done", total=len(tasks), least=least)
    report.errors += [fault.as_dict() for fault in faults]
    for task in tasks:
        words = f"task {task['id']}, {report.done} of {report.total} done"

        def progress(share: float, words: str = words) -> None:
            tell((report.done + share) / report.total, words)

        progress(0.0)
        try:
            series = _series(remote, workshop, str(value_of(task["data"], schema)), schema)
            find = workshop.folders.find
            written, failed = predict_series(series, config, task["data"], detectors, progress=progress, path_of=find)
        except FaultmarkError as error:
            report.failed += 1
            report.errors.append({"task": task["id"], **error.as_dict()})
        else:
            report.errors += [{"task": task["id"], **fault.as_dict()} for fault in failed]
            report.proposals += len({item["id"] for item in written.items})
            _replace(remote, task, {"model_version": MODEL_VERSION, "score": written.score, "result": written.items})
        report.done += 1
    tell(1.0, f"{report.done} of {report.total} tasks")
    return report


def _ours(task: Mapping[str, Any]) -> list[int]:
    return [p["id"] for p in task.get("predictions") or () if p.get("model_version") == MODEL_VERSION]


def _replace(remote: Remote, task: Mapping[str, Any], prediction: Mapping[str, Any]) -> None:
    """One prediction of ours a task: the first there is says the new, any others go."""
    first, *others = [*_ours(task), None]
    if first is None:
        remote.call("POST", "api/predictions/", json={"task": task["id"], **prediction})
        return
    remote.call("PATCH", f"api/predictions/{first}/", json=dict(prediction))
    for identity in others:
        if identity is not None:
            remote.call("DELETE", f"api/predictions/{identity}/")


def _series(remote: Remote, workshop: Workshop, value: str, schema: LabelSchema) -> Series:
    """From the folder that the server reads, where that is known here; else fetched from the server."""
    folders = workshop.folders
    local = urlsplit(value).path.startswith("/data/local-files")
    if (folders.files if local else folders.uploads) is not None:
        return open_series(workshop.store, folders.find(value), schema)
    if not value.startswith("/data/"):
        raise ConfigError(
            "series.source.unsupported",
            f"The task names {value[:200]!r}, and only what the server itself hands out can be fetched.",
            remedies=(Remedy("Connect the storage in Label Studio, or use faultmark ml-backend beside it."),),
        )
    with tempfile.TemporaryDirectory(prefix="faultmark-") as folder:
        path = Path(folder) / (Path(urlsplit(value).path).name or "telemetry")
        remote.fetch(value, path)
        return open_series(workshop.store, path, schema)
