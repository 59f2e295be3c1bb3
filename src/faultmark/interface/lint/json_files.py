"""Task files and predictions: findings with lines, and safe fixes of what is JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import yaml

from faultmark.interface.lint.finding import Finding
from faultmark.interface.lint.results import JsonFix, ResultChecker, check_tasks
from faultmark.interface.lint.tables import check_prediction_table, is_prediction_table
from faultmark.interface.sample import Sample
from faultmark.interface.xml.elements import parse_root
from faultmark.labels.config import parse_config

__all__ = ["fix_json", "lint_predictions", "lint_tasks"]

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_LARGE = 2_000_000


def lint_tasks(text: str, xml: str, sample: Sample | None = None) -> tuple[list[Finding], list[JsonFix]]:
    """Check a task file. A sample is taken for the file of every task, so give one only where that is so."""
    tasks, broken = _loaded(text)
    if broken is not None:
        return [broken], []
    schema = parse_config(xml)
    checker = ResultChecker(schema, sample)
    found = list(check_tasks(tasks, schema, _context(xml), checker))
    return _with_lines(text, found), checker.fixes


def lint_predictions(text: str, xml: str, sample: Sample | None = None) -> tuple[list[Finding], list[JsonFix]]:
    """Check a file of predictions: one, a list of them, tasks that hold them, or a table with one region a row."""
    if is_prediction_table(text):
        return list(check_prediction_table(text, parse_config(xml), sample)), []
    values, broken = _loaded(text)
    if broken is not None:
        return [broken], []
    checker = ResultChecker(parse_config(xml), sample)
    found: list[Finding] = []
    if isinstance(values, dict):
        found += checker.check_prediction(values, ())
    else:
        for index, value in enumerate(values if isinstance(values, list) else [values]):
            if isinstance(value, dict) and "predictions" in value:
                for number, prediction in enumerate(value["predictions"] or ()):
                    found += checker.check_prediction(prediction, (index, "predictions", number))
            else:
                found += checker.check_prediction(value, (index,))
    return _with_lines(text, found), checker.fixes


def _loaded(text: str) -> tuple[Any, Finding | None]:
    try:
        return json.loads(text), None
    except json.JSONDecodeError as error:
        return None, Finding("FM101", f"{error.msg}.", "Mend it there.", error.lineno, error.colno)


def _context(xml: str) -> list[str]:
    """Keys of metadata that the config shows."""
    keys: list[str] = []
    for element in parse_root(xml).walk():
        if element.tag == "header":
            keys += re.findall(r"\$([A-Za-z_]\w*)", element.get("value"))
    return list(dict.fromkeys(keys))


def _with_lines(text: str, found: Iterable[Finding]) -> list[Finding]:
    """The findings with line and column, where the file is small enough to look them up."""
    found = list(found)
    if not found or len(text) > _LARGE:
        return found
    try:
        # JSON is YAML, and its nodes know where they stand.
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return found
    if root is None:
        return found
    placed = []
    for entry in found:
        node: yaml.Node = root
        mark = root.start_mark
        for number, key in _STEP.findall(entry.path):
            if isinstance(node, yaml.SequenceNode) and number and int(number) < len(node.value):
                node = node.value[int(number)]
            elif isinstance(node, yaml.MappingNode):
                node = next((value for name, value in node.value if name.value == key), node)
            mark = node.start_mark
        placed.append(replace(entry, line=mark.line + 1, column=mark.column + 1))
    return placed


def fix_json(text: str, fixes: Iterable[JsonFix]) -> str:
    """The JSON with the safe fixes applied, indented by two."""
    values = json.loads(text)
    for fix in fixes:
        target = values
        for step in fix.path:
            target = target[step]
        target[fix.key] = fix.value
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"
