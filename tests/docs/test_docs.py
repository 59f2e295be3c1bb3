"""The documentation tells what is there."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_settings_page_is_up_to_date() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "settings_doc.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["settings_page"](), (
        "docs/reference/settings.md differs from the settings; run: python scripts/settings_doc.py"
    )


def test_the_picture_of_the_layout_is_up_to_date() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "layout_doc.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["layout_page"](), (
        "docs/reference/series-folder.md differs from what is counted; run: python scripts/layout_doc.py"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}, which is not there"


def test_every_command_in_the_readme_exists() -> None:
    told = set(re.findall(r"^\| `faultmark (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    said = subprocess.run(
        [str(Path(sys.executable).parent / "faultmark"), "--help"], capture_output=True, text=True, check=True
    ).stdout
    there = set(re.findall(r"^[ │]+(\w+)  +\w", said, re.MULTILINE))
    assert told <= there, f"The README tells of {sorted(told - there)}, which do not exist"


def test_every_front_end_library_is_in_the_notice() -> None:
    import json

    packages = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for package in packages:
        assert package in notice, f"{package} travels in the front end, and NOTICE does not name it"
