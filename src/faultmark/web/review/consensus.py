"""The stored consensus of a task, which a stream of all labels need not compute."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from faultmark.actions.label_records import consensus_json, consensus_of
from faultmark.actions.opinions import Compared
from faultmark.actions.ports import StoredResult
from faultmark.web.models import ProjectRules
from faultmark.web.review.reading import TaskReading, consensus_options
from faultmark.web.review.reliability import Past

__all__ = ["consensus_key", "known_consensus", "united_json"]


def consensus_key(
    stored: Sequence[StoredResult], config: str, series_id: str, rules: ProjectRules, weights: str
) -> str:
    """What a consensus was made of. Another key means that it has to be made anew.

    ``weights`` says what they were learned from, see :meth:`faultmark.web.review.reliability.Past.stamp`.
    """
    parts = [repr(consensus_options(rules)), config, series_id, weights]
    parts += [f"{one.id} {one.updated_at.isoformat()}" for one in sorted(stored, key=lambda one: one.id)]
    return hashlib.blake2s("\n".join(parts).encode(), digest_size=16).hexdigest()


def united_json(
    reading: TaskReading, rules: ProjectRules, past: Past, compared: Compared | None
) -> dict[str, Any] | None:
    """What the annotators of a task say together, with its key; None where there are not several, or it is settled.

    People stand in it by number, so that it need not change when somebody's name does. ``compared`` is what
    its agreement was found from.
    """
    people = len(reading.opinions)
    # What a reviewer settled stands for what they said.
    if people < 2 or reading.settled:
        return None
    task = reading.task
    key = consensus_key(reading.stored, task.project.config, reading.series_id, rules, past.stamp(task.id, people))
    history = past.model(rules, task.id, people)
    schema, axis, options = reading.schema, reading.axis, consensus_options(rules)
    if axis is None and not (schema.object and schema.object.time_format):
        # Before the file was read nobody knows how fine a numeric axis is: records keep all digits.
        return {"key": key, **consensus_json(reading.stored, schema, axis, options, history)}
    return {"key": key, **consensus_of(reading.opinions, schema, axis, options, history, compared=compared)}


def known_consensus(row: Mapping[str, Any] | None, key: str) -> Mapping[str, Any] | None:
    """The stored consensus, if it was made of the same."""
    return row if row is not None and row["key"] == key else None
