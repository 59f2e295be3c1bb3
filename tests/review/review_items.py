"""What people mark, as Label Studio's result items."""

from __future__ import annotations

from typing import Any


def items(*regions: tuple[int, int, str] | tuple[int, int, str, int]) -> list[dict[str, Any]]:
    """Result items of regions (start, end, label, severity)."""
    made: list[dict[str, Any]] = []
    for number, (start, end, label, *rest) in enumerate(regions):
        place = {"start": start, "end": end, "instant": start == end}
        frame = {"id": f"r{number}-{start}", "to_name": "ts", "origin": "manual"}
        said = {**place, "timeserieslabels": [label]}
        made.append({**frame, "from_name": "label", "type": "timeserieslabels", "value": said})
        if rest:
            made.append({**frame, "from_name": "severity", "type": "rating", "value": {**place, "rating": rest[0]}})
    return made
