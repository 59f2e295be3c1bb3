"""A sensor, and the unit behind its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from faultmark.interface.units import canonical_unit

__all__ = ["Sensor", "unit_after"]
_UNIT = re.compile(
    r"^\s*(?:sensors?|signals?|readings?|channels?|data|velocity|rate)?\s*(?:[(\[]\s*([^)\],;]{1,28}?)\s*[)\],;]|(?:measured |recorded |given )?in ([^\s,;.)]{1,14}(?: per \w+)?(?:/\w+)?)|,? ?([°µμ%]?[A-Za-z°%³²/·]{1,8}[³²]?(?:/[a-z]+)?)(?=[\s,;.)]|$))"
)


@dataclass(frozen=True, slots=True)
class Sensor:
    """One thing that is measured. ``said`` are the brief's own words; ``group`` those it is drawn over."""

    name: str
    kind: str
    unit: str = ""
    said: str = ""
    group: str = ""
    strong: bool = True
    many: bool = False


def unit_after(after: str) -> str:
    """The unit that stands right behind a thing that is measured; empty where none does."""
    match = _UNIT.match(after)
    if match is None:
        return ""
    text = match[1] or match[2] or match[3] or ""
    text = re.sub(r"^(?:both|all|each|measured|given)?\s*(?:in\s+)", "", text.strip())
    first = re.split(r"\s*(?:,|;| at | @ |\bRMS\b)\s*", text)[0].strip()
    if not match[1] and len(first) == 1 and first not in "ACFKVW%g":
        return ""
    if (
        not match[1]
        and first.lower() in {"a", "in", "on", "t", "s", "m", "l", "per", "g"}
        and first not in {"A", "V", "g"}
    ):
        return ""
    return canonical_unit(first) or ""
