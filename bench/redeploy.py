"""Redeploy after feedback: one command on a project whose tasks are all annotated, beside a save of each.

    python -m bench.redeploy --size 1000

A server is started for it. Each task has one annotation of two regions and one prediction. A label, a choice and a
field are renamed and a field is added; the time is that of the whole command, from the shell and back. Beside it stands
what carrying the same annotations over one by one through the API takes, measured on some of them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import report
from faultmark.interface.spec import parse_spec
from faultmark.remote.client import Remote, connect
from faultmark.remote.deploy import deploy

SPEC = """
project: {title: Redeploy}
channels: [{column: vib, unit: mm/s}, {column: temp}]
time: {column: time, format: "%Y-%m-%d %H:%M:%S"}
labels: {items: [{value: drift}, {value: drop}]}
fields:
  - {name: cause, kind: choice, options: [{value: wear}, {value: sensor}]}
"""
CHANGED = SPEC.replace("value: drift", "value: slow drift").replace("value: wear", "value: worn")
CHANGED = CHANGED.replace("name: cause", "name: root_cause") + "  - {name: severity, kind: rating, max: 3}\n"
MAPPING = {"labels": {"drift": "slow drift"}, "choices": {"cause": {"wear": "worn"}}, "fields": {"cause": "root_cause"}}
ONE_BY_ONE = 30


def result() -> list[dict[str, Any]]:
    """Two regions with a cause each."""
    made = []
    for number, label in enumerate(("drift", "drop")):
        place = {"start": f"2026-03-01 00:00:{number}0", "end": f"2026-03-01 00:00:{number}9", "instant": False}
        frame = {"id": f"r{number}", "to_name": "ts", "origin": "manual"}
        labels = {**place, "timeserieslabels": [label]}
        made.append({**frame, "from_name": "label", "type": "timeserieslabels", "value": labels})
        made.append({**frame, "from_name": "cause", "type": "choices", "value": {**place, "choices": ["wear"]}})
    return made


def fill(remote: Remote, size: int) -> int:
    """Make the project and its tasks; returns its id."""
    project = deploy(remote, parse_spec(SPEC)).project
    for start in range(0, size, 250):
        tasks = [
            {
                "data": {"telemetry": f"/data/upload/{number}.csv"},
                "annotations": [{"result": result()}],
                "predictions": [{"model_version": "m", "score": 0.5, "result": result()}],
            }
            for number in range(start, min(start + 250, size))
        ]
        remote.call("POST", f"api/projects/{project}/import", json=tasks)
    return project


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000, help="annotated tasks")
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory(prefix="faultmark-bench-") as folder:
        command = [sys.executable, "-m", "faultmark.cli.previewing", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert process.stdout is not None
            about = json.loads(next(line for line in process.stdout if line.startswith("{")))
            remote = connect(about["url"], about["token"])
            project = fill(remote, size)
            print(f"{size} annotated tasks", flush=True)
            spec, mapping = Path(folder) / "spec.yaml", Path(folder) / "map.yaml"
            spec.write_text(CHANGED, encoding="utf-8")
            mapping.write_text(json.dumps(MAPPING), encoding="utf-8")
            cli = [str(Path(sys.executable).with_name("faultmark")), "deploy", str(spec), "--to", about["url"]]
            cli += ["--project", str(project), "--mapping", str(mapping), "--json"]
            environment = {**os.environ, "LABEL_STUDIO_API_KEY": about["token"]}
            begun = time.perf_counter()
            done = subprocess.run(cli, env=environment, capture_output=True, text=True, check=True)
            seconds = time.perf_counter() - begun
            told = json.loads(done.stdout)["interface"]["counts"]
            assert told["annotations_changed"] == told["predictions_changed"] == size, told
            begun = time.perf_counter()
            subprocess.run(cli, env=environment, capture_output=True, text=True, check=True)
            again = time.perf_counter() - begun
            tasks = [task["id"] for task in remote.pages("api/tasks", "tasks", project=project)][:ONE_BY_ONE]
            found = [remote.call("GET", f"api/tasks/{task}/annotations/")[0] for task in tasks]
            begun = time.perf_counter()
            for annotation in found:
                remote.call("PATCH", f"api/annotations/{annotation['id']}/", json={"result": annotation["result"]})
            each = (time.perf_counter() - begun) / len(found)
        finally:
            process.terminate()
            process.wait(timeout=30)
    figures = {
        "tasks": size,
        "redeploy_s": round(seconds, 2),
        "nothing_to_change_s": round(again, 2),
        "one_by_one_s": round(2 * size * each, 1),
    }
    print(json.dumps(figures, indent=1))
    goal = {"goal": "< 5 s for 1,000 annotated tasks", "value": round(seconds, 2), "met": seconds < 5}
    report("redeploy", figures, {"one command": goal})


if __name__ == "__main__":
    main()
