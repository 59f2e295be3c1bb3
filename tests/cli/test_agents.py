"""What agents use: tools over MCP, the skill, templates, served documentation, and the preview."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import anyio
import pytest
import requests
from live_server import free_port
from typer.testing import CliRunner

from faultmark.cli.agent_tools import AgentTools
from faultmark.cli.main import app
from faultmark.cli.mcp import make_server, with_token
from faultmark.cli.templating import TEMPLATES, template_spec, write_template
from faultmark.errors import FaultmarkError
from faultmark.interface.lint import lint_config
from faultmark.interface.spec import parse_spec
from faultmark.interface.xml import write_xml

BRIEF = "Show vibration (mm/s) and temperature. Mark drift and drop. Severity 1-5."


def ask(tools: AgentTools, name: str, arguments: dict[str, Any]) -> Any:
    """Call a tool the way a client does."""
    from mcp import Client

    async def call() -> Any:
        async with Client(make_server(tools)) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(call)


def value_of(answer: Any) -> Any:
    assert not answer.is_error, answer.content
    return json.loads(answer.content[0].text)


def test_the_tools_are_those_that_are_promised(tmp_path: Path) -> None:
    from mcp import Client

    async def names() -> dict[str, str]:
        async with Client(make_server(AgentTools(tmp_path))) as client:
            return {tool.name: tool.description or "" for tool in (await client.list_tools()).tools}

    told = anyio.run(names)
    assert set(told) == {"draft", "lint", "preview", "deploy", "import", "predict", "agreement", "export"}
    assert all(len(text) > 30 for text in told.values())


def test_an_agent_goes_from_a_brief_to_an_export(server: Any, tmp_path: Path) -> None:
    rows = "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n}\n" for n in range(60))
    (tmp_path / "a.csv").write_text("time,vibration,temperature\n" + rows)
    (tmp_path / "hits.csv").write_text(
        "series,start,end,label,score\na.csv,2026-03-01 00:00:10,2026-03-01 00:00:20,drift,0.9\n"
    )
    tools = AgentTools(tmp_path, server.base_url, server.api_token)
    drafted = value_of(ask(tools, "draft", {"brief": BRIEF, "sample": "a.csv"}))
    assert parse_spec(drafted["spec"]).time.format == "%Y-%m-%d %H:%M:%S"
    checked = value_of(ask(tools, "lint", {"interface": drafted["spec"], "sample": "a.csv"}))
    assert checked["ok"]
    deployed = value_of(ask(tools, "deploy", {"interface": drafted["spec"], "title": f"Agent {tmp_path.name}"}))
    project = deployed["project"]
    assert value_of(ask(tools, "import", {"project": project, "tasks": ["a.csv"]}))["changes"] == {"tasks created": 1}
    predicted = value_of(ask(tools, "predict", {"project": project, "predictions": "hits.csv"}))
    assert predicted["changes"] == {"predictions created": 1}
    again = value_of(ask(tools, "predict", {"project": project, "predictions": "hits.csv"}))
    assert again["changes"] == {}
    task = server.get(f"/api/tasks?project={project}").json()["tasks"][0]["id"]
    place = {"id": "r", "from_name": "label", "to_name": "ts", "type": "timeserieslabels", "origin": "manual"}
    for second in (20, 30):
        value = {
            "start": "2026-03-01 00:00:10",
            "end": f"2026-03-01 00:00:{second}",
            "instant": False,
            "timeserieslabels": ["drift"],
        }
        made = server.post(f"/api/tasks/{task}/annotations/", json={"result": [{**place, "value": value}]})
        assert made.status_code == 201
    agreed = value_of(ask(tools, "agreement", {"project": project}))
    assert agreed["tasks"][0]["annotations"] == 2
    assert agreed["tasks"][0]["overlap"] == pytest.approx(0.5, abs=0.05)
    exported = value_of(ask(tools, "export", {"project": project, "out": "labels.json"}))
    assert exported["annotations"] == 2
    assert len(json.loads((tmp_path / "labels.json").read_text())[0]["annotations"]) == 2
    changed = {"interface": drafted["spec"].replace("value: drift", "value: slow drift"), "project": project}
    would = value_of(ask(tools, "deploy", {**changed, "dry_run": True}))
    assert would["refused"]
    refused = ask(tools, "deploy", changed)
    assert json.loads(refused.content[0].text)["code"] == "interface.labels.orphaned"
    renames = {"labels": {"drift": "slow drift"}}
    redeployed = value_of(ask(tools, "deploy", {**changed, "renames": renames}))
    assert redeployed["interface"]["counts"]["annotations_changed"] == 2
    assert server.get(f"/api/projects/{project}").json()["title"] == f"Agent {tmp_path.name}"


def test_errors_are_told_with_code_and_remedy_and_nothing_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.csv").write_text("time,a\n1,2\n")
    answer = ask(AgentTools(tmp_path / "inside"), "draft", {"brief": BRIEF, "sample": "../secret.csv"})
    assert answer.is_error
    told = json.loads(answer.content[0].text)
    assert told["code"] == "agent.path.outside"
    assert "--root" in told["remedies"][0]["text"]


def test_an_argument_that_a_tool_lacks_is_refused_not_ignored(tmp_path: Path) -> None:
    answer = ask(AgentTools(tmp_path), "deploy", {"interface": "", "rename": {"labels": {"a": "b"}}})
    assert answer.is_error
    told = json.loads(answer.content[0].text)
    assert told["code"] == "agent.argument.unknown"
    assert told["remedies"][0]["text"] == "Did you mean renames?"


def test_a_key_goes_to_its_own_server_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)
    tools = AgentTools(tmp_path, "http://127.0.0.1:9", "secret")
    with pytest.raises(FaultmarkError) as caught:
        tools.agreement(1, to="http://127.0.0.1:7")
    assert caught.value.code == "remote.key.missing"


def test_over_http_nobody_comes_in_without_the_token(tmp_path: Path) -> None:
    import threading

    import uvicorn

    port = free_port()
    served = with_token(
        make_server(AgentTools(tmp_path)).streamable_http_app(json_response=True, stateless_http=True), "right"
    )
    running = uvicorn.Server(uvicorn.Config(served, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    headers = {"Accept": "application/json, text/event-stream"}

    def status(token: str | None) -> int:
        sent = {**headers, **({"Authorization": f"Bearer {token}"} if token else {})}
        return requests.post(f"http://127.0.0.1:{port}/mcp", json=hello, headers=sent, timeout=30).status_code

    assert status(None) == 401
    assert status("wrong") == 401
    assert status("right") == 200
    running.should_exit = True
    thread.join(timeout=20)


def test_the_skill_is_installed_once_and_replaced_when_asked(tmp_path: Path) -> None:
    first = CliRunner().invoke(app, ["skill", "install", str(tmp_path)])
    assert first.exit_code == 0, first.output
    text = (tmp_path / "faultmark" / "SKILL.md").read_text()
    assert text.startswith("---\nname: faultmark\ndescription: ")
    assert (tmp_path / "faultmark" / "references" / "spec.md").is_file()
    assert CliRunner().invoke(app, ["skill", "install", str(tmp_path)]).exit_code == 1
    assert CliRunner().invoke(app, ["skill", "install", str(tmp_path), "--force"]).exit_code == 0


def test_the_example_in_the_skill_is_valid(tmp_path: Path) -> None:
    CliRunner().invoke(app, ["skill", "install", str(tmp_path)])
    page = (tmp_path / "faultmark" / "references" / "spec.md").read_text()
    assert parse_spec(page.split("```yaml\n")[1].split("```")[0]).fields


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_fit_their_samples(name: str, tmp_path: Path) -> None:
    files = write_template(name, tmp_path / "out")
    spec = parse_spec(template_spec(name))
    found = lint_config(write_xml(spec))
    if spec.kind == "time series":
        from faultmark.actions.profile_sample import profile_sample

        with profile_sample(files[1]) as sample:
            found = lint_config(write_xml(spec), sample)
            assert sample.rows > 1000
    assert not [entry for entry in found if entry.severity != "note"], found
    with pytest.raises(FaultmarkError):
        write_template(name, tmp_path / "out")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_opens_in_a_project(name: str, server: Any, tmp_path: Path) -> None:
    files = write_template(name, tmp_path)
    line = ["deploy", str(files[0]), "--tasks", str(files[1]), "--metadata", str(files[2]), "--json"]
    line += ["--to", server.base_url, "--api-key", server.api_token, "--title", f"{name} {tmp_path.parent.name[-9:]}"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["changes"] == {"project created": 1, "tasks created": 1}
    assert json.loads(CliRunner().invoke(app, line).stdout)["changes"] == {}
    spec = parse_spec(template_spec(name))
    task = server.get(f"/api/tasks?project={report['project']}").json()["tasks"][0]
    assert {item.key for item in spec.context} <= task["data"].keys()
    if spec.kind == "audio":
        sound = server.get(task["data"]["audio"])
        assert (sound.status_code, sound.content[:4]) == (200, b"RIFF")
        return
    shown = server.get(f"/faultmark/api/tasks/{task['id']}").json()
    drawn = [channel["column"] for pane in shown["schema"]["panes"] for channel in pane["channels"]]
    assert sorted(drawn) == sorted(channel.column for channel in spec.channels)
    assert shown["schema"]["unsupported"] == []
    labels = next(control for control in shown["schema"]["controls"] if control["type"] == "labels")
    assert [option["value"] for option in labels["options"]] == [item.value for item in spec.labels.items]


def test_the_documentation_is_served(server: Any) -> None:
    index = requests.get(f"{server.base_url}/faultmark/docs/llms.txt", timeout=60)
    assert index.status_code == 200
    at_root = requests.get(f"{server.base_url}/llms.txt", timeout=60)
    assert at_root.headers["Content-Type"].startswith("text/plain")
    first = re.search(r"\]\((/[^)]+\.md)\)", at_root.text)
    assert first is not None
    assert requests.get(f"{server.base_url}{first[1]}", timeout=60).status_code == 200
    page = requests.get(f"{server.base_url}/faultmark/docs/reference/lint.md", timeout=60)
    assert page.headers["Content-Type"].startswith("text/markdown")
    assert "FM031" in page.text
    for path in ("../pyproject.toml", "nothing.md", "%2e%2e/pyproject.toml"):
        assert requests.get(f"{server.base_url}/faultmark/docs/{path}", timeout=60).status_code == 404


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
@pytest.mark.parametrize("name", ["predictive-maintenance", "audio-waveform"])
def test_a_preview_is_the_screen_itself(name: str, template_db: Path, tmp_path: Path) -> None:
    files = write_template(name, tmp_path)
    out = tmp_path / "screen.png"
    line = ["interface", "preview", str(files[0]), "--sample", str(files[1]), "--out", str(out)]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"\x89PNG")
    assert out.stat().st_size > 30_000
