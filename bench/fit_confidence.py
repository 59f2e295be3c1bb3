"""Grow the trees that tell how likely a person would mark a candidate, and say how they do on files they never saw.

    python -m bench.fit_confidence --data DIR [--write]

Learnt from are technicians' labels in ``DIR`` (see :mod:`bench.labeled_sets`), whole files, their halves and their
quarters, so that no length counts, and both simulators with seeds below 9000, at a third of the weight. A channel that
has no label in the whole file was not looked at by anybody, and teaches nothing. A candidate
that overlaps a true event by an IoU of .5 or more counts as right, by .1 or less as wrong, and in between in part.
Trees may only rise with what speaks for a candidate and fall with what speaks against it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.event_scores import Interval, overlaps
from bench.labeled_sets import LabeledSeries, joined, quality_labels
from bench.typed_anomalies import typed_run
from faultmark.detect import Composition, Series, composition
from faultmark.detect.candidates import company
from faultmark.detect.confidence import COLUMNS, columns, with_facts
from faultmark.detect.evidence import CHANNEL_DETECTORS, FEATURES, Candidate, evidence
from faultmark.detect.trees import Trees
from faultmark.simulate import Scenario, Simulation

TARGET = Path(__file__).parents[1] / "src" / "faultmark" / "detect" / "confidence.json"
TYPED, PUMPS = range(300, 320), range(300, 303)
SIMULATED, PARTS = 0.3, 0.35
"""What a candidate of a simulator, and one of a part of a file, weighs beside one of a whole file."""

RISING = (
    *(f"margin_{name}" for name in CHANNEL_DETECTORS),
    *("detectors", "peak_local", "peak_spread", "peak_tail", "peak_far_tail", "peak_ratio", "rarity", "onset"),
    *("offset", "onset_peak", "offset_peak", "prominence", "zero", "held", "others", "others_strength"),
)
FALLING = ("common", "rank", "crowd")
UNSEEN = ("ratio", "clear")
"""Left out: how many times its base a value reaches says more about the kind of sensor than about an event, and what is
clear is not for the trees to tell."""


@dataclass(frozen=True)
class Lesson:
    """Candidates of a channel: their columns, how right each is, what each weighs, and the file they come from."""

    table: np.ndarray
    right: np.ndarray
    weight: float
    source: str


def lessons_of(
    series: Series, events: Mapping[str, Sequence[Interval]], source: str, weight: float
) -> Iterator[Lesson]:
    """What the detectors bring forward on a series, beside the truth."""
    detectors = composition()
    series = replace(series, channels=tuple(replace(channel) for channel in series.channels))
    together = [p for d in detectors.detectors if d.scope == "series" for p in d.detect(series)]
    found: dict[str, tuple[list[Candidate], np.ndarray]] = {}
    for channel in series.channels:
        alone = series.only(channel.name)
        said = [p for d in detectors.detectors if d.scope == "channel" for p in d.detect(alone)]
        said += [p for p in together if channel.name in p.channels]
        candidates = detectors.candidates(alone, [p for p in said if p.detector in CHANNEL_DETECTORS])
        found[channel.name] = candidates, evidence(channel.signal, candidates)
        channel.forget()
    tails = {name: rows[:, FEATURES.index("peak_far_tail")] for name, (_, rows) in found.items()}
    beside = company({name: candidates for name, (candidates, _) in found.items()}, tails)
    for name, (candidates, rows) in found.items():
        true = list(events.get(name, ()))
        if not candidates or name not in events:
            continue
        regions = [(c.first, c.stop) for c in candidates]
        best = overlaps(true, regions).max(axis=0) if true else np.zeros(len(regions))
        table = columns(candidates, rows, beside[name] if len(found) > 1 else None)
        yield Lesson(table, np.clip((best - 0.1) / 0.4, 0, 1), weight, source)


def parts_of(
    file: LabeledSeries, *, keep_unlabeled: bool = False
) -> Iterator[tuple[Series, dict[str, list[Interval]], float]]:
    """A file, its halves and its quarters, with their events and what they weigh."""
    size = file.ticks.size
    for count in (1, 2, 4):
        for number in range(count):
            a, b = number * size // count, (number + 1) * size // count
            events = {
                name: [(max(x, a) - a, min(y, b) - a) for x, y in joined(found) if min(y, b) > max(x, a)]
                for name, found in file.events.items()
                if found or keep_unlabeled
            }
            part = Series.of({name: values[a:b] for name, values in file.channels.items()}, file.ticks[a:b])
            yield part, events, 1.0 if count == 1 else PARTS


def simulated() -> Iterator[Lesson]:
    """Lessons of both simulators."""
    for seed in TYPED:
        channels, events = typed_run(seed)
        said = {name: [(e.first, e.stop) for e in events if e.channel == name] for name in channels}
        run = LabeledSeries(np.arange(len(next(iter(channels.values()))), dtype=np.int64), channels, said)
        for series, there, _ in parts_of(run, keep_unlabeled=True):
            yield from lessons_of(series, there, "typed", SIMULATED)
    for seed in PUMPS:
        simulation = Simulation(Scenario(43_200, seed=seed, anomalies=8))
        blocks = list(simulation.blocks())
        table = {name: np.concatenate([block.columns[name] for block in blocks]) for name in blocks[0].columns}
        said = {name: [(e.first, e.last + 1) for e in simulation.events() if name in e.channels] for name in table}
        yield from lessons_of(Series.of(table), said, "pump", SIMULATED)


def all_lessons(files: Sequence[LabeledSeries]) -> list[Lesson]:
    """Of files, called by their number, and of the simulators."""
    found = list(simulated())
    for number, file in enumerate(files):
        for series, events, weight in parts_of(file):
            found += lessons_of(series, events, str(number), weight)
    return found


def grow(lessons: Iterable[Lesson]) -> Trees:
    """Trees that learn from lessons."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

    names = [name for name in COLUMNS if name not in UNSEEN]
    chosen = [COLUMNS.index(name) for name in names]
    lessons = list(lessons)
    table = np.nan_to_num(np.vstack([lesson.table for lesson in lessons])[:, chosen])
    right = np.concatenate([lesson.right for lesson in lessons])
    weight = np.concatenate([np.full(len(lesson.right), lesson.weight) for lesson in lessons])
    # What is right in part counts on both sides.
    yes, no = right > 0, right < 1
    model = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        l2_regularization=5.0,
        max_features=0.3,
        monotonic_cst=[int(name in RISING) - int(name in FALLING) for name in names],
        early_stopping=False,
        random_state=0,
    )
    model.fit(
        np.vstack([table[yes], table[no]]),
        np.concatenate([np.ones(int(yes.sum())), np.zeros(int(no.sum()))]),
        sample_weight=np.concatenate([(weight * right)[yes], (weight * (1 - right))[no]]),
    )
    return _as_trees(model, names)


