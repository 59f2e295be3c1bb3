"""The commands of the pages for agents, run as they are written, against a real server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from live_server import clean_environment

ROOT = Path(__file__).parents[2]
FAULTMARK = Path(sys.executable).with_name("faultmark")
SKILL = ROOT / "src" / "faultmark" / "cli" / "skill_folder" / "SKILL.md"
PAGES = ("draft-and-deploy-an-interface", "change-an-interface", "interface-for-agents")
# A server that goes on until it is stopped has tests of its own, as has what needs the sources or a browser.
ELSEWHERE = re.compile(r"^(?:faultmark mcp|python |faultmark interface preview)", re.MULTILINE)


def commands_of(page: Path) -> list[str]:
    """Blocks of commands of a page, or what stands in its text as a command with arguments."""
    text = page.read_text(encoding="utf-8")
    fences = re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    blocks = [block for language, block in fences if not language]
    if not blocks:
        blocks = re.findall(r"^\d\. \*\*[^`]+`(faultmark [^`]+)`", text, re.MULTILINE)
    lines: list[str] = []
    for block in blocks:
        # A quoted brief goes on over several lines.
        lines += [line for line in re.findall(r'(?:[^"\n]|"[^"]*")+', block) if line.strip()]
    return [line for line in lines if not ELSEWHERE.match(line)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the pages speak of."""
    rows = "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n},{n}\n" for n in range(60))
    (tmp_path / "telemetry.csv").write_text("time,vibration,bearing_temperature,pressure\n" + rows)
    for name in ("runs", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text((tmp_path / "telemetry.csv").read_text())
    (tmp_path / "data.csv").write_text((tmp_path / "telemetry.csv").read_text())
    (tmp_path / "machines.csv").write_text("file,machine_id,plant\na.csv,P-1,Basel\n")
    region = "2026-03-01 00:00:10,2026-03-01 00:00:20,drift,0.9\n"
    (tmp_path / "hits.csv").write_text(f"series,start,end,label,score\na.csv,{region}")
    value = {"start": "2026-03-01 00:00:10", "end": "2026-03-01 00:00:20", "timeserieslabels": ["drift"]}
    result = {"id": "r", "from_name": "label", "to_name": "ts", "type": "timeserieslabels"}
    task = {"data": {"telemetry": "a.csv", "machine_id": "P-1", "plant": "Basel"}}
    predictions = [{"model_version": "m", "result": [{**result, "value": {**value, "instant": False}}]}]
    (tmp_path / "tasks.json").write_text(json.dumps([task]))
    (tmp_path / "hits.json").write_text(json.dumps([{**task, "predictions": predictions}]))
    return tmp_path


def run(line: str, folder: Path, server: Any) -> subprocess.CompletedProcess[str]:
    """One line in a shell, with the pages' addresses as that of the server."""
    for address in ("https://labels.example.com", "http://localhost:8080"):
        line = line.replace(address, server.base_url)
    line = re.sub(r"--to URL\b", f"--to {server.base_url}", line)
    line = re.sub(r"^faultmark ", f"{FAULTMARK} ", line)
    host, _, port = server.base_url.removeprefix("http://").partition(":")
    environment = clean_environment(
        LABEL_STUDIO_API_KEY=server.api_token,
        FAULTMARK_DATA_DIR=str(server.data_dir),
        FAULTMARK_HOST=host,
        FAULTMARK_PORT=port,
    )
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def edited(spec: Path, old: str, new: str) -> None:
    text = spec.read_text()
    assert old in text
    spec.write_text(text.replace(old, new))


def test_the_commands_of_the_how_to_pages(folder: Path, server: Any) -> None:
    lines = [line for page in PAGES for line in commands_of(ROOT / "docs" / "how-to" / f"{page}.md")]
    assert len(lines) > 8
    spec = folder / "spec.yaml"
    for written in lines:
        line = written
        if line.startswith("export "):
            continue
        if "--fix" in line:
            # The pages take a config and a title for granted, and an edited specification for a rename.
            assert run("faultmark interface convert spec.yaml -o config.xml", folder, server).returncode == 0
        if "--metadata" in line:
            edited(spec, "Machine anomalies", f"Pages {folder.name}")
        if "--rename" in line:
            edited(spec, "value: drift", "value: slow drift")
        if "faultmark restore" in line:
            backups = (server.data_dir / "backups").glob("interface-*.json")
            newest = max(backups, key=lambda path: path.stat().st_mtime_ns)
            line = re.sub(r"backups/interface-\S+\.json", str(newest), line)
        done = run(line, folder, server)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert (folder / ".claude" / "skills" / "faultmark" / "SKILL.md").is_file()


def test_the_way_of_the_skill(folder: Path, server: Any) -> None:
    draft, lint, deploy = commands_of(SKILL)
    draft = draft.replace(
        "what shall be labeled", "Show vibration in mm/s. Mark drifts as ranges. Show machine id, plant."
    )
    for line in (draft, lint):
        done = run(line, folder, server)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert json.loads(done.stdout) == [] or "FM" in done.stdout
    first, second = (run(deploy, folder, server) for _ in range(2))
    assert json.loads(first.stdout)["changes"]["tasks created"] == 1, first.stderr
    assert json.loads(second.stdout)["changes"] == {}
