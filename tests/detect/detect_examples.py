"""Series that detectors are tried on."""

from __future__ import annotations

import numpy as np

from faultmark.detect import Series

SIZE = 3000


def quiet(seed: int = 0, size: int = SIZE) -> np.ndarray:
    """A steady signal with a little memory, as a healthy sensor gives."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 0.3, size)
    return 20 + np.convolve(noise, np.ones(3) / 3, "same") + rng.normal(0, 0.1, size)


def with_event(kind: str, seed: int = 0, size: int = SIZE) -> tuple[np.ndarray, int, int]:
    """The signal with one event, and the event's first sample and the one after its last."""
    values = quiet(seed, size)
    rng = np.random.default_rng(seed + 1)
    a = size // 2 + int(rng.integers(0, 200))
    b = a + {"spike": 2, "dropout": 30, "flatline": 90}.get(kind, 400)
    if kind == "spike":
        values[a:b] += 9
    elif kind == "dropout":
        values[a:b] = np.nan
    elif kind == "flatline":
        values[a:b] = values[a]
    elif kind == "level shift":
        values[a:b] += 3
    elif kind == "drift":
        values[a:b] += np.linspace(0, 6, b - a)
    elif kind == "variance change":
        values[a:b] += rng.normal(0, 2.0, b - a)
    elif kind == "oscillation":
        values[a:b] += 1.5 * np.sin(2 * np.pi * np.arange(b - a) / 14)
    return values, a, b


def awkward() -> dict[str, Series]:
    """Input that breaks detectors: each must be survived in silence or with valid proposals."""
    rng = np.random.default_rng(3)
    values = quiet()
    holes = values.copy()
    holes[500:900] = np.nan
    holes[::7] = np.nan
    steps = np.cumsum(rng.choice([1, 1, 1, 400], SIZE)).astype(np.int64)
    twice = np.arange(SIZE, dtype=np.int64) // 2
    return {
        "missing blocks": Series.of({"a": holes, "b": values}),
        "constant": Series.of({"a": np.full(SIZE, 7.0), "b": values}),
        "all missing": Series.of({"a": np.full(SIZE, np.nan), "b": values}),
        "everything missing": Series.of({"a": np.full(SIZE, np.nan)}),
        "infinite": Series.of({"a": np.where(np.arange(SIZE) % 50 == 0, np.inf, values)}),
        "huge": Series.of({"a": values * 1e290}),
        "tiny": Series.of({"a": values * 1e-290}),
        "three samples": Series.of({"a": [1.0, 2.0, 1.5], "b": [np.nan, 1.0, 2.0]}),
        "one sample": Series.of({"a": [1.0]}),
        "no sample": Series.of({"a": []}),
        "no channel": Series.of({}),
        "irregular": Series.of({"a": values}, steps),
        "equal times": Series.of({"a": values}, twice),
        "two values": Series.of({"a": (np.arange(SIZE) % 2).astype(float)}),
        "staircase": Series.of({"a": np.floor(np.arange(SIZE) / 500.0)}),
        "int32": Series(
            (Series.of({"a": values}).channels[0].__class__("a", values.astype(np.int32).astype(np.float32)),),
            np.arange(SIZE, dtype=np.int64),
        ),
    }