def _as_trees(model: Any, names: Sequence[str]) -> Trees:
    roots, nodes = [], []
    for (tree,) in model._predictors:
        start = len(nodes)
        roots.append(start)
        for node in tree.nodes:
            if node["is_leaf"]:
                nodes.append((-1, 0, 0, float(node["value"])))
            else:
                left, right = start + int(node["left"]), start + int(node["right"])
                nodes.append((int(node["feature_idx"]), left, right, float(node["num_threshold"])))
    feature, left, right, value = (np.array(column) for column in zip(*nodes, strict=True))
    # Six digits, which is what is written: the trees that are measured are those that are kept.
    value = np.array([float(f"{number:.6g}") for number in value])
    bias = float(np.ravel(model._baseline_prediction)[0])
    return Trees(tuple(names), bias, np.array(roots), feature, left, right, value)


def write(trees: Trees, target: Path = TARGET) -> None:
    """Keep trees where :func:`faultmark.detect.confidence.weigh` reads them."""
    nodes = zip(*(part.tolist() for part in (trees.feature, trees.left, trees.right, trees.value)), strict=True)
    said = {"names": trees.names, "bias": trees.bias, "roots": trees.roots.tolist(), "nodes": list(nodes)}
    target.write_text(json.dumps(said, separators=(",", ":")) + "\n", encoding="utf-8")


def with_trees(trees: Trees, bars: Mapping[str, float] | None = None) -> Composition:
    """The detectors with other trees than those that are kept, and with bars for channels."""
    order = [COLUMNS.index(name) for name in trees.names]

    def weigh(candidates: Sequence[Candidate], rows: np.ndarray, beside: np.ndarray | None) -> np.ndarray:
        table = columns(candidates, rows, beside)
        return with_facts(table, 1 / (1 + np.exp(-trees(table[:, order]))))

    return Composition(composition().detectors, weigh=weigh, bars=bars)


def without(lessons: Sequence[Lesson], number: int) -> Trees:
    """Trees that have learnt from everything but one of the files."""
    return grow(lesson for lesson in lessons if lesson.source != str(number))


def main() -> None:
    """Grow and keep them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of CSV files with technicians' labels")
    parser.add_argument("--write", action="store_true", help="keep the trees")
    asked = parser.parse_args()
    files = list(quality_labels(asked.data))
    lessons = all_lessons(files)
    trees = grow(lessons)
    right = sum(float(lesson.right.sum()) for lesson in lessons)
    print(f"{sum(len(lesson.right) for lesson in lessons)} candidates, {right:.0f} right, {trees.value.size} nodes")
    if asked.write:
        write(trees)


if __name__ == "__main__":
    main()
