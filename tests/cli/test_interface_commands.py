"""``faultmark interface`` as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from faultmark.cli.main import app
from faultmark.interface.spec import parse_spec

BRIEF = (
    "A synchronized multichannel viewer of vibration, temperature and pressure. Ranges and instants. A per-region "
    "failure type among drift, drop and level shift with model confidence; a severity rating; a root-cause note; "
    "machine ids, plants and maintenance history as context."
)


def run(*arguments: str | Path, code: int = 0, text: str | None = None) -> tuple[str, str]:
    done = CliRunner().invoke(app, ["interface", *map(str, arguments)], input=text)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def sample(tmp_path: Path) -> Path:
    path = tmp_path / "pump.csv"
    rows = "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n},3\n" for n in range(60))
    path.write_text("time,vib_de_mmps,temp_C,press_bar\n" + rows)
    return path


def test_a_brief_is_words_a_file_or_standard_input(tmp_path: Path) -> None:
    words, told = run("draft", BRIEF)
    (tmp_path / "brief.md").write_text(BRIEF)
    assert run("draft", tmp_path / "brief.md")[0] == run("draft", "-", text=BRIEF)[0] == words
    assert "machine ids" in told
    assert [item.value for item in parse_spec(words).labels.items] == ["drift", "drop", "level shift"]
    assert "No such file" in run("draft", "missing.md", code=1)[1]


def test_a_draft_fits_its_sample_and_passes_the_checks(tmp_path: Path) -> None:
    out = tmp_path / "spec.yaml"
    run("draft", BRIEF, "--sample", sample(tmp_path), "-o", out)
    spec = parse_spec(out.read_text())
    assert {c.column: c.unit for c in spec.channels} == {"vib_de_mmps": "mm/s", "temp_C": "°C", "press_bar": "bar"}
    assert run("lint", out, "--sample", tmp_path / "pump.csv")[0] == "No findings.\n"
    xml = run("convert", out)[0]
    (tmp_path / "config.xml").write_text(xml)
    again = parse_spec(run("convert", tmp_path / "config.xml")[0])
    assert again.channels == spec.channels


def test_lint_reports_fixes_and_exits_for_ci(tmp_path: Path) -> None:
    config = tmp_path / "config.xml"
    config.write_text(
        '<View>\n  <TimeSeriesLabels name="l" toName="tss"><Label value="a"/></TimeSeriesLabels>\n'
        '  <TimeSeries name="ts" value="$csv" timeColumn="time"><Channel column="temp_c"/></TimeSeries>\n</View>\n'
    )
    found = json.loads(run("lint", config, "--format", "json", code=1)[0])
    assert [(f["code"], f["line"], f["fixable"]) for f in found] == [("FM006", 2, True), ("FM008", 3, False)]
    assert json.loads(run("lint", config, "--format", "sarif", code=1)[0])["runs"][0]["results"]
    assert "1 mended" in run("lint", config, "--fix")[1]
    assert 'toName="ts"' in config.read_text()
    assert run("lint", config, "--sample", sample(tmp_path), "--strict", code=1)[0].count("FM048") == 1
    run("lint", tmp_path / "missing.xml", code=2)


def test_the_schema_and_the_templates_are_there(tmp_path: Path) -> None:
    assert "properties" in json.loads(run("schema")[0])
    names = run("template")[0].split()
    assert len(names) == 5
    assert "faultmark deploy" in run("template", names[0], "-o", tmp_path / "t")[0]
