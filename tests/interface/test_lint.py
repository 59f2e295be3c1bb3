"""Every check finds what it is for, at its place; fixes are safe; nothing sound is blamed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from spec_strategies import specs

from faultmark.actions.profile_sample import profile_sample
from faultmark.interface.lint import (
    RULES,
    Finding,
    as_json,
    as_sarif,
    as_text,
    fix_config,
    fix_json,
    lint_config,
    lint_predictions,
    lint_tasks,
    rules_page,
)
from faultmark.interface.xml import write_xml

ROOT = Path(__file__).resolve().parents[2]
SOUND = """<View>
  <TimeSeriesLabels name="label" toName="ts">
    <Label value="drift" background="#c2571a" hotkey="1"/>
    <Label value="spike" background="#2f7d4f" hotkey="2"/>
  </TimeSeriesLabels>
  <TimeSeries name="ts" valueType="url" value="$csv" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S">
    <Channel column="vib" units="mm/s"/>
    <Channel column="temp_C"/>
  </TimeSeries>
  <Choices name="mode" toName="ts" perRegion="true"><Choice value="wear"/><Choice value="other"/></Choices>
  <TextArea name="why" toName="ts" perRegion="true"
            visibleWhen="choice-selected" whenTagName="mode" whenChoiceValue="other"/>
  <Rating name="severity" toName="ts" perRegion="true" maxRating="5"/>
