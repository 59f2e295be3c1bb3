"""All checks of a config, in one go."""

from __future__ import annotations

from collections.abc import Iterator

from faultmark.errors import ConfigError
from faultmark.interface.lint.against_sample import check_sample, check_series
from faultmark.interface.lint.conditions import check_conditions
from faultmark.interface.lint.finding import Finding, apply_edits
from faultmark.interface.lint.structure import check_structure
from faultmark.interface.lint.values import check_values
from faultmark.interface.sample import Sample
from faultmark.interface.xml.elements import Element, parse_root
from faultmark.labels.config import parse_config

__all__ = ["fix_config", "lint_config"]

_ROUNDS = 5


def lint_config(xml: str, sample: Sample | None = None) -> list[Finding]:
    """Check a labeling config, by itself and against a sample of its data; in the order of the text."""
    try:
        root = parse_root(xml)
    except ConfigError as error:
        column = error.place.column if isinstance(error.place.column, int) else 1
        fix = error.remedies[0].text if error.remedies else "Mend it."
        return [Finding("FM001", error.message, fix, error.place.line or 1, column)]
    found = list(_all(root, sample))
    if not any(f.severity == "error" for f in found):
        found += [
            Finding("FM025", entry.message, "Label these in Label Studio, or leave them away.", max(entry.line, 1))
            for entry in parse_config(xml).unsupported
            if not entry.message.startswith("The telemetry stands")
        ]
    return sorted(found, key=lambda f: (f.line, f.column, f.code))


def _all(root: Element, sample: Sample | None) -> Iterator[Finding]:
    yield from check_structure(root)
    yield from check_conditions(root)
    yield from check_values(root)
    series = [element for element in root.walk() if element.tag == "timeseries"]
    for element in series:
        yield from check_series(element)
    if sample is not None and series:
        yield from check_sample(series[0], sample)


def fix_config(xml: str, sample: Sample | None = None) -> tuple[str, list[Finding]]:
    """Apply the safe fixes until there is none left.

    Returns
    -------
    tuple
        The config, and the findings that were mended.
    """
    mended: list[Finding] = []
    for _ in range(_ROUNDS):
        fixable = [f for f in lint_config(xml, sample) if f.edit is not None]
        fixed, count = apply_edits(xml, fixable)
        if not count or fixed == xml:
            break
        mended += fixable
        xml = fixed
    return xml, mended
