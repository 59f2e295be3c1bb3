"""Records as tasks that any Label Studio imports.

Label Studio's own export cannot be imported once it names predictions by their ids alone, as it does by default: its
import takes them for results and fails.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faultmark.durable import replacing
from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["importable", "write_tasks"]

_KEPT = ("result", "lead_time", "ground_truth")


def importable(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with all labels as a task with annotations and predictions, in Label Studio's JSON."""
    return {
        "data": record["data"],
        "annotations": [
            {**{key: one[key] for key in _KEPT}, "was_cancelled": one["cancelled"]} for one in record["annotations"]
        ],
        "predictions": [{key: one[key] for key in ("result", "model_version", "score")} for one in record["proposals"]],
    }


def write_tasks(records: Path, target: Path) -> int:
    """Turn a file of records, as a pull of all labels writes it, into one to import; how many tasks it has.

    Memory holds one task.

    Raises
    ------
    ConfigError
        ``pull.labels.few`` where the records hold less than all.
    """
    count = 0
    with records.open("rb") as lines, replacing(target) as file:
        if (head := json.loads(lines.readline()))["labels"] != "all":
            raise ConfigError(
                "pull.labels.few",
                f"The file holds {head['labels']} labels, and not Label Studio's own.",
                place=Place(str(records)),
                remedies=(Remedy("Pull with --labels all, into another file."),),
            )
        file.write(b"[")
        for line in lines:
            record = json.loads(line)
            if "task" in record:
                task = json.dumps(importable(record), ensure_ascii=False, separators=(",", ":")).encode()
                file.write((b",\n" if count else b"\n") + task)
                count += 1
        file.write(b"\n]\n")
    return count
