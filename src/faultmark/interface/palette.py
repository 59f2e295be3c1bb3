"""Colours for labels: a set that can be told apart on light and dark, and how far apart two colours look."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

__all__ = ["PALETTE", "TOO_CLOSE", "distance", "fresh_colors", "rgb_of"]

PALETTE = (
    "#c2571a", "#6d4ab0", "#2f7d4f", "#b0851a", "#1f7a8c", "#b3261e", "#8a5a44", "#d0468c",
    "#3a63c2", "#6f7f1f", "#7a7a7a", "#16a08a", "#9a3fb5", "#e08a5a", "#4d4d99", "#5aa9e6",
)  # fmt: skip
TOO_CLOSE = 12.0
"""Two colours nearer than this (CIE76) are easily taken for each other, side by side and drawn half transparent."""

_NAMED = {
    "aqua": "#00ffff", "black": "#000000", "blue": "#0000ff", "brown": "#a52a2a", "coral": "#ff7f50",
    "crimson": "#dc143c", "cyan": "#00ffff", "darkblue": "#00008b", "darkgreen": "#006400", "darkorange": "#ff8c00",
    "darkred": "#8b0000", "fuchsia": "#ff00ff", "gold": "#ffd700", "gray": "#808080", "green": "#008000",
    "grey": "#808080", "indigo": "#4b0082", "khaki": "#f0e68c", "lavender": "#e6e6fa", "lightblue": "#add8e6",
    "lightgreen": "#90ee90", "lime": "#00ff00", "magenta": "#ff00ff", "maroon": "#800000", "navy": "#000080",
    "olive": "#808000", "orange": "#ffa500", "orchid": "#da70d6", "pink": "#ffc0cb", "plum": "#dda0dd",
    "purple": "#800080", "red": "#ff0000", "salmon": "#fa8072", "silver": "#c0c0c0", "skyblue": "#87ceeb",
    "tan": "#d2b48c", "teal": "#008080", "tomato": "#ff6347", "turquoise": "#40e0d0", "violet": "#ee82ee",
    "white": "#ffffff", "yellow": "#ffff00",
}  # fmt: skip
_FUNCTION = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)")


def rgb_of(color: str) -> tuple[int, int, int] | None:
    """Red, green and blue of a CSS colour, or None for what is none that we know."""
    text = color.strip().lower()
    if found := _FUNCTION.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    text = _NAMED.get(text, text)
    if re.fullmatch(r"#[0-9a-f]{3,4}", text):
        text = "#" + "".join(2 * digit for digit in text[1:4])
    if not re.fullmatch(r"#[0-9a-f]{6}([0-9a-f]{2})?", text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _lab(rgb: tuple[int, int, int]) -> tuple[float, float, float]:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in rgb)]
    red, green, blue = linear
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str) -> float | None:
    """How far apart two colours look (CIE76, CIE 015:2004), or None where one is no colour."""
    first, second = rgb_of(one), rgb_of(other)
    if first is None or second is None:
        return None
    return math.dist(_lab(first), _lab(second))


def fresh_colors(count: int, taken: Sequence[str] = ()) -> list[str]:
    """Colours that can be told from those taken, and from each other as far as there are enough."""
    free = [color for color in PALETTE if all((distance(color, t) or 0) > TOO_CLOSE for t in taken)]
    return [(free or list(PALETTE))[index % len(free or PALETTE)] for index in range(count)]
