"""The dataset card: what is in it, in words, counts and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from faultmark.datasets.recipe import Recipe

__all__ = ["Counts", "bar_chart", "card"]

_WIDTH, _ROW, _LEFT, _RIGHT = 640, 22, 170, 80


@dataclass
class Counts:
    """What was counted while a dataset was built.

    ``samples`` and ``windows`` are by split and class; the class is ``"normal"`` or ``"not labeled"`` where it is none.
    """

    tasks: int = 0
    labeled_tasks: int = 0
    without_series: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    machines: dict[str, int] = field(default_factory=dict)
    durations: dict[str, int] = field(default_factory=dict)
    samples: dict[str, dict[str, int]] = field(default_factory=dict)
    windows: dict[str, dict[str, int]] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The counts as JSON values, in order."""
        return {
            "tasks": self.tasks,
            "labeled_tasks": self.labeled_tasks,
            "without_series": self.without_series,
            **{
                name: dict(sorted(getattr(self, name).items()))
                for name in ("sources", "events", "machines", "durations", "dropped")
            },
            **{
                name: {split: dict(sorted(found.items())) for split, found in sorted(getattr(self, name).items())}
                for name in ("samples", "windows")
            },
        }


def bar_chart(title: str, values: Mapping[str, int]) -> str:
    """A horizontal bar chart as SVG; bytes depend on the values alone."""
    rows = sorted(values.items(), key=lambda entry: (-entry[1], entry[0]))[:30]
    most = max((value for _name, value in rows), default=0) or 1
    height = 40 + _ROW * max(len(rows), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="8" y="20" font-weight="bold" fill="#1f2430">{escape(title)}</text>',
    ]
    for number, (name, value) in enumerate(rows):
        top = 34 + number * _ROW
        width = round((_WIDTH - _LEFT - _RIGHT) * value / most, 1)
        shown = name if len(name) <= 24 else name[:23] + "…"
        parts += [
            f'<text x="{_LEFT - 8}" y="{top + 12}" text-anchor="end" fill="#1f2430">{escape(shown)}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{width}" height="{_ROW - 6}" fill="#3b6fb6"/>',
            f'<text x="{_LEFT + width + 6}" y="{top + 12}" fill="#1f2430">{value:,}</text>',
        ]
    if not rows:
        parts.append('<text x="8" y="46" fill="#5b6270">none</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    def cell(value: object) -> str:
        return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")

    lines = ["| " + " | ".join(headings) + " |", "| " + " | ".join("---" for _ in headings) + " |"]
    return [*lines, *("| " + " | ".join(cell(value) for value in row) + " |" for row in rows), ""]


def _by_split(found: Mapping[str, Mapping[str, int]]) -> list[str]:
    classes = sorted({name for counts in found.values() for name in counts})
    rows = [[split, *(counts.get(name, 0) for name in classes)] for split, counts in sorted(found.items())]
    return _table(["split", *classes], rows)


def card(recipe: Recipe, counts: Counts, pictures: Mapping[str, str], files: Sequence[str]) -> str:
    """The card in Markdown. ``pictures`` are titles by file name."""
    lines = [f"# {recipe.title or recipe.name}", ""]
    if recipe.description:
        lines += [recipe.description.strip(), ""]
    lines += [
        f"{counts.tasks:,} tasks, of which {counts.labeled_tasks:,} are labeled and {counts.without_series:,} have no "
        f"telemetry here. {sum(counts.events.values()):,} events.",
        "",
        "## Events by class",
        "",
        *_table(["class", "events"], sorted(counts.events.items())),
        "## Where the labels come from",
        "",
        *_table(["source", "tasks"], sorted(counts.sources.items())),
    ]
    if counts.samples:
        lines += ["## Samples by split and class", "", *_by_split(counts.samples)]
    if counts.windows:
        lines += ["## Windows by split and class", "", *_by_split(counts.windows)]
        lines += ["Windows left out:", "", *_table(["reason", "windows"], sorted(counts.dropped.items()))]
    lines += ["## Pictures", ""]
    lines += [f"![{title}](plots/{name})" for name, title in sorted(pictures.items())]
    lines += ["", "## How it was split", "", *_split_words(recipe), ""]
    lines += ["## Files", "", *(f"- `{name}`" for name in sorted(files)), ""]
    lines += [
        "`manifest.json` holds hashes of the sources, the labels, the recipe, the code and every file, and the split "
        "of every task. The same recipe and labels give the same bytes.",
    ]
    return "\n".join(lines) + "\n"


def _split_words(recipe: Recipe) -> list[str]:
    if recipe.splits is None:
        return ["It is not split."]
    shares = ", ".join(f"{name} {share:g}" for name, share in recipe.splits.shares.items())
    words = {
        "machine": "No machine is in two splits.",
        "run": "No run is in two splits. Where a run follows closely on one of the same machine, its start is purged.",
        "time": "Every split is later than the one before.",
    }
    said = [f"By {recipe.splits.by}: {shares}. {words[recipe.splits.by]}"]
    if recipe.windows is not None and recipe.splits.by != "machine":
        samples = round(recipe.splits.purge * recipe.windows.length)
        said.append(f"Between two splits that follow in time, at least {samples:,} samples are left out.")
    if recipe.windows is not None and recipe.windows.normalise != "none":
        said.append("Normalisation is fitted on train alone; see `normalisation.json`.")
    return said
