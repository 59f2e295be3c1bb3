"""Splits that cannot leak: properties over any lengths, boundaries and machines."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultmark.datasets.recipe import Splits
from faultmark.datasets.splits import SplitSeries, split_series
from faultmark.errors import FaultmarkError
from faultmark.series.axis import AxisInfo, IrregularAxis, RegularAxis, TickArray, TimeAxis


def member(task: int, size: int, *, first: int = 0, step: int = 1, machine: str = "", series: str = "") -> SplitSeries:
    info = AxisInfo("time", 0, True, step, first, first + (size - 1) * step, size)
    return SplitSeries(
        task, series or f"s{task}", machine or f"P-{task}", f"run {task}", info, lambda: RegularAxis(info)
    )


def irregular(task: int, ticks: Any, machine: str) -> SplitSeries:
    axis: TimeAxis
    info = AxisInfo("time", 0, False, None, int(ticks[0]), int(ticks[-1]), len(ticks))
    axis = IrregularAxis(info, TickArray(np.asarray(ticks, np.int64)))
    return SplitSeries(task, f"s{task}", machine, f"run {task}", info, lambda: axis)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(0, 400), st.integers(1, 5)), min_size=1, max_size=6),
    st.integers(1, 20),
    st.floats(1, 3),
)
def test_by_time_no_window_of_one_split_is_within_a_window_of_another(
    series: list[tuple[int, int, int]], window: int, purge: float
) -> None:
    members = [member(n, size, first=first, step=step) for n, (size, first, step) in enumerate(series)]
    wanted = Splits.model_validate({"by": "time", "purge": purge})
    try:
        pieces = split_series(members, wanted, window)
    except FaultmarkError as error:
        fault = error.code
        pieces = {}
    if not pieces:
        assert fault == "dataset.split.empty"
        return
    last: dict[str, int] = {}
    order = list(wanted.shares)
    for one in members:
        found = pieces[one.task]
        assert [order.index(p.split) for p in found] == sorted(order.index(p.split) for p in found)
        for earlier, later in combinations(found, 2):
            assert later.start - earlier.stop >= purge * window
        for piece in found:
            ticks = one.axis.ticks_at(np.array([piece.start, piece.stop - 1]))
            last[piece.split] = max(last.get(piece.split, -1), int(ticks[1]))
    # Nor of any other series: later splits begin after all of the earlier.
    for one in members:
        for piece in pieces[one.task]:
            begin = int(one.axis.ticks_at(np.array([piece.start]))[0])
            for split in order[: order.index(piece.split)]:
                assert begin > last.get(split, -1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 7)), min_size=1, max_size=20), st.integers(0, 5))
def test_by_machine_a_machine_is_whole_and_every_split_has_one(rows: list[tuple[int, int]], seed: int) -> None:
    members = [member(n, size, machine=f"M{machine}") for n, (size, machine) in enumerate(rows)]
    wanted = Splits.model_validate({"by": "machine", "seed": seed})
    machines = {m.machine for m in members}
    if len(machines) < 3:
        with pytest.raises(FaultmarkError, match="splits"):
            split_series(members, wanted, 4)
        return
    pieces = split_series(members, wanted, 4)
    where = {(m.machine, pieces[m.task][0].split) for m in members}
    assert len(where) == len(machines)
    assert {split for _machine, split in where} == set(wanted.shares)
    assert split_series(members[::-1], wanted, 4) == pieces


def test_the_same_telemetry_under_two_names_is_refused() -> None:
    members = [member(1, 50, series="same"), member(2, 50, series="same"), member(3, 50)]
    wanted = Splits.model_validate({"by": "machine", "assign": {"P-1": "train", "P-2": "test", "P-3": "validation"}})
    with pytest.raises(FaultmarkError) as caught:
        split_series(members, wanted, 4)
    assert caught.value.code == "dataset.split.shared"


def test_a_run_that_follows_closely_on_one_of_another_split_is_trimmed() -> None:
    members = [member(1, 100, machine="P"), irregular(2, range(100, 150), "P"), member(3, 100, first=1000, machine="P")]
    wanted = Splits.model_validate(
        {"by": "run", "shares": {"train": 0.5, "test": 0.5}, "assign": {"run 1": "train", "run 2": "test"}, "purge": 2}
    )
    pieces = split_series(members, wanted, 10)
    assert (pieces[1][0].start, pieces[2][0].start, pieces[3][0].start) == (0, 20, 0)


def test_a_machine_without_a_name_cannot_be_kept_apart() -> None:
    nameless = SplitSeries(7, "s", "", "run", member(7, 9).info, member(7, 9).find)
    with pytest.raises(FaultmarkError, match="machine_id"):
        split_series([nameless], Splits.model_validate({"by": "machine"}), 4)
