"""Whole sessions of the MCP SDK's own client with ``faultmark mcp``, over a pipe and over HTTP, on a real server."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
import requests
from live_server import clean_environment, free_port

TOOLS = {"draft", "lint", "preview", "deploy", "import", "predict", "agreement", "export"}
FAULTMARK = str(Path(sys.executable).with_name("faultmark"))


def options(server: Any, root: Path) -> list[str]:
    return ["mcp", "--root", str(root), "--to", server.base_url, "--api-key", server.api_token]


async def session(target: Any, root: Path, title: str) -> dict[str, Any]:
    """Go from a brief to an export with nothing but tools; what each answered."""
    from mcp import Client

    (root / "a.csv").write_text(
        "time,vibration,temperature\n" + "".join(f"2026-03-01 00:00:{n:02d},{n}.5,{20 + n}\n" for n in range(60))
    )
    (root / "hits.csv").write_text(
        "series,start,end,label,score\na.csv,2026-03-01 00:00:10,2026-03-01 00:00:20,drift,0.9\n"
    )
    told: dict[str, Any] = {}
    async with Client(target) as client:
        told["tools"] = {tool.name for tool in (await client.list_tools()).tools}

        async def call(name: str, **arguments: Any) -> Any:
            answer = await client.call_tool(name, arguments)
            assert not answer.is_error, answer.content
            if answer.content[0].type == "image":
                return answer.content[0].data
            told[name] = json.loads(answer.content[0].text)
            return told[name]

        brief = "Show vibration (mm/s) and temperature. Mark drift and drop. Severity 1-5."
        spec = (await call("draft", brief=brief, sample="a.csv"))["spec"]
        await call("lint", interface=spec, sample="a.csv")
        if shutil.which("chromium"):
            told["preview"] = await call("preview", interface=spec, sample="a.csv")
        project = (await call("deploy", interface=spec, title=title))["project"]
        await call("import", project=project, tasks=["a.csv"])
        await call("predict", project=project, predictions="hits.csv")
        await call("agreement", project=project)
        await call("export", project=project, out="labels.json")
    return told


def assert_went_through(told: dict[str, Any], root: Path) -> None:
    assert told["tools"] == TOOLS
    assert told["lint"]["ok"]
    assert told["import"]["changes"] == {"tasks created": 1}
    assert told["predict"]["changes"] == {"predictions created": 1}
    assert told["export"]["tasks"] == 1
    (task,) = json.loads((root / "labels.json").read_text())
    assert task["predictions"][0]["result"][0]["value"]["timeserieslabels"] == ["drift"]


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_a_session_over_a_pipe(server: Any, tmp_path: Path) -> None:
    from mcp.client.stdio import StdioServerParameters

    target = StdioServerParameters(command=FAULTMARK, args=options(server, tmp_path), env=clean_environment())
    told = anyio.run(session, target, tmp_path, f"Pipe {tmp_path.name}")
    assert_went_through(told, tmp_path)
    assert told["preview"].startswith("iVBORw0KGgo")


@contextmanager
def serving(arguments: list[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    """``faultmark`` in a process of its own, from the first line that it says on."""
    process = subprocess.Popen(
        [FAULTMARK, *arguments], env=clean_environment(**environment), stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_a_session_over_http_and_none_without_the_token(server: Any, tmp_path: Path) -> None:
    from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

    port = free_port()
    arguments = [*options(server, tmp_path), "--transport", "http", "--port", str(port)]
    url = f"http://127.0.0.1:{port}/mcp"

    async def go() -> dict[str, Any]:
        async with create_mcp_http_client(headers={"Authorization": "Bearer right"}) as http:
            return await session(streamable_http_client(url, http_client=http), tmp_path, f"HTTP {tmp_path.name}")

    async def wait_until_it_listens() -> None:
        with anyio.fail_after(60):
            while True:
                try:
                    stream = await anyio.connect_tcp("127.0.0.1", port)
                except OSError:
                    await anyio.sleep(0.05)
                else:
                    await stream.aclose()
                    return

    with serving(arguments, FAULTMARK_MCP_TOKEN="right") as process:
        assert process.stderr is not None
        assert process.stderr.readline().strip() == url
        anyio.run(wait_until_it_listens)
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            refused = requests.post(
                url, json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers=headers, timeout=30
            )
            assert refused.status_code == 401
        assert_went_through(anyio.run(go), tmp_path)
