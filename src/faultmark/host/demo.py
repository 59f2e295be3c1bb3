"""Prepares the demo: simulates, asks Label Studio for projects and tasks the way its own pages do, ingests the series.

Every step can be interrupted and taken up again: a file appears whole or not at all, a project or a task is made only
where it is missing, and a series that was ingested is found again.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from faultmark.durable import replace_file, replacing
from faultmark.errors import ConfigError
from faultmark.host.boot import current_config
from faultmark.host.demo_content import NAB_FILE, PROJECTS, DemoProject, DemoTask
from faultmark.host.demo_people import ANNOTATORS, REVIEWER, make_people, review, work_on
from faultmark.host.users import create_user
from faultmark.simulate import Simulation
from faultmark.simulate.writers import write_csv

__all__ = ["OTHERS", "DemoAccess", "prepare_demo"]

EMAIL = "demo@faultmark.local"
_FOLDER = "demo"
_OPENS_WITH = "P-302-one-day.csv"

OTHERS = (*(f"{hand.email} (annotator)" for hand in ANNOTATORS), f"{REVIEWER} (reviewer)")
"""Who else may log in, with the same password."""

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is."""

Ingest = Callable[[int, str, Mapping[str, Any]], None]
"""Makes the series of a task ready: its id, its title, and the ingest options that somebody has to ask for."""


@dataclass(frozen=True, slots=True)
class DemoAccess:
    """How to get into the demo. ``path`` is the page it opens with."""

    email: str
    password: str
    path: str


def prepare_demo(
    ingest: Ingest,
    report: Report = lambda _what, _done, _total: None,
    projects: Sequence[DemoProject] = PROJECTS,
) -> DemoAccess:
    """Make the demo complete and return the way in. Needs a booted process with a prepared database.

    The password is drawn once and kept, readable by the owner only, in ``demo.json`` in the data folder.

    Parameters
    ----------
    ingest:
        Makes a task's series ready; called for every task once it is there.
    report:
        Told how far the simulation is.
    projects:
        What the demo contains.

    Raises
    ------
    ConfigError
        When Label Studio refuses a project or a task, with its own words.
    """
    card = current_config().data_dir / "demo.json"
    kept = json.loads(card.read_text(encoding="utf-8")) if card.exists() else {}
    if kept.get("complete"):
        return DemoAccess(**kept["access"])
    password = kept.get("access", {}).get("password") or secrets.token_urlsafe(9)
    _keep(card, DemoAccess(EMAIL, password, "/faultmark/"), complete=False)
    from faultmark.actions.detect_process import Manner  # noqa: PLC0415
    from faultmark.web.detection_job import predict_task  # noqa: PLC0415

    user = _user(create_user(EMAIL, password, admin=True, exist_ok=True).id)
    people = make_people(password)
    path = "/faultmark/"
    for content in projects:
        project = _project(user, content)
        folder = current_config().local_files / _FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for task in content.tasks:
            task_id = _task(user, project, task, folder, report)
            ingest(task_id, task.title, task.options)
            if task.people != "none":
                work_on(task_id, Path(task.file).stem, people, done=task.people != "begun")
            if task.people in ("accept", "send_back"):
                review(task_id, task.people, people)
            if task.file == _OPENS_WITH:
                path = f"/faultmark/projects/{project.pk}/tasks/{task_id}"
                # What the demo opens with has its proposals at once, the rest has them while one looks at that.
                predict_task(task_id, Manner())
        _detect_the_rest(project.pk, user.pk)
    access = DemoAccess(EMAIL, password, path)
    _keep(card, access, complete=True)
    return access


def _detect_the_rest(project_id: int, user_id: int) -> None:
    """Queue detection on the project's other tasks, unless an interrupted preparation has."""
    from faultmark.web.detection import latest, start  # noqa: PLC0415 - needs all apps to be ready

    if latest(project_id) is None:
        start(project_id, user_id, only_new=True)


def _keep(card: Path, access: DemoAccess, *, complete: bool) -> None:
    part = card.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"access": asdict(access), "complete": complete}, file, indent=1)
    part.replace(card)


def _user(user_id: int) -> Any:
    from users.models import User  # noqa: PLC0415

    return User.objects.get(pk=user_id)


