"""The config against a file: columns, units, times, size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faultmark.errors import FaultmarkError
from faultmark.interface.lint.finding import Finding, finding
from faultmark.interface.lint.vocabulary import closest
from faultmark.interface.sample import Sample
from faultmark.interface.units import same_unit
from faultmark.interface.xml.elements import Element
from faultmark.labels.snapping import cut_unit
from faultmark.series.time_format import tokens
from faultmark.series.time_text import TimeText

__all__ = ["check_sample", "check_series"]

_SLOW_ROWS, _SLOW_CELLS = 100_000, 1_000_000
_SEPARATORS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "": ","}


def check_series(series: Element) -> Iterator[Finding]:
    """Check a TimeSeries by itself."""
    columns: dict[str, Element] = {}
    for channel in _channels(series):
        column = channel.get("column")
        if not column:
            yield finding("FM030", channel, "column", "A Channel has no column.", "Name a column of the file.")
        elif column in columns:
            yield finding(
                "FM046", channel, "column", f"{column!r} is shown in line {columns[column].line} too.", "Remove one."
            )
        columns.setdefault(column, channel)
    if series.get("valueType").lower() == "json":
        yield finding(
            "FM044",
            series,
            "valueType",
            "The telemetry stands inside the task, which makes every list of tasks as large as the telemetry.",
            'Keep more than a few thousand samples in files, with valueType="url".',
        )
    fmt = series.get("timeFormat")
    if "%" in fmt:
        try:
            tokens(fmt)
        except ValueError as error:
            yield finding("FM043", series, "timeFormat", str(error), "Use the directives of strftime.")
    wanted = [part.strip() for part in series.get("overviewChannels").split(",") if part.strip()]
    missing = [column for column in wanted if column not in columns]
    if missing:
        kept = [column for column in wanted if column in columns]
        guess = closest(missing[0], columns)
        right = ",".join([*kept, *([guess] if guess else [])])
        yield finding(
            "FM045",
            series,
            "overviewChannels",
            f"No Channel shows {missing[0]!r}.",
            f"Write {right!r}." if right else "Name columns of the channels.",
            right or None,
        )


def _channels(series: Element) -> list[Element]:
    return [element for element in series.walk() if element.tag == "channel"]


def check_sample(series: Element, sample: Sample) -> Iterator[Finding]:
    """Check a TimeSeries against a file of the kind that its tasks name."""
    separator = series.get("sep") or series.get("separator") or ","
    separator = _SEPARATORS.get(separator, separator)
    if separator not in {"auto", sample.separator} and len(sample.columns) < 2:
        yield finding(
            "FM040", series, "sep", f"{sample.name} has one column with {separator!r}.", "Name its separator."
        )
        return
    if separator not in {"auto", sample.separator}:
        right = "tab" if sample.separator == "\t" else sample.separator
        yield finding(
            "FM040",
            series,
            "sep",
            f"{sample.name} is separated by {sample.separator!r}, not {separator!r}.",
            f"Write sep={right!r}.",
            right,
        )
    yield from _headers(series, sample)
    yield from _columns(series, sample)
    yield from _times(series, sample)
    if sample.fault is not None:
        yield from _fault(series, sample, sample.fault)
    yield from _size(series, sample)


def _headers(series: Element, sample: Sample) -> Iterator[Finding]:
    names = [name for name in (series.get("timeColumn"), *(c.get("column") for c in _channels(series))) if name]
    if sample.headless and any(not name.isdecimal() for name in names):
        yield finding(
            "FM041",
            series,
            "timeColumn",
            f"{sample.name} has no header, and the config names columns.",
            f"Use their numbers, 0 to {len(sample.columns) - 1}.",
        )


def _columns(series: Element, sample: Sample) -> Iterator[Finding]:
    names = [column.name for column in sample.columns]
    shown: set[str] = set()
    for channel in _channels(series):
        name = channel.get("column")
        column = sample.column(name) if name else None
        if name and column is None and not (sample.headless and not name.isdecimal()):
            meant = closest(name, names, 0.5)
            listed = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
            yield finding(
                "FM031",
                channel,
                "column",
                f"{sample.name} has no column {name!r}.",
                f"Did you mean {meant!r}?" if meant else f"It has {listed}.",
                meant,
            )
        if column is None:
            continue
        shown.add(column.name)
        if not column.numeric and column.name != sample.time_column:
            yield finding("FM039", channel, "column", f"{name!r} holds text.", "Show a column of numbers.")
        given, there = channel.get("units"), column.unit
        if given and there and not same_unit(given, there):
            yield finding(
                "FM038",
                channel,
                "units",
                f"{name!r} is in {there}, and the config says {given}.",
                f"Write {there}.",
                there,
            )
        yield from _limits(channel, column.low, column.high)
        if column.missing:
            yield finding(
                "FM051", channel, "column", f"{name!r} has {column.missing:,} empty cells.", "Open it in Faultmark."
            )
    rest = [c.name for c in sample.columns if c.numeric and c.name not in shown and c.name != sample.time_column]
    if rest and not sample.headless:
        listed = ", ".join(rest[:8]) + (" …" if len(rest) > 8 else "")
        yield finding("FM049", series, "name", f"{sample.name} also has {listed}.", "Add a Channel for what matters.")


def _limits(channel: Element, low: float | None, high: float | None) -> Iterator[Finding]:
    found = re.fullmatch(r"\s*(-?[\d.eE+-]+)\s*,\s*(-?[\d.eE+-]+)\s*", channel.get("dataRange"))
    if not found or low is None or high is None:
        return
    first, last = float(found[1]), float(found[2])
    if first < last and (low < first or high > last):
        right = f"{min(low, first):g},{max(high, last):g}"
        yield finding(
            "FM047",
            channel,
            "dataRange",
            f"The file holds {low:g} to {high:g}, and the range is {first:g} to {last:g}.",
            f"Write {right}.",
            right,
        )


def _times(series: Element, sample: Sample) -> Iterator[Finding]:
    name, fmt = series.get("timeColumn"), series.get("timeFormat")
    if not name:
        if sample.time_column is not None and not sample.headless:
            yield finding(
                "FM032",
                series,
                "timeColumn",
                f"{sample.name} has times in {sample.time_column!r}.",
                f"Write timeColumn={sample.time_column!r}.",
                sample.time_column,
            )
        return
    if sample.column(name) is None:
        if not (sample.headless and not name.isdecimal()):
            meant = sample.time_column or closest(name, [column.name for column in sample.columns], 0.5)
            yield finding(
                "FM033",
                series,
                "timeColumn",
                f"{sample.name} has no column {name!r}.",
                f"Did you mean {meant!r}?" if meant else "Name a column of the file.",
                meant,
            )
        return
    if not sample.cells or sample.column(name) is not sample.column(sample.time_column or ""):
        return
    if "%" in fmt and not _reads(fmt, sample.cells):
        right = sample.time_format
        yield finding(
            "FM034",
            series,
            "timeFormat",
            f"The time {sample.cells[0]!r} does not follow {fmt!r}.",
            f"Write {right!r}." if right else "The times are plain numbers: leave timeFormat away.",
            right or None,
        )
        return
    if not fmt and sample.time_format and not _is_number(sample.cells[0]):
        yield finding(
            "FM048",
            series,
            "timeFormat",
            f"Times such as {sample.cells[0]!r} are text.",
            f"Write timeFormat={sample.time_format!r}.",
            sample.time_format,
        )
    yield from _precision(series, sample, fmt)
    if sample.duplicates:
        yield finding(
            "FM036",
            series,
            "timeColumn",
            f"{sample.duplicates:,} samples share a time.",
            "Give every sample its own time.",
        )


def _reads(fmt: str, cells: tuple[str, ...]) -> bool:
    try:
        text = TimeText(fmt, "time")
        for cell in cells:
            text.parse(cell)
    except ValueError:
        return False
    return True


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d*)?", cell.strip()) is not None


def _precision(series: Element, sample: Sample, fmt: str) -> Iterator[Finding]:
    step = sample.step
    if step is None or sample.axis is None or sample.axis.info.kind != "time" or "%" not in fmt:
        return
    unit = cut_unit(fmt)
    if step >= unit:
        return
    right = fmt.replace("%S", "%S.%f") if "%S" in fmt and not re.search(r"%[fL]", fmt) else None
    read = right if right and _reads(right, sample.cells) else None
    rate = f"one sample every {step / 1e6:g} ms"
    yield finding(
        "FM037",
        series,
        "timeFormat",
        f"Label Studio's editor writes times of {fmt!r} to {unit / 1e6:g} ms, and the file has {rate}.",
        f"Write {read!r}." if read else "Label in Faultmark, which keeps every sample, or use a numeric time column.",
        read,
    )


def _fault(series: Element, sample: Sample, fault: FaultmarkError) -> Iterator[Finding]:
    """What keeps the file from being read, where no check above has told it."""
    where = f" (line {fault.place.line})" if fault.place.line else ""
    fix = fault.remedies[0].text if fault.remedies else "Mend the file."
    message = f"{sample.name}{where}: {fault.message}"
    if fault.code == "series.time.unsorted":
        yield finding("FM035", series, "timeColumn", message, fix)
    elif fault.code == "series.time.unparsable":
        fmt = series.get("timeFormat")
        if "%" not in fmt or _reads(fmt, sample.cells):
            yield finding("FM034", series, "timeFormat", message, fix)
    elif fault.code not in {"series.column.missing", "series.separator.wrong", "series.header.missing"}:
        yield finding("FM052", series, "value", message, fix)


def _size(series: Element, sample: Sample) -> Iterator[Finding]:
    cells = sample.rows * max(1, len(_channels(series)))
    if sample.rows > _SLOW_ROWS or cells > _SLOW_CELLS:
        yield finding(
            "FM042",
            series,
            "value",
            f"{sample.rows:,} samples × {len(_channels(series))} channels.",
            "Label in Faultmark, where length costs nothing, or cut the file.",
        )
