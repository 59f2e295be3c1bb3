"""Values as people type them: 5M samples, 1 ms, a date, NAME=VALUE."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import typer

__all__ = ["parse_count", "parse_pairs", "parse_step", "parse_time"]

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "min": 60 * 10**9, "h": 3600 * 10**9}
_FACTORS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}


def parse_count(text: str) -> int:
    """Read a count: ``86400``, ``86_400``, ``5M``, ``1e9``."""
    found = re.fullmatch(r"\s*([0-9][0-9_,]*(?:\.[0-9]+)?(?:e[0-9]+)?)\s*([kMG]?)\s*", text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a count; write for example 86400, 5M or 1e9", param_hint="--samples")
    value = float(re.sub("[_,]", "", found[1])) * _FACTORS[found[2]]
    if value != int(value):
        raise typer.BadParameter(f"{text!r} is not a whole number", param_hint="--samples")
    return int(value)


def parse_step(text: str) -> int:
    """Read a sampling interval into nanoseconds: ``1s``, ``100 ms``, ``250us``, ``5min``."""
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(ns|us|µs|ms|s|min|h)\s*", text)
    if found is None:
        raise typer.BadParameter(
            f"{text!r} is not an interval; write for example 1s, 100ms or 5min", param_hint="--step"
        )
    value = float(found[1]) * _UNITS[found[2]]
    if value != int(value) or value < 1:
        raise typer.BadParameter(f"{text!r} is not a whole number of nanoseconds", param_hint="--step")
    return int(value)


def parse_time(text: str) -> int:
    """Read an ISO 8601 time into nanoseconds since the epoch; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a time; write for example 2026-03-02T08:00:00Z", param_hint="--start"
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    # not timestamp(): a float of seconds cannot hold the microseconds exactly
    whole = moment.replace(microsecond=0)
    return int(whole.timestamp()) * 10**9 + moment.microsecond * 1000


def parse_pairs(pairs: Sequence[str], param_hint: str | None = None) -> dict[str, Any]:
    """Read ``NAME=VALUE`` pairs; a value is JSON, and what is no JSON is text."""
    parsed: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is no NAME=VALUE.", param_hint=param_hint)
        try:
            parsed[name] = json.loads(text)
        except ValueError:
            parsed[name] = text
    return parsed
