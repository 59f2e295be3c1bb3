"""``faultmark purge`` and ``person`` beside a server that runs: held, killed, gone on with, shown, forgotten."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_server import clean_environment

pytestmark = pytest.mark.long

CONFIG = """<View><TimeSeries name="ts" value="$csv" timeColumn="time"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/></TimeSeriesLabels>
<TextArea name="note" toName="ts" perRegion="true"/></View>"""
TASKS = 60
OPERATOR = "Ottoline Quagmire"


class Command:
    """The command line on the server's data folder, each time in a process of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def start(self, *words: object) -> subprocess.Popen[str]:
        command = [str(Path(sys.executable).with_name("faultmark")), *map(str, words), "--data-dir", str(self.data_dir)]
        environment = clean_environment()
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.data_dir
        )

    def __call__(self, *words: object) -> tuple[Any, str]:
        """What it printed, as JSON where it is, and what it said beside."""
        process = self.start(*words)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err[-2000:]
        try:
            return json.loads(out), err
        except ValueError:
            return out, err


@pytest.fixture(scope="module")
def command(server: Any) -> Command:
    return Command(server.data_dir)


@pytest.fixture(scope="module")
def project(server: Any, command: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    made = server.post("/api/projects/", json={"title": "Due", "label_config": CONFIG})
    assert made.status_code == 201, made.text
    number = made.json()["id"]
    tasks = [{"csv": f"/data/local-files/?d=due/{n}.csv", "operator": OPERATOR} for n in range(TASKS)]
    server.post(f"/api/projects/{number}/import", json=tasks).raise_for_status()
    rules = tmp_path_factory.mktemp("rules") / "rules.yaml"
    rules.write_text(
        "".join(f"- {{data_class: {name}, days: 0, basis: Contract 7}}\n" for name in ("telemetry", "labels", "notes"))
        + "- {data_class: personal, days: 0, basis: Contract 7, personal_keys: [operator]}\n"
    )
    command("retention", "set", number, rules)
    yield number
    server.request("DELETE", f"/api/projects/{number}/")


def test_held_then_killed_then_gone_on_with(server: Any, command: Command, project: int) -> None:
    placed, _ = command("retention", "hold", project, "Claim 12 of the insurer")
    hold = int(placed.split()[1])
    for words in (["purge", "--project", project, "--dry-run"], ["purge", "--project", project]):
        [said], beside = command(*words)
        assert said["held"] == dict.fromkeys(("telemetry", "labels", "notes", "personal"), TASKS)
        assert [(one["id"], one["task"], one["reason"]) for one in said["holds"]] == [
            (hold, None, "Claim 12 of the insurer")
        ]
        assert f"hold {hold} keeps all of it (Claim 12 of the insurer)" in beside
        assert f"retention release {project} {hold}" in beside
    assert (said["purge"], tasks_of(server, project)) == (None, TASKS)
    command("retention", "release", project, hold)

    killed = command.start("purge", "--project", project)
    while killed.poll() is None and erased(server, project) < 10:
        pass
    killed.kill()
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert server.get("/health").status_code == 200

    [said], _ = command("purge", "--project", project)
    assert said["items"] == {name: {"done": TASKS} for name in ("telemetry", "labels", "notes", "personal")}
    # The files lie in a folder that is not ours to delete from; a synchronisation would bring the tasks back.
    assert len(said["kept"]) == tasks_of(server, project) == TASKS
    assert OPERATOR not in server.get(f"/api/tasks?project={project}&fields=all&page_size=100").text
    again, _ = command("purge", "--project", project)
    assert again == []
    # The command ends with 1 where an entry was changed or is missing.
    record, _ = command("retention", "audit")
    entries = [json.loads(line) for line in record.splitlines()]
    proofs = [e["details"] for e in entries if e["kind"] == "deleted" and e["details"]["purge"] == said["purge"]]
    assert len({(one["class"], one["task"]) for one in proofs}) == len(proofs) == 4 * TASKS
    assert OPERATOR not in record


def test_one_person_is_shown_and_forgotten(server: Any, command: Command, project: int) -> None:
    email = "quentin.planted@example.com"
    command("user", "add", email, "--password", "telemetry-123")
    task = {"csv": "/data/local-files/?d=due/last.csv", "shift": "Quentin Planted"}
    server.post(f"/api/projects/{project}/import", json=[task]).raise_for_status()
    shown, _ = command("person", "show", email, "--also", "Quentin Planted")
    assert shown["account"]["email"] == email
    assert shown["named"]["tasks.Task"]
    command("person", "delete", email, "--also", "Quentin Planted", "--yes")
    left = server.get(f"/api/tasks?project={project}&fields=all").text + server.get("/api/users").text
    assert "Quentin" not in left
    assert "quentin" not in left


def erased(server: Any, project: int) -> int:
    """How many times the record tells of something erased."""
    entries = server.get(f"/faultmark/api/projects/{project}/retention/audit").json()["results"]
    return sum(entry["kind"] == "deleted" for entry in entries)


def tasks_of(server: Any, project: int) -> int:
    total: int = server.get(f"/api/tasks?project={project}&page_size=1").json()["total"]
    return total
