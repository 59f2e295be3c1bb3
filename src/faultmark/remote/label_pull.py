"""A project's labels as a file of JSON lines, from a Faultmark or from any other Label Studio; kept up to date."""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from pydantic_core import to_json

from faultmark.actions.label_records import RECORD_VERSION, Labels, TaskLabels, label_record
from faultmark.actions.opinions import Opinion
from faultmark.actions.ports import StoredResult
from faultmark.actions.score_agreement import score_agreement
from faultmark.agreement import ConsensusOptions
from faultmark.durable import replacing
from faultmark.errors import ConfigError, FaultmarkError, Place, Remedy
from faultmark.labels.config import parse_config
from faultmark.labels.ls_json import read_result
from faultmark.labels.schema import LabelSchema
from faultmark.remote.client import Remote
from faultmark.series.time_text import TimeText

__all__ = ["Pulled", "pull_labels", "remote_labels"]

# How lines begin, as the server writes them.
_RECORD = re.compile(rb'\{"task":(\d+),')
_FAULT = b'{"kind":"error",'
# The other machine's clock, and what is being written while we ask.
_OVERLAP = timedelta(minutes=15)
# Of two records of a task the one that has just come goes before the one that was there.
_FRESH = 0

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did: records in the file, how many of them were new or changed, and whether all were asked for."""

    records: int
    changed: int
    whole: bool


def pull_labels(
    remote: Remote, project: int, path: Path, labels: Labels, *, report: Callable[[int], None] = lambda _count: None
) -> Pulled:
    """Write a project's records to a file, by task; where the file is there, only what changed is asked for.

    The file is replaced when all has arrived. Memory holds a page of tasks, whatever the size of the project.

    Raises
    ------
    FaultmarkError
        What the server said; ``pull.cut_off`` when an answer ended early. The file is then as it was.
    """
    head = _head_of(path)
    known = head if head and (head["project"], head["labels"]) == (project, labels) else None
    if known is not None:
        done = _write(path, _raw_labels(remote, project, labels, known["cursor"]), path, report)
        if done is not None:
            return done
        # Tasks were deleted, and no answer says which: only all of them do.
    done = _write(path, _raw_labels(remote, project, labels, None), None, report)
    assert done is not None
    return done


def _head_of(path: Path) -> Mapping[str, Any] | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        try:
            head = json.loads(file.readline())
            ours = head["kind"] == "labels" and head["version"] == RECORD_VERSION and head["cursor"]
        except (ValueError, KeyError, TypeError):
            ours = False
    if not ours:
        raise ConfigError(
            "pull.file.foreign",
            "The file is none that this command wrote, and it will not be replaced.",
            place=Place(str(path)),
            remedies=(Remedy("Give another --out, or remove the file."),),
        )
    found: Mapping[str, Any] = head
    return found


def _write(path: Path, lines: Iterator[bytes], before: Path | None, report: Callable[[int], None]) -> Pulled | None:
    """Write the answer, united with the file of before; None, and the file untouched, if tasks have gone."""
    head = next(lines)
    come = 0
    end: Line = {}

    def fresh() -> Iterator[tuple[int, int, bytes]]:
        nonlocal come
        for raw in lines:
            task = _task_of(raw)
            if task is None:
                end.update(json.loads(raw))
                return
            come += 1
            report(come)
            yield task, _FRESH, raw

    class _Gone(Exception):
        pass

    records, changed = 0, 0
    last: tuple[int, bytes] | None = None
    try:
        with replacing(path) as file:
            file.write(head + b"\n")
            for task, age, raw in heapq.merge(fresh(), _old(before)):
                if last is None or task != last[0]:
                    file.write(raw + b"\n")
                    records, changed, last = records + 1, changed + (age == _FRESH), (task, raw)
                elif raw == last[1]:
                    # An answer looks back further than the one before, and holds some that are as they were.
                    changed -= 1
            if not end:
                raise ConfigError(
                    "pull.cut_off", "The answer ended before its last line.", remedies=(Remedy("Pull again."),)
                )
            if before is not None and records != end["tasks"]:
                raise _Gone
            file.write(_dump({"kind": "end", "records": records, "tasks": records}) + b"\n")
    except _Gone:
        return None
    return Pulled(records, changed, whole=before is None)


def _dump(line: Mapping[str, Any]) -> bytes:
    return to_json(line)


def _task_of(raw: bytes) -> int | None:
    """The task of a line; None of a head or an end. Of what is only written, the beginning says it."""
    begins = _RECORD.match(raw)
    found = int(begins[1]) if begins else json.loads(raw).get("task")
    return None if found is None else int(found)


def _old(path: Path | None) -> Iterator[tuple[int, int, bytes]]:
    if path is None:
        return
    with path.open("rb") as file:
        file.readline()
        for line in file:
            raw = line.rstrip(b"\n")
            task = _task_of(raw)
            if task is not None:
                yield task, _FRESH + 1, raw


def remote_labels(remote: Remote, project: int, labels: Labels, cursor: str | None) -> Iterator[Line]:
    """The lines of a project's labels: a head, a record for each task by id, and an end.

    Parameters
    ----------
    remote, project, labels:
        Where, of what, and how much; see :func:`faultmark.actions.label_records.label_record`.
    cursor:
        From the head of an earlier answer of the same server, to get only what changed since.
    """
    return map(json.loads, _raw_labels(remote, project, labels, cursor))


def _raw_labels(remote: Remote, project: int, labels: Labels, cursor: str | None) -> Iterator[bytes]:
    if remote.is_faultmark:
        return _from_faultmark(remote, project, labels, cursor)
    return map(_dump, _from_label_studio(remote, project, labels, cursor))


def _from_faultmark(remote: Remote, project: int, labels: Labels, cursor: str | None) -> Iterator[bytes]:
    params = {"labels": labels, **({"cursor": cursor} if cursor else {})}
    path = f"faultmark/api/projects/{project}/labels"
    try:
        with remote.stream("GET", path, params=params) as lines:
            for raw in lines:
                if raw.startswith(_FAULT):
                    raise FaultmarkError.from_dict(json.loads(raw)["error"])
                yield raw
    except (httpx.RemoteProtocolError, httpx.ReadError) as error:
        raise ConfigError(
            "pull.cut_off", f"The answer was cut off: {error}.", remedies=(Remedy("Pull again."),)
        ) from error


# Any other Label Studio


def _from_label_studio(remote: Remote, project: int, labels: Labels, cursor: str | None) -> Iterator[Line]:
    about = remote.call("GET", f"api/projects/{project}")
    schema = parse_config(str(about.get("label_config", "")))
    people = {user["id"]: user["email"] for user in remote.pages("api/users/")}
    # Its filter reads this one form.
    now = (datetime.now(tz=UTC) - _OVERLAP).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    yield {"kind": "labels", "version": RECORD_VERSION, "project": project, "title": about.get("title", ""),
           "labels": labels, "cursor": now, "consensus": asdict(ConsensusOptions())}  # fmt: skip
    query: dict[str, Any] = {"ordering": ["tasks:id"]}
    if cursor:
        since = {"filter": "filter:tasks:updated_at", "operator": "greater", "type": "Datetime", "value": cursor}
        query["filters"] = {"conjunction": "and", "items": [since]}
    count = 0
    for task in remote.pages("api/tasks", "tasks", project=project, fields="all", query=json.dumps(query)):
        count += 1
        yield _record(task, people, schema, labels)
    every = remote.call("GET", "api/tasks", params={"project": project, "page": 1, "page_size": 1})
    yield {"kind": "end", "records": count, "tasks": int(every["total"])}


def _record(task: Mapping[str, Any], people: Mapping[int, str], schema: LabelSchema, labels: Labels) -> Line:
    annotations = [_annotation(a, people) for a in sorted(task.get("annotations") or (), key=lambda a: int(a["id"]))]
    predictions = [_prediction(p) for p in sorted(task.get("predictions") or (), key=lambda p: int(p["id"]))]
    said = TaskLabels(
        task=int(task["id"]),
        data=task.get("data") or {},
        annotations=annotations,
        predictions=predictions,
        agreement=_agreement(annotations, schema),
    )
    return label_record(said, schema, None, labels)


def _agreement(annotations: list[StoredResult], schema: LabelSchema) -> Mapping[str, Any] | None:
    """Agreement of the people, as Faultmark itself would store it."""
    fmt = schema.object.time_format if schema.object else None
    times = TimeText(fmt, "time" if fmt else "number", 9)
    last = {a.user_email: a for a in annotations if not a.cancelled and not a.ground_truth}
    if not last:
        return None
    try:
        opinions = [Opinion(author, read_result(a.items, schema, times)) for author, a in last.items()]
    except (FaultmarkError, KeyError, TypeError, ValueError):
        # The record tells of what cannot be read.
        return None
    found = score_agreement(opinions, schema)
    return {"score": found.score, "annotators": found.annotators, "reason": found.reason or None, **found.numbers}


def _annotation(value: Mapping[str, Any], people: Mapping[int, str]) -> StoredResult:
    by = value.get("completed_by")
    by = by.get("id") if isinstance(by, Mapping) else by
    return StoredResult(
        id=int(value["id"]),
        items=value.get("result") or [],
        updated_at=datetime.fromisoformat(value["updated_at"]),
        user_id=by,
        user_email=people.get(by, "") if by is not None else "",
        ground_truth=bool(value.get("ground_truth")),
        cancelled=bool(value.get("was_cancelled")),
        lead_time=value.get("lead_time"),
        skip_reason=value.get("skip_reason"),
    )


def _prediction(value: Mapping[str, Any]) -> StoredResult:
    return StoredResult(
        id=int(value["id"]),
        items=value.get("result") or [],
        updated_at=datetime.fromisoformat(value["updated_at"]),
        model_version=value.get("model_version") or "",
        score=value.get("score"),
    )
