"""Four kinds of sensor with one anomaly of each class in each run, bounded to the sample: the bench's own simulator.

Channels do not know of one another, so nothing but the channel itself gives an anomaly away. The simulated pump of
``faultmark.simulate`` is the other extreme: eight channels of one machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

CLASSES = ("spike", "dropout", "level shift", "drift", "variance change", "flatline", "oscillation")
CHANNELS = ("temperature", "vibration", "pressure", "flow")
SIZE = 20_000


@dataclass(frozen=True)
class TypedEvent:
    """Samples ``first <= i < stop`` of a channel, and the class of what was done to them."""

    first: int
    stop: int
    label: str
    channel: str


def _memory(rng: np.random.Generator, phi: float, width: float, size: int) -> np.ndarray:
    return np.asarray(lfilter([1.0], [1.0, -phi], rng.normal(0, width, size)))


def _sensor(kind: str, size: int, rng: np.random.Generator) -> np.ndarray:
    place = np.arange(size)
    if kind == "temperature":
        day = 6 * np.sin(2 * np.pi * (place / 1440 + rng.random()))
        return 60 + day + _memory(rng, 0.995, 0.06, size) + rng.normal(0, 0.15, size)
    if kind == "vibration":
        running = np.repeat(rng.random(size // 300 + 1) < 0.8, 300)[:size].astype(float)
        running = np.convolve(running, np.ones(5) / 5, "same")
        noise = (0.05 + 0.18 * running) * rng.normal(0, 1, size)
        return np.abs(0.3 + 2.2 * running + noise + _memory(rng, 0.99, 0.01, size))
    if kind == "pressure":
        swing = 0.3 * np.sin(2 * np.pi * place / 180 + 6 * rng.random()) + 0.12 * np.sin(2 * np.pi * place / 37)
        return 4 + swing + rng.normal(0, 0.05, size) + _memory(rng, 0.99, 0.004, size)
    return np.round((120 + _memory(rng, 0.98, 0.35, size) + rng.normal(0, 0.8, size)) * 4) / 4


def _spoil(values: np.ndarray, first: int, label: str, rng: np.random.Generator) -> int:
    """Put an anomaly at ``first``, in place; the sample after its last."""
    near = values[max(0, first - 500) : first + 500]
    noise = float(np.nanstd(near - np.convolve(near, np.ones(9) / 9, "same"))) + 0.02 * float(np.nanstd(values))
    strength = rng.uniform(1, 3)
    sign = rng.choice([-1.0, 1.0])
    low, high = {
        "spike": (1, 4),
        "dropout": (5, 120),
        "level shift": (200, 900),
        "drift": (400, 1000),
        "variance change": (150, 700),
        "flatline": (40, 500),
        "oscillation": (150, 700),
    }[label]
    length = int(rng.integers(low, high))
    part = values[first : first + length]
    wide = float(np.nanstd(values))
    if label == "spike":
        part += sign * noise * (6 + 5 * strength)
    elif label == "dropout":
        part[:] = 0.0 if rng.random() < 0.5 else np.nan
    elif label == "level shift":
        part += sign * (3 * noise + 0.5 * wide) * strength
    elif label == "drift":
        part += sign * np.linspace(0, 1, length) * (5 * noise + 0.8 * wide) * strength
    elif label == "variance change":
        part += rng.normal(0, noise * (1 + 1.2 * strength), length)
    elif label == "flatline":
        part[:] = part[0]
    else:
        part += noise * (1.5 + 1.2 * strength) * np.sin(2 * np.pi * np.arange(length) / rng.integers(8, 30))
    return first + length


def typed_run(seed: int) -> tuple[dict[str, np.ndarray], list[TypedEvent]]:
    """Channels by name, each ``float64[20000]``, and the seven events of the run."""
    rng = np.random.default_rng(1000 + seed)
    channels = {kind: _sensor(kind, SIZE, rng) for kind in CHANNELS}
    events = []
    for slot, label in zip(np.linspace(1500, SIZE - 1800, 7).astype(int), rng.permutation(CLASSES), strict=True):
        name = CHANNELS[int(rng.integers(0, 4))]
        first = int(slot + rng.integers(0, 400))
        events.append(TypedEvent(first, _spoil(channels[name], first, str(label), rng), str(label), name))
    return channels, events
