"""Drafts from plain English: golden ones, slots of many briefs, and what never happens."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.drafting import load, measure
from faultmark.actions.profile_sample import profile_sample
from faultmark.errors import FaultmarkError
from faultmark.interface.drafting import draft_spec
from faultmark.interface.lint import lint_config
from faultmark.interface.spec import dump_yaml
from faultmark.interface.xml import write_xml
from faultmark.labels.config import parse_config

BRIEFS = Path(__file__).with_name("briefs")
GOLDEN = {brief["name"]: brief["brief"] for brief in load("golden")}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_drafts(name: str) -> None:
    draft = draft_spec(GOLDEN[name])
    golden = BRIEFS / f"{name.replace(' ', '-')}.yaml"
    assert golden.exists(), f"Read this, and if it is right keep it as {golden}:\n{dump_yaml(draft.spec)}"
    assert dump_yaml(draft.spec) == golden.read_text(encoding="utf-8")
    assert not [f for f in lint_config(write_xml(draft.spec)) if f.severity == "error"]
    if draft.spec.kind == "time series":
        assert parse_config(write_xml(draft.spec)).unsupported == ()


@pytest.mark.parametrize(
    "which", ["golden", "open", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
)
def test_slots_of_known_briefs(which: str) -> None:
    right, total = measure(which)
    assert right / total >= 0.97


@pytest.mark.parametrize("which", ["tenth", "twelfth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"])
def test_slots_of_later_briefs(which: str) -> None:
    right, total = measure(which)
    assert right / total >= 0.95


def test_every_part_has_its_words() -> None:
    draft = draft_spec(GOLDEN["mission"])
    parts = {reason.part: reason.words for reason in draft.reasons}
    assert "severity rating" in parts["fields.severity"]
    assert "root-cause note" in parts["fields.root_cause"]
    assert {reason.words for reason in draft.reasons if reason.part == "context"} >= {"machine ids", "plants"}
    assert any("how many people" in assumption.text for assumption in draft.assumptions)


def test_what_a_brief_leaves_open_is_told_with_what_was_taken() -> None:
    text = (
        "Plot grommet load (kN) and flange wobble. Mark blorps; zinks are points. Severity 1 to 3, required. A comment."
    )
    told = " | ".join(assumption.text for assumption in draft_spec(text).assumptions)
    assert "have none: flange wobble" in told
    assert "may stay empty: comment" in told
    assert "blorp: taken as a range" in told
    assert "how many people" in told
    told = " | ".join(a.text for a in draft_spec("Plot grommet load (kN). Mark blorps.").assumptions)
    assert "both can be drawn: blorp" in told


CSV = (
    "Zeit;vib_de [mm/s];vib_nde [mm/s];temp_bearing_C;p_inlet (bar);comment\n"
    + "".join(f"01.03.2026 00:00:{n:02d};{n}.5;1.{n};{20 + n};3;ok\n" for n in range(60))
).replace("Zeit", "time")


def test_a_draft_is_tied_to_the_columns_of_the_sample(tmp_path: Path) -> None:
    path = tmp_path / "pump.csv"
    path.write_text(CSV)
    brief = "Show vibration, bearing temperature, pressure and flow. Mark drifts and spikes."
    with profile_sample(path) as sample:
        draft = draft_spec(brief, sample)
        assert lint_config(write_xml(draft.spec), sample) == []
    channels = {channel.column: channel.unit for channel in draft.spec.channels}
    assert channels == {
        "vib_de [mm/s]": "mm/s",
        "vib_nde [mm/s]": "mm/s",
        "temp_bearing_C": "°C",
        "p_inlet (bar)": "bar",
    }
    assert (draft.spec.separator, draft.spec.time.column, draft.spec.time.format) == (";", "time", "%d.%m.%Y %H:%M:%S")
    assert any(a.text.startswith("flow: the sample has no such column") for a in draft.assumptions)


def test_without_named_sensors_all_columns_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "pump.csv"
    path.write_text(CSV)
    with profile_sample(path) as sample:
        draft = draft_spec("Find anomalies.", sample)
    assert len(draft.spec.channels) == 4


def test_nothing_said_is_an_error() -> None:
    with pytest.raises(FaultmarkError):
        draft_spec("  \n")


WORDS = " ".join(brief["brief"] for brief in load()).split()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS) | st.sampled_from(["\n", "\n- ", "\n# ", "(", ")", ":", "$x"]), max_size=60))
def test_whatever_is_said_gives_a_valid_interface(words: list[str]) -> None:
    text = " ".join(words)
    try:
        draft = draft_spec(text)
    except FaultmarkError:
        assert not text.strip() or not any(c.isalnum() for c in text)
        return
    assert draft_spec(text) == draft
    assert not [f for f in lint_config(write_xml(draft.spec)) if f.severity == "error"]


# --- a model behind an OpenAI-compatible endpoint


@pytest.fixture
def endpoint() -> Iterator[Any]:
    """A tiny endpoint on this machine that answers what it is told to, and remembers what it was sent."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(body)
            said = server.answers[min(len(server.asked), len(server.answers)) - 1]
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": said}}
            answer = {"id": "1", "object": "chat.completion", "created": 0, "model": "tiny", "choices": [choice]}
            sent = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            pass

    server: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


GOOD = "```yaml\nlabels: {items: [{value: drift}]}\nchannels: [{column: 'vib_de [mm/s]'}]\nseparator: ;\ntime: {column: time, format: '%d.%m.%Y %H:%M:%S'}\n```"  # noqa: E501


def test_a_model_is_corrected_by_the_same_checks_and_sees_no_value(endpoint: Any, tmp_path: Path) -> None:
    from faultmark.remote.model_draft import draft_by_model

    path = tmp_path / "pump.csv"
    path.write_text(CSV)
    endpoint.answers = ["labels: [", GOOD.replace("vib_de", "vib_of_something"), GOOD]
    url = f"http://127.0.0.1:{endpoint.server_address[1]}/v1"
    told: list[str] = []
    with profile_sample(path) as sample:
        start = draft_spec("Mark drifts of vibration.", sample).spec
        spec = draft_by_model("Mark drifts of vibration.", sample, start, "tiny", url, say=told.append)
    assert spec.channels[0].column == "vib_de [mm/s]"
    assert len(endpoint.asked) == 3
    assert "not valid YAML" in told[0]
    assert "FM031" in told[1]
    sent = json.dumps(endpoint.asked)
    assert "temp_bearing_C: number" in sent
    assert not any(value in sent for value in ("59.5", "1.59", "01.03.2026 00:00"))


def test_a_model_that_stays_wrong_is_given_up(endpoint: Any) -> None:
    from faultmark.remote.model_draft import draft_by_model

    endpoint.answers = ["I am sorry."]
    start = draft_spec("Mark drifts of vibration.").spec
    with pytest.raises(FaultmarkError) as caught:
        draft_by_model("x", None, start, "tiny", f"http://127.0.0.1:{endpoint.server_address[1]}/v1")
    assert caught.value.code == "draft.model.wrong"
    assert len(endpoint.asked) == 3
