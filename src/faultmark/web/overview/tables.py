"""The overview as CSV: one table a file, one thing a row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from faultmark.agreement import REASONS
from faultmark.web import documents
from faultmark.web.outcomes import summary_of
from faultmark.web.overview.names import names_in
from faultmark.web.overview.people import people_figures
from faultmark.web.overview.report import confusion_rows, pair_rows, week_rows
from faultmark.web.overview.sums import Sums, add_up
from faultmark.web.overview.tasks import task_figures
from faultmark.web.overview.throughput import throughput_json
from faultmark.web.platform import platform

__all__ = ["TABLES", "csv_lines"]

Row = Iterable[object]
_AT_ONCE = 500
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(user: Any, project_id: int, table: str) -> Iterator[str]:
    """A table of :data:`TABLES`, line by line, as this user may see it."""
    writer = csv.writer(_Echo())
    for row in TABLES[table](user, project_id):
        yield writer.writerow([_cell(value) for value in row])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else round(value, 6) if isinstance(value, float) else value


def _sums(project_id: int) -> Sums:
    return add_up(task_figures(project_id))


def _tasks(_user: Any, project_id: int) -> Iterator[Row]:
    f1 = ("0.5", "0.75")
    yield (
        "task", "title", "machine", "stage", "annotators", "overlap", "agreement", "matched_iou",
        *(f"event_f1_{threshold}" for threshold in f1), "class_alpha", "severity_alpha", "reason",
        *(f"disagreements_{reason}" for reason in REASONS), "nobody_left",
    )  # fmt: skip
    rows = list(task_figures(project_id))
    for begin in range(0, len(rows), _AT_ONCE):
        part = rows[begin : begin + _AT_ONCE]
        titles = {
            info.id: documents.task_title(info.id, info.data, None)[0]
            for info in platform().tasks([row.id for row in part])
        }
        for row in part:
            numbers = row.numbers
            yield (
                row.id, titles.get(row.id, ""), row.machine, row.stage, row.annotators, row.overlap, row.score,
                numbers.get("matched_iou"), *(numbers.get("f1", {}).get(threshold) for threshold in f1),
                numbers.get("class_alpha"), numbers.get("severity_alpha"), row.reason,
                *(numbers.get("counts", {}).get(reason, 0) for reason in REASONS), int(row.nobody_left),
            )  # fmt: skip


def _annotators(user: Any, project_id: int) -> Iterator[Row]:
    yield "annotator", "role", "done", "open", "sent_back", "skipped", "lead_time_s", "agreement", "returned"
    people = people_figures(project_id, _sums(project_id))
    names = names_in(user, project_id, [person.user for person in people])
    for one in people:
        yield (
            names[one.user], one.role, one.done, one.open, one.sent_back, one.skipped, one.lead_time, one.agreement,
            one.returned,
        )  # fmt: skip


def _pairs(user: Any, project_id: int) -> Iterator[Row]:
    yield "one", "other", "agreement", "tasks"
    sums = _sums(project_id)
    yield from pair_rows(sums, names_in(user, project_id, {pk for pair in sums.pairs for pk in pair}))


def _classes(_user: Any, project_id: int) -> Iterator[Row]:
    yield "one", "other", "events"
    for first, second, count in confusion_rows(_sums(project_id)):
        yield "(not marked)" if first is None else first, second, count


def _proposals(_user: Any, project_id: int) -> Iterator[Row]:
    yield "model_version", "accepted", "edited", "dismissed", "open", "precision"
    for row in summary_of(project_id):
        yield row.values()


def _days(_user: Any, project_id: int) -> Iterator[Row]:
    yield "day", "submitted", "settled", "sent_back"
    for row in throughput_json(project_id):
        yield row.values()


def _weeks(_user: Any, project_id: int) -> Iterator[Row]:
    yield "week", "class", "regions"
    for monday, counts in week_rows(_sums(project_id)):
        for label, count in counts.items():
            yield monday, label, count


TABLES: Mapping[str, Callable[[Any, int], Iterator[Row]]] = {
    "tasks": _tasks,
    "annotators": _annotators,
    "pairs": _pairs,
    "classes": _classes,
    "proposals": _proposals,
    "days": _days,
    "weeks": _weeks,
}
"""The tables that there are, each a function that yields its head and its rows."""
