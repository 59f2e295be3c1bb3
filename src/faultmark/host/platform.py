"""Label Studio behind our ports: reads through its models, saves through its own REST views, in process."""

from __future__ import annotations

import contextlib
import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from core.permissions import all_permissions
from data_import.models import FileUpload
from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.test.client import RequestFactory
from django.urls import resolve
from django.utils._os import safe_join
from io_storages.localfiles.models import LocalFilesImportStorage
from projects.models import Project
from rest_framework.test import force_authenticate
from tasks.models import Annotation, AnnotationDraft, Prediction, Task

from faultmark.actions.ports import (
    PlatformRefusal,
    ProjectInfo,
    ProjectProgress,
    SaveRequest,
    StoredResult,
    TaskInfo,
    TaskPage,
    TaskRow,
)
from faultmark.errors import Place, Remedy, SeriesError
from faultmark.host.boot import current_config

__all__ = ["LabelStudioPlatform"]

_factory = RequestFactory()


def _project(record: Any) -> ProjectInfo:
    return ProjectInfo(
        id=record.pk,
        title=record.title or f"Project {record.pk}",
        config=record.label_config or "<View/>",
        overlap=record.maximum_annotations,
        instructions=record.expert_instruction or "" if record.show_instruction else "",
    )


def _stored(record: Any) -> StoredResult:
    return StoredResult(
        id=record.pk,
        items=record.result if isinstance(record.result, list) else [],
        updated_at=record.updated_at,
        user_id=getattr(record, "completed_by_id", None) or getattr(record, "user_id", None),
        user_email=_email(record),
        model_version=getattr(record, "model_version", "") or "",
        score=getattr(record, "score", None),
        annotation_id=getattr(record, "annotation_id", None),
        ground_truth=bool(getattr(record, "ground_truth", False)),
        cancelled=bool(getattr(record, "was_cancelled", False)),
        lead_time=getattr(record, "lead_time", None),
    )


def _spellings(word: str) -> set[str]:
    """How a word may stand in the text of a JSON column.

    SQLite keeps JSON with other letters than ASCII as escapes, in which it cannot tell upper case from lower.
    """
    return {word, *(json.dumps(form)[1:-1] for form in (word, word.lower(), word.upper(), word.title()))}


def _email(record: Any) -> str:
    person = getattr(record, "completed_by", None) or getattr(record, "user", None)
    return str(person.email) if person is not None else ""


