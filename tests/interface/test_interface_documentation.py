"""The reference pages tell what is there."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from faultmark.interface.spec import parse_spec

ROOT = Path(__file__).resolve().parents[2]


def test_pages_made_from_the_code_are_up_to_date() -> None:
    pages = runpy.run_path(str(ROOT / "scripts" / "interface_doc.py"))["pages"]()
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is stale; run: python scripts/interface_doc.py"


def test_the_examples_in_the_documentation_are_valid() -> None:
    page = (ROOT / "docs" / "reference" / "interface-spec.md").read_text(encoding="utf-8")
    for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        assert parse_spec(block).labels.items
