"""Benchmarks: what we do beside what others do, in one run on one machine. Never part of the tests.

Each is run as ``python -m bench.NAME [--size …]``, prints what it does, cleans up, and ends with one line of JSON:
``{"name", "figures": {}, "goals": {}, "met": bool}``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

__all__ = ["best", "percentiles", "report"]


def best(work: Callable[[], Any], rounds: int = 3) -> float:
    """Seconds of the fastest of a few rounds."""
    fastest = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Median, 99th percentile and maximum, in milliseconds."""
    ordered = sorted(seconds)
    pick = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {k: round(ordered[min(int(q * len(ordered)), len(ordered) - 1)] * 1e3, 3) for k, q in pick.items()}


def report(name: str, figures: dict[str, Any], goals: dict[str, dict[str, Any]]) -> None:
    """Print the closing line. A goal is ``{"goal": text, "value": number, "met": bool}``."""
    met = all(g["met"] for g in goals.values())
    print(json.dumps({"name": name, "figures": figures, "goals": goals, "met": met}))