def _ask(user: Any, view: Any, data: Any, **where: int) -> Any:
    """POST to one of Label Studio's own views, in process and as ``user``, and return what it answered."""
    from rest_framework.test import APIRequestFactory, force_authenticate  # noqa: PLC0415

    request = APIRequestFactory().post("/", data, format="json")
    force_authenticate(request, user)
    request.user = user
    answer = view.as_view()(request, **where)
    if answer.status_code >= 400:
        raise ConfigError("demo.refused", f"Label Studio refused to prepare the demo: {answer.data}")
    return answer.data


def _project(user: Any, content: DemoProject) -> Any:
    from projects.api import ProjectListAPI  # noqa: PLC0415
    from projects.models import Project  # noqa: PLC0415

    project = Project.objects.filter(title=content.title, created_by=user).first()
    if project is None:
        wanted = {
            "title": content.title,
            "description": content.description,
            "label_config": content.config,
            "expert_instruction": content.instruction,
            "show_instruction": False,
            "show_skip_button": True,
            "maximum_annotations": content.overlap,
        }
        project = Project.objects.get(pk=_ask(user, ProjectListAPI, wanted)["id"])
    return project


def _storage(project: Any, folder: Path) -> Any:
    """Return the local storage that lets members of the project, and nobody else, read the demo's files."""
    from io_storages.localfiles.models import LocalFilesImportStorage  # noqa: PLC0415

    storage = LocalFilesImportStorage.objects.filter(project=project).first()
    if storage is None:
        storage = LocalFilesImportStorage(
            project=project, title="Demo files", path=str(folder), use_blob_urls=True, regex_filter=r".*\.csv"
        )
        storage.validate_connection()
        storage.save()
    return storage


def _task(user: Any, project: Any, task: DemoTask, folder: Path, report: Report) -> int:
    """Make the task's file and the task, where they are missing, and return the task's id."""
    from data_import.api import ImportAPI  # noqa: PLC0415
    from tasks.models import Task  # noqa: PLC0415

    existing = Task.objects.filter(project=project, data__title=task.title).first()
    if existing is None:
        if task.scenario is None:
            telemetry, metadata = _upload(user, project), task.data
        else:
            path, metadata = _simulated(task, folder, report)
            _storage(project, folder)
            telemetry = "/data/local-files/?d=" + quote(f"{_FOLDER}/{path.name}")
        data = {"title": task.title, "telemetry": telemetry, **metadata}
        _ask(user, ImportAPI, [{"data": data}], pk=project.pk)
        existing = Task.objects.get(project=project, data__title=task.title)
        if task.scenario is not None:
            _link(existing, _storage(project, folder), folder / task.file)
    return int(existing.pk)


def _simulated(task: DemoTask, folder: Path, report: Report) -> tuple[Path, dict[str, Any]]:
    """Write the telemetry and, beside it, the ground truth; return the file and the task's metadata."""
    path = folder / task.file
    answers = current_config().data_dir / "truth" / f"{path.stem}.truth.json"
    if not (path.exists() and answers.exists()):
        if task.scenario is None:
            raise ValueError(f"{task.title} has no scenario.")
        simulation = Simulation(task.scenario)
        size = task.scenario.samples
        with replacing(path) as file:
            write_csv(simulation, file, lambda done: report(f"simulating {task.title}", done, size))
        replace_file(answers, (json.dumps(simulation.truth(), indent=1, ensure_ascii=False) + "\n").encode())
    truth = json.loads(answers.read_text(encoding="utf-8"))
    return path, {"source": f"simulated, seed {truth['seed']}", **truth["metadata"]}


def _upload(user: Any, project: Any) -> str:
    """Put the real machine's file into the project as an upload, byte for byte; return its address."""
    from data_import.models import FileUpload  # noqa: PLC0415
    from django.core.files.base import ContentFile  # noqa: PLC0415

    content = (resources.files("faultmark.simulate") / "data" / NAB_FILE).read_bytes()
    upload = FileUpload(user=user, project=project)
    upload.file.save(NAB_FILE, ContentFile(content), save=True)
    return str(upload.url)


def _link(task: Any, storage: Any, path: Path) -> None:
    """Tell the storage that this file has its task, so that a sync does not make a second one."""
    from io_storages.localfiles.models import LocalFilesImportStorageLink  # noqa: PLC0415

    LocalFilesImportStorageLink.create(task, str(path), storage)
