"""How the plant runs its pump: a day's regimes, week after week, each day from a generator of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from faultmark.simulate.noise import generator

__all__ = ["DAY", "DUTY_60", "DUTY_100", "HOUR", "MINUTE", "SECOND", "STANDBY", "START_UP", "STOPPED", "Segment"]
__all__ += ["daily_duty", "merged", "with_stops"]

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

START_UP = "start-up"
DUTY_100 = "duty 100 %"
DUTY_60 = "duty 60 %"
STANDBY = "standby"
STOPPED = "stopped"

_SETPOINT = {DUTY_100: 1.0, DUTY_60: 0.6, STANDBY: 0.18, STOPPED: 0.0}
_DAY_STREAM, _NIGHT_STREAM = 101, 102


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of one regime: ``[start, end)`` in nanoseconds since the epoch, UTC.

    ``setpoint`` is the speed asked of the drive as a share of nominal speed, ``valve`` whether the discharge is open.
    """

    start: int
    end: int
    regime: str
    setpoint: float

    @property
    def valve(self) -> bool:
        """The discharge valve is closed in standby and while stopped."""
        return self.regime in (START_UP, DUTY_100, DUTY_60)

    @property
    def productive(self) -> bool:
        """Whether the pump delivers at a steady setpoint."""
        return self.regime in (DUTY_100, DUTY_60)


def _night(seed: int, day: int) -> str:
    return STOPPED if generator(seed, _NIGHT_STREAM, day).random() < 0.3 else STANDBY


def _start_up(at: int) -> list[tuple[int, str, float]]:
    return [(at, START_UP, 0.3), (at + 4 * MINUTE, START_UP, 0.6)]


def _day(seed: int, day: int) -> list[Segment]:
    """Return the segments of one UTC day, without holes."""
    rng = generator(seed, _DAY_STREAM, day)
    midnight = day * DAY

    def at(hour: float, spread_minutes: float) -> int:
        return midnight + round(hour * 3600 + float(rng.uniform(-spread_minutes, spread_minutes)) * 60) * SECOND

    def steady(start: int, regime: str) -> tuple[int, str, float]:
        return (start, regime, _SETPOINT[regime])

    marks = [steady(midnight, _night(seed, day - 1))]
    weekend = (day + 3) % 7 >= 5  # the epoch was a Thursday
    if weekend:
        start = at(8.0, 40)
        if rng.random() < 0.65:
            marks += [*_start_up(start), steady(start + 10 * MINUTE, DUTY_60), steady(at(18.0, 60), _night(seed, day))]
    else:
        start = at(5.5, 25)
        marks += [
            *_start_up(start),
            steady(start + 10 * MINUTE, DUTY_100),
            steady(at(11.5, 40), DUTY_60),
            steady(at(13.0, 25), DUTY_100),
            steady(at(17.8, 60), DUTY_60),
            steady(at(21.7, 45), _night(seed, day)),
        ]
        if rng.random() < 0.15:
            stop = at(15.2, 50)
            again = stop + round(float(rng.uniform(12, 35)) * 60) * SECOND
            marks += [steady(stop, STOPPED), *_start_up(again), steady(again + 10 * MINUTE, DUTY_100)]
    marks.sort()
    ends = [mark[0] for mark in marks[1:]] + [midnight + DAY]
    return [Segment(mark[0], end, mark[1], mark[2]) for mark, end in zip(marks, ends, strict=True) if end > mark[0]]


def daily_duty(seed: int, start: int, end: int) -> Iterator[Segment]:
    """Yield the segments that cover ``[start, end)`` (ns since the epoch, UTC) in order, clipped to it."""
    for day in range(start // DAY, -(-end // DAY)):
        yield from _clipped(_day(seed, day), start, end)


def _clipped(segments: Iterable[Segment], start: int, end: int) -> Iterator[Segment]:
    for segment in segments:
        if segment.end > start and segment.start < end:
            yield replace(segment, start=max(segment.start, start), end=min(segment.end, end))


def with_stops(segments: Iterable[Segment], stops: Iterable[tuple[int, int]]) -> list[Segment]:
    """Cut forced stops ``[(from, to), …]`` (ns) out of a plan; a running plan restarts through a start-up."""
    out = list(segments)
    for begin, end in stops:
        cut: list[Segment] = []
        for segment in out:
            if segment.end <= begin or segment.start >= end:
                cut.append(segment)
                continue
            if segment.start < begin:
                cut.append(replace(segment, end=begin))
            cut.append(Segment(max(segment.start, begin), min(segment.end, end), STOPPED, 0.0))
            if segment.end > end:
                if segment.valve and segment.end - end > 10 * MINUTE:
                    cut.append(Segment(end, end + 4 * MINUTE, START_UP, 0.3))
                    cut.append(Segment(end + 4 * MINUTE, end + 10 * MINUTE, START_UP, 0.6))
                    cut.append(replace(segment, start=end + 10 * MINUTE))
                else:
                    cut.append(replace(segment, start=end))
        out = cut
    return out


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """Join neighbours of the same regime, as an event lane shows them."""
    out: list[Segment] = []
    for segment in segments:
        if out and out[-1].regime == segment.regime and out[-1].end == segment.start:
            out[-1] = replace(out[-1], end=segment.end)
        else:
            out.append(segment)
    return out
