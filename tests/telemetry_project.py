"""Projects, files and tasks made the way a person makes them: through Label Studio's own REST API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTROLS = """
  <TimeSeriesLabels name="label" toName="ts"><Label value="Run"/><Label value="Spike"/></TimeSeriesLabels>
  <Choices name="severity" toName="ts" perRegion="true" required="true"><Choice value="low"/><Choice value="high"/>
  </Choices>
  <Rating name="confidence" toName="ts" perRegion="true"/>
  <TextArea name="note" toName="ts" perRegion="true"/>
  <Number name="count" toName="ts" perRegion="true"/>
"""
TEXT_TIMES = f"""<View>
  <TimeSeries name="ts" value="$telemetry" valueType="url" timeColumn="time" timeFormat="%Y-%m-%d %H:%M:%S.%f">
    <Channel column="temperature"/><Channel column="pressure"/>
  </TimeSeries>{CONTROLS}</View>"""
NUMBER_TIMES = f"""<View>
  <TimeSeries name="ts" value="$telemetry" valueType="url" timeColumn="time">
    <Channel column="temperature"/><Channel column="pressure"/>
  </TimeSeries>{CONTROLS}</View>"""


def rows(count: int, *, text_times: bool = False) -> str:
    """A file with one sample a second: time, temperature, pressure."""
    lines = ["time,temperature,pressure"]
    for i in range(count):
        time = f"2024-01-01 {i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}.000" if text_times else str(i)
        lines.append(f"{time},{20 + i % 7 / 10},{3 + i % 5 / 100}")
    return "\n".join(lines) + "\n"


@dataclass
class Machine:
    """A person at work in one project, over any client that takes paths and has Django's test client's answers."""

    client: Any
    project: int

    def ask(self, method: str, path: str, body: object = None, **more: Any) -> Any:
        options = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(self.client, method.lower())(path, **options, **more)

    def upload(self, name: str, content: str | bytes) -> str:
        """Upload a file to the project; returns the address under which tasks name it."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        raw = content if isinstance(content, bytes) else content.encode()
        file = SimpleUploadedFile(name, raw, content_type="text/csv")
        path = f"/api/projects/{self.project}/import?commit_to_project=false"
        answer = self.client.post(path, {"file": file})
        assert answer.status_code == 201, answer.content
        (upload,) = answer.json()["file_upload_ids"]
        return "/data/" + self.client.get(f"/api/import/file-upload/{upload}").json()["file"]

    def task(self, telemetry: object, **metadata: object) -> int:
        """Import one task."""
        path = f"/api/projects/{self.project}/import"
        answer = self.ask("POST", path, [{"data": {"telemetry": telemetry, **metadata}}])
        assert answer.status_code == 201, answer.content
        tasks = self.client.get(f"/api/tasks?project={self.project}&fields=task_only").json()["tasks"]
        return int(max(task["id"] for task in tasks))

    def task_with(self, content: str | bytes, name: str = "pump.csv", **metadata: object) -> int:
        """Upload a file and import a task that names it."""
        return self.task(self.upload(name, content), **metadata)

    def local(self, name: str, content: str | bytes) -> str:
        """Put a file into the folder of local files, which the project reads; returns the address for tasks.

        Label Studio looks into what is uploaded, and refuses some of what lies in folders unnoticed.
        """
        from django.conf import settings

        folder = Path(settings.LOCAL_FILES_DOCUMENT_ROOT) / f"project-{self.project}"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        storage = {"project": self.project, "title": "Files", "path": str(folder), "use_blob_urls": True}
        if not self.client.get(f"/api/storages/localfiles?project={self.project}").json():
            assert self.ask("POST", "/api/storages/localfiles", storage).status_code == 201
        return f"/data/local-files/?d={folder.name}/{name}"

    def for_two(self) -> None:
        """Let two people annotate each task."""
        answer = self.ask("PATCH", f"/api/projects/{self.project}/", {"maximum_annotations": 2})
        assert answer.status_code == 200, answer.content

    def workbench(self, task: int) -> Any:
        answer = self.client.get(f"/faultmark/api/tasks/{task}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def series(self, task: int) -> Any:
        return self.client.get(f"/faultmark/api/tasks/{task}/series").json()


def make_project(client: Any, config: str = NUMBER_TIMES, **more: object) -> Machine:
    # By one person a task, where a test does not say that there are more.
    body = {"title": "Pump house", "label_config": config, "maximum_annotations": 1, **more}
    answer = client.post("/api/projects/", json.dumps(body), content_type="application/json")
    assert answer.status_code == 201, answer.content
    return Machine(client, int(answer.json()["id"]))


def region(id: str, start: int, end: int | None = None, **values: object) -> dict[str, Any]:
    """A region as the front end sends it; without ``end`` an instant."""
    return {
        "id": id,
        "start": str(start),
        "end": str(start if end is None else end),
        "instant": end is None,
        "values": {"label": ["Run"], "severity": ["high"], **values},
        "origin": "manual",
        "score": None,
        "parent": None,
        "channels": [],
        "extra": {},
    }


def body(*regions: Mapping[str, Any], **more: object) -> dict[str, Any]:
    """A request that saves."""
    return {"regions": list(regions), "values": {}, "rest": [], "lead_time": 3.5, **more}