</View>
"""
TABLE = "FM220"
CSV = "time,vib,temp_C,note\n" + "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n},ok\n" for n in range(60))

# code: (what stands in the sound config, what is written instead)
BROKEN = {
    "FM001": ("</View>", ""),
    "FM002": ("<Rating ", "<Ratting "),
    "FM003": ("maxRating", "maxRatng"),
    "FM004": (' toName="ts" perRegion="true" maxRating', ' perRegion="true" maxRating'),
    "FM005": ('name="severity"', 'name="mode"'),
    "FM006": ('name="severity" toName="ts"', 'name="severity" toName="tss"'),
    "FM009": ("TimeSeriesLabels", "RectangleLabels"),
    "FM010": ('value="spike"', 'value="drift"'),
    "FM011": ('hotkey="2"', 'hotkey="1"'),
    "FM013": ('whenTagName="mode"', 'whenTagName="mod"'),
    "FM014": ('whenChoiceValue="other"', 'whenChoiceValue="others"'),
    "FM015": ("choice-selected", "choice-select"),
    "FM016": ("#2f7d4f", "#c2581b"),
    "FM017": ("#2f7d4f", "#2f7d4"),
    "FM018": ('maxRating="5"', 'maxRating="five"'),
    "FM019": ('value="spike"', 'value=""'),
    "FM021": ('value="$csv"', 'value="csv"'),
    "FM022": ('<Choice value="wear"/><Choice value="other"/>', ""),
    "FM023": ('value="spike"', 'value="spike "'),
    "FM024": ("maxRating", "maxrating"),
    "FM030": ('<Channel column="vib"', "<Channel"),
    "FM043": ("%S", "%W"),
    "FM044": ('valueType="url"', 'valueType="json"'),
    "FM045": ('timeColumn="time"', 'timeColumn="time" overviewChannels="vibr"'),
    "FM046": ('column="temp_C"', 'column="vib"'),
    "FM050": ('units="mm/s"', 'displayFormat="two digits"'),
}
# The same, with the sample beside it.
BROKEN_BESIDE = {
    "FM031": ('column="vib"', 'column="vibe"'),
    "FM032": ('timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S"', ""),
    "FM033": ('timeColumn="time"', 'timeColumn="tme"'),
    "FM034": ("%Y-%m-%d", "%d.%m.%Y"),
    "FM037": ("%H:%M:%S", "%H:%M:%S.%f"),
    "FM038": ('column="temp_C"', 'column="temp_C" units="°F"'),
    "FM039": ('column="temp_C"', 'column="note"'),
    "FM040": ('timeColumn="time"', 'timeColumn="time" sep=";"'),
    "FM047": ('column="vib"', 'column="vib" dataRange="0,20"'),
    "FM048": (' timeFormat="%Y-%m-%d %H:%M:%S"', ""),
    "FM049": ('<Channel column="temp_C"/>', ""),
}
WHOLE = {
    "FM007": '<View><Choices name="a" toName="b"><Choice value="c"/></Choices></View>',
    "FM008": '<View><TimeSeries name="ts" value="$csv"><Channel column="a"/></TimeSeries></View>',
    "FM012": '<View><TimeSeries name="ts" value="$csv"><Channel column="a"/></TimeSeries>'
    '<Rating name="r" toName="ts" perRegion="true"/></View>',
    "FM020": SOUND.replace('value="other"', 'value="other, unknown"').replace('"other"', '"other, unknown"'),
    "FM025": SOUND.replace("</View>", '<Pairwise name="p" toName="ts,ts"/></View>'),
}
FILES = {
    "FM035": CSV + "2026-03-01 00:00:00,1,2,ok\n",
    "FM036": CSV.replace("00:00:31", "00:00:30"),
    "FM041": CSV.split("\n", 1)[1],
    "FM042": "time,vib,temp_C\n"
    + "".join(
        f"2026-03-{n // 86400 + 1:02d} {n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d},1,2\n"
        for n in range(100_001)
    ),
    "FM051": CSV.replace("30.5", ""),
    "FM052": CSV.replace("30.5", "x30.5"),
}
REGION = {"start": "2026-03-01 00:00:01", "end": "2026-03-01 00:00:05", "instant": False}


def item(**changes: Any) -> dict[str, Any]:
    value = {**REGION, "timeserieslabels": ["drift"], **changes.pop("value", {})}
    drop = changes.pop("drop", None)
    made = {"id": "a", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "value": value, **changes}
    value.pop(drop, None)
    return made


def rated(rating: int, **place: Any) -> dict[str, Any]:
    return item(from_name="severity", type="rating", value={"rating": rating, **place}, drop="timeserieslabels")


def prediction(*items: Any, **more: Any) -> dict[str, Any]:
    return {"model_version": "m1", "score": 0.5, "result": list(items), **more}


PREDICTIONS = {
    "FM201": prediction(item(from_name="labels")),
    "FM202": prediction(item(to_name="x")),
    "FM203": prediction(item(type="labels")),
    "FM204": prediction(item(value={"timeserieslabels": ["drft"]})),
    "FM205": prediction(item(drop="end")),
    "FM206": prediction(item(drop="instant")),
    "FM207": prediction(item(value={"start": REGION["end"], "end": REGION["start"]})),
    "FM208": prediction(item(value={"instant": True})),
    "FM209": prediction(item(value={"end": "tomorrow"})),
    "FM210": prediction(item(value={"end": "2027-03-01 00:00:05"})),
    "FM211": prediction(item(value={"end": "2026-03-01 00:00:30"})),
    "FM212": prediction(item(score=1.5)),
    "FM213": prediction(item(), model_version=""),
    "FM214": prediction(
        item(),
        rated(2, end="2026-03-01 00:00:09"),
    ),
    "FM215": prediction(rated(9), item()),
    "FM217": prediction(item(drop="timeserieslabels")),
    "FM218": prediction(item(value={"channel": "vib"})),
    "FM219": {"model_version": "m1"},
}  # fmt: skip
TASKS = {
    "FM101": "[{]",
    "FM102": [{"data": {"file": "/a.csv"}}],
    "FM103": [{"data": {"csv": "/a.csv"}}],
    "FM104": ["/a.csv"],
    "FM105": [{"data": {"csv": {"time": [1]}}}],
    "FM106": [{"data": {"csv": "/a.csv"}}, {"data": {"csv": "/a.csv"}}],
    "FM216": [{"data": {"csv": "/a.csv"}, "predictions": [prediction(item()), prediction(item())]}],
}


def codes(findings: list[Finding]) -> set[str]:
    return {entry.code for entry in findings}


def beside(tmp_path: Path, xml: str, text: str = CSV) -> list[Finding]:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with profile_sample(path) as sample:
        return lint_config(xml, sample)


def test_every_code_has_its_example_and_its_line_in_the_documentation() -> None:
    examples = {*BROKEN, *BROKEN_BESIDE, *WHOLE, *FILES, *PREDICTIONS, *TASKS, TABLE}
    assert examples == set(RULES)
    assert (ROOT / "docs" / "reference" / "lint.md").read_text(encoding="utf-8") == rules_page(), (
        "docs/reference/lint.md differs from the checks; run: python scripts/interface_doc.py"
    )


def test_a_sound_config_has_no_findings(tmp_path: Path) -> None:
    assert lint_config(SOUND) == []
    assert codes(beside(tmp_path, SOUND)) == set()


@pytest.mark.parametrize("code", BROKEN)
def test_faults_of_a_config_are_found_where_they_are(code: str) -> None:
    old, new = BROKEN[code]
    assert old in SOUND
    xml = SOUND.replace(old, new, 1) if code not in {"FM009"} else SOUND.replace(old, new)
    found = [entry for entry in lint_config(xml) if entry.code == code]
    assert found, codes(lint_config(xml))
    if code not in {"FM001", "FM004", "FM009", "FM022", "FM030", "FM046", "FM005", "FM010", "FM011"} and new:
        line = xml[: xml.index(new)].count("\n") + 1
        assert {entry.line for entry in found} == {line}
        text = xml.splitlines()[line - 1]
        assert not text[found[0].column - 1].isspace()
        assert text[: found[0].column - 1].strip() == "" or text[found[0].column - 2] in " <"


@pytest.mark.parametrize("code", BROKEN_BESIDE)
def test_faults_beside_a_sample_are_found(code: str, tmp_path: Path) -> None:
    xml = SOUND.replace(*BROKEN_BESIDE[code], 1)
    # One sample every 0.1 ms, which Label Studio's editor cannot name.
    fast = "".join(f"2026-03-01 00:00:00.{n:06d},{n}.5,{n},ok\n" for n in range(0, 9000, 100))
    assert code in codes(beside(tmp_path, xml, f"time,vib,temp_C,note\n{fast}" if code == "FM037" else CSV))


@pytest.mark.parametrize("code", WHOLE)
def test_faults_of_a_whole_config_are_found(code: str) -> None:
    assert code in codes(lint_config(WHOLE[code]))


@pytest.mark.parametrize("code", FILES)
def test_faults_of_a_file_are_found(code: str, tmp_path: Path) -> None:
    found = beside(tmp_path, SOUND, FILES[code])
    assert code in codes(found)


@pytest.mark.parametrize("code", PREDICTIONS)
def test_faults_of_predictions_are_found(code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("".join(line for line in CSV.splitlines(keepends=True) if ":30," not in line))
    with profile_sample(path) as sample:
        found, _ = lint_predictions(json.dumps([prediction(item()), PREDICTIONS[code]], indent=1), SOUND, sample)
    assert codes(found) == {code}
    # The second prediction begins after the first one's lines.
    assert all(entry.path.startswith("[1]") and entry.line > 5 for entry in found)


def test_faults_of_a_table_of_predictions_stand_at_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV)
    rows = [
        "a.csv,2026-03-01 00:00:05,2026-03-01T00:00:09,drift,0.5,4",
        "a.csv,2026-03-01 00:00:09,2026-03-01 00:00:05,drift,0.5,4",
        "a.csv,2026-03-01 00:00:05,2026-03-01 00:00:09,drfit,0.5,9",
        "a.csv,noon,2026-03-01 00:00:09,drift,high,4",
        "other.csv,2026-03-09 00:00:05,,spike,0.5,",
        "runs/a.csv,2026-03-09 00:00:05,,spike,0.5,",
    ]
    text = "series,start,end,label,score,severity\n" + "\n".join(rows)
    with profile_sample(path) as sample:
        found, fixes = lint_predictions(text, SOUND, sample)
    assert fixes == []
    assert [(entry.code, entry.line, entry.column) for entry in found] == [
        ("FM207", 3, 2),
        ("FM204", 4, 4),
        ("FM215", 4, 6),
        ("FM209", 5, 2),
        ("FM212", 5, 5),
        ("FM210", 7, 2),
        ("FM210", 7, 3),
    ]
    assert not any(entry.as_dict()["fixable"] or "--fix" in entry.fix for entry in found)


def test_a_table_without_the_columns_of_regions_is_named_as_such() -> None:
    found, _ = lint_predictions("file;begin;label\na;1;drift\n", SOUND)
    assert [(entry.code, entry.line) for entry in found] == [(TABLE, 1)]
    assert "'start'" in found[0].message


@pytest.mark.parametrize("code", TASKS)
def test_faults_of_task_files_are_found(code: str) -> None:
    text = TASKS[code] if isinstance(TASKS[code], str) else json.dumps(TASKS[code], indent=1)
    xml = (
        SOUND.replace("<View>", '<View><View><Header value="Machine: $machine"/></View>') if code == "FM103" else SOUND
    )
    found, _ = lint_tasks(text, xml)
    assert codes(found) == {code}


def test_fixes_mend_what_they_promise_and_touch_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CSV)
    with profile_sample(path) as sample:
        for code, change in {**BROKEN, **BROKEN_BESIDE}.items():
            xml = SOUND.replace(*change, 1)
            before = lint_config(xml, sample)
            fixed, mended = fix_config(xml, sample)
            after = lint_config(fixed, sample)
            assert not [entry for entry in after if entry.edit is not None]
            assert len(after) <= len(before)
            if code in codes(mended):
                assert code not in codes(after)
                assert RULES[code].fixable, code
            assert fixed.count("<") >= xml.count("<")


def test_several_fixes_in_one_config() -> None:
    xml = SOUND.replace("maxRating", "maxrating").replace('whenTagName="mode"', 'whenTagName="mod"')
    xml = xml.replace('value="spike"', 'value=" spike"').replace('hotkey="2"', 'hotkey="1"')
    fixed, mended = fix_config(xml)
    assert codes(mended) == {"FM024", "FM013", "FM023", "FM011"}
    assert lint_config(fixed) == []


def test_a_misspelt_label_of_a_condition_is_mended() -> None:
    condition = 'perRegion="true" visibleWhen="region-selected" whenLabelValue="{}"'
    xml = SOUND.replace('perRegion="true"', condition.format("spikee"), 1)
    fixed, mended = fix_config(xml)
    assert codes(mended) == {"FM014"}
    assert fixed == SOUND.replace('perRegion="true"', condition.format("spike"), 1)


def test_fixes_of_predictions(tmp_path: Path) -> None:
    broken = [
        prediction(item(from_name="lable", to_name="x", type="labels", drop="instant")),
        prediction(item(value={"start": REGION["end"], "end": REGION["start"]})),
    ]
    text = json.dumps(broken)
    found, fixes = lint_predictions(text, SOUND)
    assert codes(found) == {"FM201", "FM207"}
    assert all(entry.as_dict()["fixable"] for entry in found)
    text = fix_json(text, fixes)
    found, fixes = lint_predictions(text, SOUND)
    # What an item is about is known only once its control is.
    assert codes(found) == {"FM202", "FM203", "FM206"}
    found, _ = lint_predictions(fix_json(text, fixes), SOUND)
    assert found == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(specs())
def test_generated_configs_have_no_errors_but_what_was_asked_for(spec: Any) -> None:
    found = [f for f in lint_config(write_xml(spec)) if f.severity != "note"]
    # Colours, formats and commas are the author's.
    assert codes(found) <= {"FM016", "FM017", "FM020", "FM008"}


def examples() -> list[Path]:
    import label_studio

    root = Path(label_studio.__file__).parent
    return sorted([*root.glob("core/examples/*/config.xml"), *root.glob("annotation_templates/*/*/config.xml")])


def test_label_studios_own_examples_have_no_errors() -> None:
    for path in examples():
        found = lint_config(path.read_text(encoding="utf-8"))
        assert not [entry for entry in found if entry.severity == "error"], path


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(specs())
def test_whatever_label_studio_refuses_is_an_error_here(spec: Any) -> None:
    from label_studio_sdk.label_interface import LabelInterface

    xml = write_xml(spec)
    for old, new in (('toName="', 'toName="no_such_'), ('name="', 'nome="')):
        broken = re.sub(rf"\b{old}", new, xml, count=1)
        try:
            LabelInterface(broken).validate()
        except Exception:
            assert any(entry.severity == "error" for entry in lint_config(broken))


def test_findings_are_told_as_text_json_and_sarif(tmp_path: Path) -> None:
    found = [f.in_file("pump.xml") for f in lint_config(SOUND.replace("maxRating", "maxRatng"))]
    assert re.search(
        r"^pump\.xml:13:56: warning FM003 .*\n    Did you mean maxRating\? \[--fix\]\n1 warning\n$", as_text(found)
    )
    assert json.loads(as_json(found))[0]["line"] == 13
    log = json.loads(as_sarif(found, "1.0"))
    result = log["runs"][0]["results"][0]
    assert log["version"] == "2.1.0"
    assert result["ruleId"] == log["runs"][0]["tool"]["driver"]["rules"][0]["id"] == "FM003"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 13, "startColumn": 56}
    assert as_text([]) == "No findings.\n"


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("line 3/pump #1 50%.xml", "line%203/pump%20%231%2050%25.xml"),
        ("C:pump.xml", "C%3Apump.xml"),
        ("Prüfstand.xml", "Pr%C3%BCfstand.xml"),
        ("/data/line 3/pump.xml", "file:///data/line%203/pump.xml"),
    ],
)
def test_sarif_has_its_required_form(name: str, uri: str) -> None:
    broken = SOUND.replace("maxRating", "maxRatng").replace('hotkey="2"', 'hotkey="1"')
    found = [f.in_file(name) for f in lint_config(broken)]
    log = json.loads(as_sarif(found, "1.0"))
    assert {"version", "runs"} <= set(log) <= {"$schema", "version", "runs"}
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "faultmark"
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    assert all(rule["shortDescription"]["text"] and rule["fullDescription"]["text"] for rule in driver["rules"])
    assert len(run["results"]) == len(found) > 1
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (place,) = (entry["physicalLocation"] for entry in result["locations"])
        assert place["artifactLocation"]["uri"] == uri
        assert min(place["region"].values()) >= 1


def test_sarif_gives_no_lines_of_a_config_that_is_in_no_file() -> None:
    found = [f.in_file("pump 1.yaml as XML") for f in lint_config(SOUND.replace("maxRating", "maxRatng"))]
    (result,) = json.loads(as_sarif(found, "1.0"))["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "pump%201.yaml"}}}]
