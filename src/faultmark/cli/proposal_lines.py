"""Proposals of a file for a terminal: a row each where the reason has room beside the times, else two lines each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from faultmark.detect import Proposal
from faultmark.series.time_text import TimeText

__all__ = ["proposal_lines"]

_HEADINGS = ("start", "end", "class", "sure", "severity", "why")
_ROOM = 32
"""Characters that a reason needs beside the other columns, to be read without going down word by word."""


def proposal_lines(title: str, proposals: Sequence[Proposal], times: TimeText, width: int) -> list[RenderableType]:
    """What to print, one after the other; no time is ever broken.

    Parameters
    ----------
    title:
        What was looked at.
    proposals:
        In the order in which they are printed.
    times:
        Writes their times.
    width:
        Of the terminal, in characters.
    """
    rows = [
        (
            str(times.format(p.start)),
            "" if p.instant else str(times.format(p.end)),
            p.label,
            f"{p.confidence:.0%}",
            str(p.severity),
            p.why,
        )
        for p in proposals
    ]
    head = Text(f"{title}: {len(rows)} {'proposal' if len(rows) == 1 else 'proposals'}", style="italic")
    taken = sum(max(len(text) for text in column) + 2 for column in list(zip(_HEADINGS, *rows, strict=True))[:-1])
    return [head, _table(rows)] if taken + _ROOM <= width else [head, *_in_two_lines(rows)]


def _table(rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None)
    for heading in _HEADINGS:
        table.add_column(heading, header_style="bold", no_wrap=heading != "why", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def _in_two_lines(rows: Sequence[Sequence[str]]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for start, end, label, sure, severity, why in rows:
        when = f"{start} – {end}" if end else start
        said = f"{label}, {sure} sure, severity {severity}: {why}"
        lines += [
            Padding(Text(when, style="bold"), (0, 0, 0, 1), expand=False),
            Padding(Text(said), (0, 0, 0, 3), expand=False),
        ]
    return lines
