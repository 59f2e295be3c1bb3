"""Times go through text and back without moving by a nanosecond."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultmark.series.time_text import TimeText

FULL = ["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%L", "%d.%m.%Y %I:%M:%S.%f %p", "%j/%Y %H.%M.%S,%f", "%s", "%Q"]
FULL += ["%B %e, %Y %T.%f", "%a %d %b %Y %H:%M:%S.%f %z", "%Y%m%dT%H%M%S.%f%Z", "%-d/%-m/%Y %H:%M:%S.%f %%", None]
ticks = st.integers(-(2**63) + 1, 2**63 - 1)


@settings(max_examples=300)
@given(ticks, st.sampled_from(FULL))
def test_every_nanosecond_survives(tick, fmt):
    text = TimeText(fmt, "time")
    assert text.parse(text.format(tick)) == tick


@given(st.integers(-(10**6), 10**9).map(lambda s: s * 10**9), st.sampled_from(["%y-%m-%d %H:%M:%S", "%Y-%m-%d %T"]))
def test_formats_without_fractions_keep_seconds(tick, fmt):
    text = TimeText(fmt, "time")
    written = text.format(tick)
    assert written == datetime.fromtimestamp(tick // 10**9, UTC).strftime(fmt)
    if "%Y" in fmt:
        assert text.parse(written) == tick


@settings(max_examples=300)
@given(st.integers(-(10**15), 10**15), st.integers(0, 12))
def test_numeric_axes_are_exact_decimals(tick, decimals):
    text = TimeText(None, "number", decimals)
    value = text.format(tick)
    assert text.parse(value) == tick
    assert text.parse(str(value)) == tick
    assert isinstance(value, int) == (tick % 10**decimals == 0)


@pytest.mark.parametrize(
    ("fmt", "value", "expected"),
    [
        ("%Y-%m-%d %H:%M:%S", "2024-02-29 23:59:59", "2024-02-29T23:59:59Z"),
        ("%Y-%m-%d %H:%M:%S.%f", "2024-01-01 00:00:00.123", "2024-01-01T00:00:00.123Z"),
        ("%Y-%m-%d %H:%M:%S.%L", "2024-01-01 00:00:00.123456789", "2024-01-01T00:00:00.123456789Z"),
        ("%m/%d/%Y %I:%M %p", "3/1/2024 12:05 AM", "2024-03-01T00:05:00Z"),
        ("%m/%d/%Y %I:%M %p", "03/01/2024 12:05 pm", "2024-03-01T12:05:00Z"),
        ("%d %b %y", "07 sep 69", "1969-09-07T00:00:00Z"),
        ("%Y-%m-%dT%H:%M:%S%z", "2024-01-01T02:00:00+02:00", "2024-01-01T00:00:00Z"),
        ("%Y-%m-%dT%H:%M:%S%Z", "2024-01-01T02:00:00Z", "2024-01-01T02:00:00Z"),
        ("%Q", 1704067200123, "2024-01-01T00:00:00.123Z"),
        ("%s", 1704067200, "2024-01-01T00:00:00Z"),
        ("%s", "1704067200.5", "2024-01-01T00:00:00.500Z"),
        (None, "2024-01-01T01:00+0100", "2024-01-01T00:00:00Z"),
        (None, "2024-01-01", "2024-01-01T00:00:00Z"),
        (None, 1704067200000, "2024-01-01T00:00:00Z"),
    ],
)
def test_a_time_written_in_any_format_is_read(fmt, value, expected):
    assert TimeText(None, "time").format(TimeText(fmt, "time").parse(value)) == expected


@pytest.mark.parametrize(
    ("fmt", "value"),
    [
        ("%Y-%m-%d", "2023-02-29"),
        ("%Y-%m-%d", "2024-01-01 00:00"),
        ("%H:%M", "24:00"),
        ("%I:%M %p", "0:30 am"),
        ("%Y", "3000"),
        ("%j %Y", "366 2023"),
        (None, "yesterday"),
        (None, ""),
        (None, True),
    ],
)
def test_what_is_no_time_is_refused(fmt, value):
    with pytest.raises(ValueError):  # noqa: PT011 - the messages differ, the type is the contract
        TimeText(fmt, "time").parse(value)


@pytest.mark.parametrize("fmt", ["%Y-%W", "%k", "100%"])
def test_an_unknown_directive_is_named(fmt):
    with pytest.raises(ValueError, match="%"):
        TimeText(fmt, "time")


@pytest.mark.parametrize("value", ["", "1.2.3", "nan", "inf", "1e30", True])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011
        TimeText(None, "number", 3).parse(value)


@settings(max_examples=300)
@given(st.integers(946_684_800 * 10**4, 4_102_444_800 * 10**4), st.sampled_from([10**9, 10**6, 10**3, 1]))
def test_times_of_files_that_count_from_the_epoch_are_their_numbers(tenths_of_milliseconds, unit):
    text = TimeText(None, "time", epoch_unit=unit)
    tick = tenths_of_milliseconds * 100_000
    value = text.format(tick)
    assert value == (tick // unit if tick % unit == 0 else tick / unit)
    assert isinstance(value, int) == (tick % unit == 0)
    assert text.parse(value) == tick
    assert text.parse(TimeText(None, "time").format(tick)) == tick
