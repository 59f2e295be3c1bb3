"""Findings as text for people, JSON for programs, and SARIF 2.1.0 for code hosts and editors."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from faultmark.interface.lint.finding import Finding
from faultmark.interface.lint.rules import RULES

__all__ = ["as_json", "as_sarif", "as_text"]


def as_text(findings: Sequence[Finding]) -> str:
    """One finding a line, as compilers write them, the remedy below; a summary at the end."""
    lines = []
    for entry in findings:
        place = ":".join(part for part in (entry.file, str(entry.line), str(entry.column)) if part)
        inside = f" ({entry.path})" if entry.path else ""
        mark = " [--fix]" if entry.edit is not None else ""
        lines.append(f"{place}: {entry.severity} {entry.code} {entry.message}{inside}")
        lines.append(f"    {entry.fix}{mark}")
    counts = Counter(entry.severity for entry in findings)
    said = [
        f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}"
        for kind in ("error", "warning", "note")
        if counts[kind]
    ]
    lines.append(", ".join(said) if said else "No findings.")
    return "\n".join(lines) + "\n"


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON list of findings."""
    return json.dumps([entry.as_dict() for entry in findings], indent=2, ensure_ascii=False) + "\n"


def as_sarif(findings: Sequence[Finding], version: str) -> str:
    """A SARIF 2.1.0 log, which code hosts show at the lines."""
    used = sorted({entry.code for entry in findings})
    rules: list[dict[str, Any]] = [
        {
            "id": code,
            "name": RULES[code].title,
            "shortDescription": {"text": RULES[code].title},
            "fullDescription": {"text": RULES[code].why},
            "defaultConfiguration": {"level": RULES[code].severity},
        }
        for code in used
    ]
    results = [
        {
            "ruleId": entry.code,
            "ruleIndex": used.index(entry.code),
            "level": entry.severity,
            "message": {"text": f"{entry.message} {entry.fix}"},
            "locations": [{"physicalLocation": _place(entry)}],
        }
        for entry in findings
    ]
    driver = {"name": "faultmark", "version": version, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


_AS_XML = " as XML"


def _place(entry: Finding) -> dict[str, Any]:
    """Where it is; without a line where the lines are those of a config that was made of the file."""
    address = {"artifactLocation": {"uri": _uri(entry.file.removesuffix(_AS_XML))}}
    if entry.file.endswith(_AS_XML):
        return address
    return {**address, "region": {"startLine": max(entry.line, 1), "startColumn": max(entry.column, 1)}}


def _uri(name: str) -> str:
    """A path as a percent-encoded URI reference, which is what SARIF 2.1.0, §3.4.3 wants."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
