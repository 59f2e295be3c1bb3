"""The documentation tells what is there."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

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


def _commands(command: Any, name: str = "faultmark") -> Iterator[tuple[str, Any]]:
    yield name, command
    for below, one in getattr(command, "commands", {}).items():
        yield from _commands(one, f"{name} {below}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_and_option_that_a_page_tells_of_exists(page: Path) -> None:
    from faultmark.cli.main import app

    options = {
        name: {said for one in command.params for said in (*one.opts, *one.secondary_opts)}
        for name, command in _commands(typer.main.get_command(app))
    }
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for words, rest in re.findall(r"\b(faultmark [a-z][a-z-]*(?: [a-z][a-z-]*)?)([^`\n]*)", text):
        above = words.rpartition(" ")[0]
        is_group = any(name.startswith(f"{above} ") for name in options)
        name = words if words in options or is_group else above
        assert name in options, f"{page.relative_to(ROOT)} tells of {words!r}, which is not there"
        if name == "faultmark manage":
            # What stands behind it is Django's or Label Studio's.
            continue
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
            assert option in options[name], f"{page.relative_to(ROOT)}: {name} has no {option}"


def test_every_code_of_an_error_with_a_file_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    there = set(re.findall(r'"(series\.[a-z_.]+)"', source))
    told = set(
        re.findall(r"`(series\.[a-z_.]+)`", (ROOT / "docs/reference/series-folder.md").read_text(encoding="utf-8"))
    )
    assert told == there


def test_the_index_for_language_models_lists_every_page() -> None:
    listed = set(re.findall(r"\]\(([^)]+)\)", (ROOT / "docs" / "llms.txt").read_text(encoding="utf-8")))
    docs = ROOT / "docs"
    pages = {str(page.relative_to(docs)) for page in docs.rglob("*.md")}
    assert pages <= listed
    assert all((docs / page).exists() for page in listed)


def test_every_front_end_library_is_in_the_notice() -> None:
    import json

    packages = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for package in packages:
        assert package in notice, f"{package} travels in the front end, and NOTICE does not name it"
