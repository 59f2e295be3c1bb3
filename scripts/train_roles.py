"""Learn what phrases of a brief are, from the briefs of the drafting benchmark, and write the weights that ship.

    python scripts/train_roles.py [--check]

Each word of a brief is tagged with the role that the brief's slots give it; a log-linear model learns to tell it from
the words around. ``--check`` writes nothing, and prints how many phrases the model finds in briefs left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from faultmark.interface.drafting.brief.statements import Statement, statements_of
from faultmark.interface.drafting.roles import reading
from faultmark.interface.drafting.roles.reading import ROLES, TAGS, Reading, Weights, features_of, stem, tokens_of

ROOT = Path(__file__).parents[1]
BRIEFS = ROOT / "bench" / "drafting_briefs.yaml"
WEIGHTS = Path(reading.__file__).with_name("weights.json")
FOLDS = 4
Tagged = tuple[list[Statement], list[list[str]]]


def slots_of(brief: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Roles and the names that have them."""
    wanted = brief["slots"]
    yield from (("signal", name) for name in wanted.get("sensors", ()))
    yield from (("event", name) for name in wanted.get("events", ()))
    for below in wanted.get("nested", {}).values():
        yield from (("event", name) for name in below)
    yield from (("context", name) for name in wanted.get("context", ()))
    for quality in ("severity", "confidence"):
        if quality in wanted:
            yield from (("step", str(name)) for name in wanted[quality].get("steps", ()))
            yield "field", wanted[quality].get("name", quality)
    for head, options in wanted.get("choices", {}).items():
        yield "field", head
        yield from (("option", name) for name in options)
    yield from (("field", name) for name in wanted.get("notes", ()))


def stems(words: str) -> list[str]:
    """Words without their plural."""
    return [stem(token.lower()) for token in tokens_of(words.replace("_", " "))]


def tagged(brief: dict[str, Any]) -> Tagged:
    """The statements of a brief, with the role of each token; the longest names first."""
    statements = statements_of(brief["brief"])
    said = [stems(statement.text) for statement in statements]
    tags = [["none"] * len(tokens_of(statement.text)) for statement in statements]
    names = [(role, stems(name)) for role, names in slots_of(brief) for name in names.split("|")]
    for role, words in sorted(names, key=lambda pair: -len(pair[1])):
        if not words or (role == "step" and len(words) == 1 and len(words[0]) < 3):
            continue
        for tokens, marks in zip(said, tags, strict=True):
            if len(tokens) != len(marks):
                continue
            for start in range(len(tokens) - len(words) + 1):
                end = start + len(words)
                if tokens[start:end] == words and set(marks[start:end]) == {"none"}:
                    marks[start:end] = [role] * len(words)
    return statements, tags


def common_words(data: Sequence[Tagged], least: int = 4) -> frozenset[str]:
    """Words that several briefs share and that seldom name anything."""
    briefs, named, total = Counter[str](), Counter[str](), Counter[str]()
    for statements, tags in data:
        seen: set[str] = set()
        for statement, marks in zip(statements, tags, strict=True):
            for token, mark in zip(tokens_of(statement.text.lower()), marks, strict=True):
                if token[0].isalpha():
                    total[token] += 1
                    named[token] += mark != "none"
                    seen.add(token)
        briefs.update(seen)
    return frozenset(word for word, count in briefs.items() if count >= least and named[word] < 0.15 * total[word])


def learn(data: Sequence[Tagged]) -> Weights:
    """Fit the model; features of one word alone, and weak ones, are left out."""
    common = common_words(data)
    rows: list[list[str]] = []
    wanted: list[int] = []
    for statements, tags in data:
        for features, marks in zip(features_of(statements, common), tags, strict=True):
            rows += features
            wanted += [TAGS.index(mark) for mark in marks]
    counts = Counter(feature for row in rows for feature in set(row))
    index = {feature: i for i, feature in enumerate(sorted(f for f, count in counts.items() if count > 1))}
    columns = [sorted({index[feature] for feature in row if feature in index}) for row in rows]
    starts = np.cumsum([0, *map(len, columns)])
    matrix = csr_matrix((np.ones(starts[-1]), np.concatenate(columns), starts), shape=(len(rows), len(index)))
    model = LogisticRegression(C=0.3, max_iter=600, tol=1e-4).fit(matrix, np.array(wanted))
    table = {
        feature: [round(float(value), 2) for value in model.coef_[:, i]]
        for feature, i in index.items()
        if np.abs(model.coef_[:, i]).max() >= 0.1
    }
    table["bias"] = [round(float(value), 2) for value in model.intercept_]
    return Weights(common, table)


def check(briefs: Sequence[dict[str, Any]]) -> None:
    """Print, by role, how many phrases of briefs left out of learning are found, and how many others."""
    found, asked, more = Counter[str](), Counter[str](), Counter[str]()
    data = [tagged(brief) for brief in briefs]
    for fold in range(FOLDS):
        weights = learn([item for i, item in enumerate(data) if i % FOLDS != fold])
        for brief in briefs[fold::FOLDS]:
            reading = Reading(statements_of(brief["brief"]), weights)
            for role in ROLES:
                names = [[stems(one) for one in name.split("|")] for of, name in slots_of(brief) if of == role]
                there = [stems(phrase.words) for phrase in reading.phrases if phrase.role == role]
                hits = sum(any(one in there for one in name) for name in names)
                found[role] += hits
                asked[role] += len(names)
                more[role] += len({tuple(t) for t in there if not any(t in name for name in names)})
    for role in ROLES:
        print(f"{role}: {found[role]} of {asked[role]} found, {more[role]} others taken for one")


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="measure on briefs left out, and write nothing")
    args = parser.parse_args()
    briefs = yaml.safe_load(BRIEFS.read_text(encoding="utf-8"))
    if args.check:
        check(briefs)
        return 0
    weights = learn([tagged(brief) for brief in briefs])
    lines = [
        f"{json.dumps(name)}:{json.dumps(row, separators=(',', ':'))}" for name, row in sorted(weights.table.items())
    ]
    common = json.dumps(sorted(weights.common), separators=(",", ":"))
    WEIGHTS.write_text('{"common":' + common + ',\n"weights":{\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