class LabelStudioPlatform:
    """See :class:`faultmark.actions.ports.Platform`."""

    # Reading

    def _projects(self, user: Any) -> Any:
        if not user.has_perm(all_permissions.projects_view):
            return Project.objects.none()
        return Project.objects.for_user(user)

    def projects_for(self, user: Any) -> Sequence[tuple[ProjectInfo, ProjectProgress]]:
        """All projects of the user, newest first; a fixed number of queries however many there are."""
        records = list(self._projects(user).order_by("-created_at")[:1000])
        counts = self._counts(user, [record.pk for record in records])
        return [(_project(record), counts.get(record.pk, ProjectProgress(0, 0, 0))) for record in records]

    @staticmethod
    def _counts(user: Any, projects: Iterable[int]) -> dict[int, ProjectProgress]:
        mine = Annotation.objects.filter(task=OuterRef("pk"), completed_by=user)
        rows = (
            Task.objects.filter(project__in=projects)
            .annotate(mine=Exists(mine))
            .values("project_id")
            .annotate(
                tasks=Count("pk"), done=Count("pk", filter=Q(is_labeled=True)), by_me=Count("pk", filter=Q(mine=True))
            )
        )
        return {row["project_id"]: ProjectProgress(row["tasks"], row["done"], row["by_me"]) for row in rows}

    def project_for(self, user: Any, project_id: int) -> ProjectInfo | None:
        """A project, or None."""
        record = self._projects(user).filter(pk=project_id).first()
        return None if record is None else _project(record)

    def progress_of(self, user: Any, project_id: int) -> ProjectProgress:
        """Counts over a project."""
        return self._counts(user, [project_id]).get(project_id, ProjectProgress(0, 0, 0))

    def task_for(self, user: Any, task_id: int) -> TaskInfo | None:
        """A task, or None: by Label Studio's own rule for tasks."""
        record = Task.objects.filter(pk=task_id).select_related("project").first()
        if record is None or not user.has_perm(all_permissions.tasks_view) or not record.has_permission(user):
            return None
        return self._task(record)

    def task(self, task_id: int) -> TaskInfo | None:
        """A task, whoever asks."""
        record = Task.objects.filter(pk=task_id).select_related("project").first()
        return None if record is None else self._task(record)

    @staticmethod
    def _task(record: Any) -> TaskInfo:
        return TaskInfo(
            id=record.pk, project=_project(record.project), data=record.data or {}, labeled=record.is_labeled
        )

    def tasks_page(self, user: Any, project_id: int, search: str, offset: int, limit: int) -> TaskPage:
        """One page of a project's tasks."""
        found: QuerySet[Any] = Task.objects.filter(project_id=project_id)
        for word in search.split():
            matches = Q()
            for written in _spellings(word):
                matches |= Q(data__icontains=written)
            # Ids are what people paste.
            found = found.filter(matches | Q(pk=int(word)) if word.isascii() and word.isdecimal() else matches)
        by_user = Annotation.objects.filter(task=OuterRef("pk"), completed_by=user)
        drafts = AnnotationDraft.objects.filter(task=OuterRef("pk"), user=user)
        rows = found.annotate(
            mine=Exists(by_user.filter(was_cancelled=False)),
            skipped=Exists(by_user.filter(was_cancelled=True)),
            draft=Exists(drafts),
        ).order_by("inner_id", "pk")[offset : offset + limit]
        return TaskPage(
            total=found.count(),
            rows=[
                TaskRow(
                    id=row.pk,
                    data=row.data or {},
                    annotations=row.total_annotations,
                    predictions=row.total_predictions,
                    labeled=row.is_labeled,
                    mine=row.mine,
                    skipped=row.skipped,
                    draft=row.draft,
                )
                for row in rows
            ],
        )

    def annotations(self, task_id: int) -> Sequence[StoredResult]:
        """All annotations of a task."""
        return [
            _stored(r) for r in Annotation.objects.filter(task_id=task_id).select_related("completed_by").order_by("pk")
        ]

    def drafts(self, user: Any, task_id: int) -> Sequence[StoredResult]:
        """The user's own drafts."""
        found = AnnotationDraft.objects.filter(task_id=task_id, user=user).select_related("user").order_by("pk")
        return [_stored(record) for record in found]

    def predictions(self, task_id: int) -> Sequence[StoredResult]:
        """All predictions of a task."""
        return [_stored(record) for record in Prediction.objects.filter(task_id=task_id).order_by("pk")]

    # Files

    def source_of(self, task: TaskInfo, value: str) -> Path:
        """The local file that a value names."""
        parts = urlsplit(value)
        is_here = not parts.netloc or value.startswith(f"{settings.HOSTNAME}/")
        if is_here and parts.path.startswith("/data/upload/"):
            return self._uploaded(task, unquote(parts.path.removeprefix("/data/")))
        if is_here and parts.path.rstrip("/") == "/data/local-files":
            return self._local(task, parse_qs(parts.query).get("d", [""])[0])
        scheme = parts.scheme or "no scheme"
        raise SeriesError(
            "series.source.unsupported",
            f"The task names {value[:200]!r} ({scheme}), and only uploaded files and local storages can be opened.",
            remedies=(Remedy("Upload the file to the project, or connect its folder as a local storage."),),
        )

    @staticmethod
    def _uploaded(task: TaskInfo, name: str) -> Path:
        upload = FileUpload.objects.filter(file=name, project_id=task.project.id).last()
        if upload is None:
            raise SeriesError(
                "series.source.forbidden",
                f"There is no upload {name} in this project.",
                remedies=(Remedy("Upload the file to this project and import it again."),),
            )
        try:
            return Path(upload.file.path)
        except NotImplementedError as error:
            raise SeriesError(
                "series.source.unsupported",
                "Uploads of this installation are not kept as files that can be opened.",
                place=Place(name),
                remedies=(Remedy("Connect a folder as a local storage instead."),),
            ) from error

    @staticmethod
    def _local(task: TaskInfo, relative: str) -> Path:
        root = settings.LOCAL_FILES_DOCUMENT_ROOT
        try:
            # Resolved, so that a link inside the folder cannot lead out of it.
            path = Path(safe_join(root, relative.lstrip("/"))).resolve()
        except ValueError as error:
            raise SeriesError(
                "series.source.forbidden", f"{relative!r} lies outside the folder for local files."
            ) from error
        for storage in LocalFilesImportStorage.objects.filter(project_id=task.project.id):
            if storage.path and path.is_relative_to(Path(storage.path).resolve()):
                return path
        raise SeriesError(
            "series.source.forbidden",
            "No local storage of this project holds the file.",
            place=Place(path.name),
            remedies=(Remedy("Add a local storage for its folder in the project's settings, under Cloud Storage."),),
        )

    # Saving

    @contextlib.contextmanager
    def turn(self, user: Any, task_id: int) -> Iterator[None]:
        """Let one save of a user and a task follow the other; see the port."""
        if connection.vendor == "postgresql":
            key = [user.pk % 2**31, task_id % 2**31]
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
                try:
                    yield
                finally:
                    cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
            return
        folder = current_config().data_dir / "locks"
        folder.mkdir(exist_ok=True)
        # A few files for all: that strangers sometimes wait for each other costs less than a file for each task.
        with (folder / f"save-{hash((user.pk, task_id)) % 64}").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def task_of_annotation(self, annotation_id: int) -> int | None:
        """Id of an annotation's task."""
        found: int | None = Annotation.objects.filter(pk=annotation_id).values_list("task_id", flat=True).first()
        return found

    @staticmethod
    def _call(user: Any, method: str, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call one of Label Studio's REST views in process, as that user, and return its answer."""
        request = _factory.generic(method, path, json.dumps(body), content_type="application/json")
        request.META["SERVER_NAME"] = settings.ALLOWED_HOSTS[0]
        force_authenticate(request, user)
        request.user = user
        match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
        response.render()
        answer: Mapping[str, Any] = json.loads(response.content or b"{}")
        if response.status_code >= 400:
            raise PlatformRefusal(response.status_code, answer)
        return answer

    def save_draft(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create or update a draft."""
        body = {"result": list(save.items), "lead_time": save.lead_time or 0}
        if save.draft_id is not None:
            known = AnnotationDraft.objects.filter(pk=save.draft_id, task_id=task_id, user=user)
            if not known.exists():
                raise PlatformRefusal(
                    404, {"status_code": 404, "detail": f"There is no draft {save.draft_id} of yours."}
                )
            answer = self._call(user, "PATCH", f"/api/drafts/{save.draft_id}/", body)
        elif save.annotation_id is not None:
            answer = self._call(user, "POST", f"/api/tasks/{task_id}/annotations/{save.annotation_id}/drafts", body)
        else:
            answer = self._call(user, "POST", f"/api/tasks/{task_id}/drafts", body)
        return _stored(AnnotationDraft.objects.select_related("user").get(pk=answer["id"]))

    def submit(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create or update an annotation."""
        body: dict[str, Any] = {"result": list(save.items), "lead_time": save.lead_time or 0}
        body["was_cancelled"] = save.cancelled
        if save.draft_id is not None:
            body["draft_id"] = save.draft_id
        if save.annotation_id is not None:
            answer = self._call(user, "PATCH", f"/api/annotations/{save.annotation_id}/", body)
        else:
            answer = self._call(user, "POST", f"/api/tasks/{task_id}/annotations/", body)
        return _stored(Annotation.objects.select_related("completed_by").get(pk=answer["id"]))
