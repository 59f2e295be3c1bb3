"""Writes the reference pages that come from the code: the table of checks and the specification's JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from faultmark.interface.lint import rules_page
from faultmark.interface.spec import json_schema

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def pages() -> dict[Path, str]:
    """Every page with its text."""
    return {
        REFERENCE / "lint.md": rules_page(),
        REFERENCE / "interface-spec.schema.json": json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path)
