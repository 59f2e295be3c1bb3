"""What is known of a machine beside its telemetry."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from faultmark.actions.ports import TaskInfo
from faultmark.actions.read_context import events_of, limits_of
from faultmark.labels.schema import LabelSchema
from faultmark.labels.times import label_times
from faultmark.series.time_text import TimeText
from faultmark.store.series import Series
from faultmark.web.platform import platform

__all__ = ["context_json"]


def context_json(
    task: TaskInfo, schema: LabelSchema, series: Series | None, notices: list[dict[str, Any]]
) -> dict[str, Any]:
    """Events and limits of a task; none before its series can be opened. Adds to ``notices``."""
    if series is None:
        return {"events": [], "limits": []}
    info = series.axis.info
    times, plain = label_times(schema, series.axis), TimeText(None, info.kind, info.decimals)
    people = settings.FAULTMARK_IDENTIFIERS
    events, unread = events_of(
        task.data, times, plain, lambda value: platform().source_of(task, value), people.scrub_table
    )
    limits, undrawn = limits_of(task.data, schema, [channel.name for channel in series.meta.channels])
    notices += [notice.as_dict() for notice in (*unread, *undrawn)]
    return {"events": [event.as_dict() for event in events], "limits": [limit.as_dict() for limit in limits]}
