"""A picture of a series with its proposals, as SVG: one file that any browser shows and any editor opens."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import numpy.typing as npt

from faultmark.detect import Proposal
from faultmark.series.time_text import TimeText
from faultmark.series.view import ColumnChannel
from faultmark.store.series import Series

__all__ = ["draw_proposals"]

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 1200, 110, 150, 40, 12
_COLORS = {
    "spike": "#b0851a",
    "drop": "#b3261e",
    "dropout": "#7a7a7a",
    "flatline": "#8a5a44",
    "level shift": "#6d4ab0",
    "drift": "#c2571a",
    "variance change": "#2f7d4f",
    "oscillation": "#1f7a8c",
    "limit": "#a3195b",
}
_OTHER = "#3a66b5"


def draw_proposals(series: Series, proposals: Sequence[Proposal], title: str, channels: Sequence[str]) -> str:
    """The text of an SVG file: a pane a channel, drawn by minimum and maximum, proposals shaded by class.

    Each shaded region tells its class, confidence and reason where the pointer rests on it.
    """
    axis = series.meta.axis
    names = [channel.name for channel in series.meta.channels]
    first, span = axis.first, max(axis.last - axis.first, 1)
    times = TimeText(None, axis.kind, axis.decimals)
    height = _TOP + len(channels) * (_HEIGHT + _GAP) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 20} {height}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        "<style>svg{background:#fff;color:#222}text{fill:currentColor}"
        "@media (prefers-color-scheme:dark){svg{background:#1b1b1f;color:#ddd}}</style>",
        f'<text x="{_LEFT}" y="22" font-size="15" font-weight="600">{escape(title)}</text>',
    ]
    for row, name in enumerate(channels):
        top = _TOP + row * (_HEIGHT + _GAP)
        parts.append(f'<text x="{_LEFT - 8}" y="{top + _HEIGHT / 2 + 4}" text-anchor="end">{escape(name)}</text>')
        frame = f'x="{_LEFT}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}"'
        parts.append(f'<rect {frame} fill="none" stroke="currentColor" stroke-opacity=".25"/>')
        parts.extend(_region(proposal, top, first, span) for proposal in proposals if name in proposal.channels)
        path, low, high = _course(series, names.index(name), top)
        parts.append(f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1"/>')
        for value, y in ((high, top + 11), (low, top + _HEIGHT - 3)):
            parts.append(f'<text x="{_LEFT + 4}" y="{y}" font-size="10" opacity=".7">{value:.5g}</text>')
    bottom = height - 8
    parts.append(f'<text x="{_LEFT}" y="{bottom}">{escape(str(times.format(axis.first)))}</text>')
    parts.append(
        f'<text x="{_LEFT + _WIDTH}" y="{bottom}" text-anchor="end">{escape(str(times.format(axis.last)))}</text>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _region(proposal: Proposal, top: int, first: int, span: int) -> str:
    x = _LEFT + _WIDTH * (proposal.start - first) / span
    width = max(_WIDTH * (proposal.end - proposal.start) / span, 1.5)
    color = _COLORS.get(proposal.label, _OTHER)
    told = f"{proposal.label}, {proposal.confidence:.0%}: {proposal.why}"
    return (
        f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="{_HEIGHT}" fill="{color}" fill-opacity=".3" '
        f'stroke="{color}"><title>{escape(told)}</title></rect>'
    )


def _course(series: Series, index: int, top: int) -> tuple[str, float, float]:
    axis = series.meta.axis
    view = series.view([index], axis.first, axis.last + 1, _WIDTH)
    channel = view.channels[0]
    if isinstance(channel, ColumnChannel):
        low, high = np.asarray(channel.min, np.float64), np.asarray(channel.max, np.float64)
        x = _LEFT + np.arange(_WIDTH) + 0.5
    else:
        low = high = np.asarray(channel.values, np.float64)
        x = _LEFT + _WIDTH * (view.ticks - axis.first) / max(axis.last - axis.first, 1)
    known = np.isfinite(low) & np.isfinite(high)
    if not known.any():
        return "", float("nan"), float("nan")
    bottom, ceiling = float(low[known].min()), float(high[known].max())
    room = max(ceiling - bottom, 1e-300)

    def y(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return top + 4 + (_HEIGHT - 8) * (1 - (values - bottom) / room)

    steps: list[str] = []
    pen = False
    for at, up, down, there in zip(x.tolist(), y(high).tolist(), y(low).tolist(), known.tolist(), strict=True):
        if there:
            steps.append(f"{'L' if pen else 'M'}{at:.1f} {up:.1f}L{at:.1f} {down:.1f}")
        pen = there
    return "".join(steps), bottom, ceiling
