"""The examples of docs/reference/events.md are read as the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from faultmark.machine.events import read_events
from faultmark.machine.limits import read_limits
from faultmark.series.time_text import TimeText

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "events.md").read_text(encoding="utf-8")
NAMES = {"vibration_de": "vibration_de", "winding_temp": "winding_temp"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def read(data: dict[str, Any]) -> Any:
    return read_events(data, TimeText(None, "time").parse, lambda address: address)


def test_every_example_is_read_whole() -> None:
    events, limits, by_channel = (json.loads(block) for block in blocks("json"))
    shown = read(events)
    assert [(event.kind, event.title) for event in shown.events] == [
        ("regime", "full load"),
        ("note", "Operator hears a knock"),
        ("alarm", "vibration DE high"),
        ("work_order", "Replace seal"),
    ]
    assert shown.notices == ()
    for example, count in ((limits, 2), (by_channel, 3)):
        lines, notices = read_limits(example, NAMES)
        assert (len(lines), notices) == (count, ())


def test_the_table_says_what_the_list_says() -> None:
    (table,) = blocks("csv")
    shown = read({"events": table})
    assert [(event.kind, event.id, event.severity) for event in shown.events] == [
        ("alarm", "alarm#1", "high"),
        ("work_order", "WO 47110", None),
    ]
    assert shown.notices == ()


def test_every_name_of_the_page_is_taken() -> None:
    rows = re.findall(r"^\| (start|end|title|severity|channel) \| ([^|]+)\|", PAGE, re.MULTILINE)
    assert {row[0] for row in rows[:5]} == {"start", "end", "title", "severity", "channel"}
    for field, listed in rows[:5]:
        for name in re.findall(r"`(\w+)`", listed):
            fields = {"start": "2026-03-06", name: "2026-03-07" if field in ("start", "end") else "said"}
            if field == "start":
                fields = {name: "2026-03-07"}
            (event,) = read({"notes": [fields]}).events
            assert getattr(event, field), f"{name} is not taken as {field}"
