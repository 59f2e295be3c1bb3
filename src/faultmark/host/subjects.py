"""What a request to one of Label Studio's endpoints is about: found from its path, its query and its body."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from data_import.models import FileUpload
from data_manager.models import View
from django.apps import apps
from django.conf import settings
from django.db.models import Q
from io_storages.localfiles.models import LocalFilesImportStorage
from ml.models import MLBackend
from tasks.models import Annotation, AnnotationDraft, Prediction, Task
from users.models import User
from webhooks.models import Webhook

from faultmark.host.originals import object_address
from faultmark.host.request_body import body_of, number_in
from faultmark.web.access import Role, Subject, role_in, visible_tasks
from faultmark.web.models import Comment

__all__ = [
    "Finder",
    "account",
    "annotation_at",
    "both",
    "draft_at",
    "entity",
    "link_of_label",
    "link_or_asked",
    "local_file",
    "ml_backend",
    "named_in_body",
    "named_object",
    "nothing",
    "of_model",
    "of_our_view",
    "prediction_at",
    "prediction_or_list",
    "project_asked",
    "project_at",
    "spellings",
    "storage_at",
    "storage_body",
    "stored_file",
    "tab_at",
    "tab_or_asked",
    "task_at",
    "tasks_asked",
    "uploaded_file",
    "webhook",
]

Finder = Callable[[Any, dict[str, Any]], Iterable[Subject]]
_MISSING = Subject(exists=False)


def nothing(_request: Any, _kwargs: dict[str, Any]) -> Iterable[Subject]:
    """No subject: the endpoint spans the installation, or speaks of the caller."""
    return ()


def project_at(name: str = "pk") -> Finder:
    """The project whose id stands in the path."""
    return lambda _request, kwargs: [Subject(project=int(kwargs[name]))]


def project_asked(default: int | None = None) -> Finder:
    """The project named in the query or the body; where Label Studio takes another one then, that is the default."""

    def find(request: Any, _kwargs: dict[str, Any]) -> Iterable[Subject]:
        number = number_in(request.GET, "project")
        if number is None and request.method not in ("GET", "HEAD"):
            number = number_in(body_of(request), "project")
        number = default if number is None else number
        return [] if number is None else [Subject(project=number)]

    return find


def _task(number: int | None) -> Subject:
    project = Task.objects.filter(pk=number).values_list("project_id", flat=True).first()
    return _MISSING if project is None else Subject(project=project, task=number)


def task_at(name: str = "pk") -> Finder:
    """The task whose id stands in the path, and the annotation where one does."""

    def find(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
        found = [_task(int(kwargs[name]))]
        if "annotation_id" in kwargs:
            found += _work(Annotation, "completed_by_id", kwargs["annotation_id"])
        return found

    return find


def _work(model: Any, owner: str, key: object, *, private: bool = False) -> Iterable[Subject]:
    row = model.objects.filter(pk=_key(key)).values_list("task__project_id", "task_id", owner).first()
    return [_MISSING if row is None else Subject(project=row[0], task=row[1], owner=row[2], private=private)]


def _key(value: object) -> int:
    return int(value) if str(value).isdecimal() else -1  # type: ignore[call-overload]


def annotation_at(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The annotation whose id stands in the path."""
    return _work(Annotation, "completed_by_id", kwargs["pk"])


def draft_at(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The draft whose id stands in the path."""
    return _work(AnnotationDraft, "user_id", kwargs["pk"], private=True)


def prediction_at(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The prediction whose id stands in the path."""
    task = Prediction.objects.filter(pk=_key(kwargs["pk"])).values_list("task_id", flat=True).first()
    return [_task(task)]


def of_model(model: Any, name: str = "pk") -> Finder:
    """The project of a row whose id stands in the path."""

    def find(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
        row = model.objects.filter(pk=_key(kwargs[name])).values_list("project_id", flat=True).first()
        return [_MISSING if row is None else Subject(project=row)]

    return find


def tab_at(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A tab of the Data Manager: the one in the path."""
    return of_model(View)(request, kwargs)


def tasks_asked(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A list of tasks: of a project or of a tab."""
    found = list(project_asked()(request, kwargs))
    tab = number_in(request.GET, "view")
    if tab is None and request.method not in ("GET", "HEAD"):
        tab = number_in(body_of(request), "view")
    return [*found, *of_model(View, "tab")(request, {"tab": tab})] if tab else found


def _model_of(request: Any) -> Any:
    return request.resolver_match.func.cls.serializer_class.Meta.model


def storage_at(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A storage, whose table is that of the view that answers."""
    return of_model(_model_of(request))(request, kwargs)


def storage_body(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A storage described in the body: its project, and the stored one whose secrets it borrows."""
    found = list(project_asked()(request, kwargs))
    number = number_in(body_of(request), "id")
    if number is not None:
        serializer = request.resolver_match.func.view_initkwargs.get("serializer_class")
        model = (serializer or request.resolver_match.func.cls.serializer_class).Meta.model
        found += of_model(model, "id")(request, {"id": number})
    return found


def account(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The account whose id stands in the path."""
    number = _key(kwargs["pk"])
    return [Subject(owner=number, exists=User.objects.filter(pk=number).exists())]


def entity(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A task, an annotation or a project by name and id."""
    number = kwargs["entity_id"]
    if kwargs["entity_name"] == "task":
        return [_task(number)]
    if kwargs["entity_name"] == "annotation":
        return annotation_at(request, {"pk": number})
    return [Subject(project=number)] if kwargs["entity_name"] == "project" else [_MISSING]


def named_in_body(request: Any) -> Iterable[Subject]:
    """Where a body would move something to: another project, another task, as a draft of another annotation."""
    body = body_of(request)
    project, task, annotation = (number_in(body, name) for name in ("project", "task", "annotation"))
    if project is not None:
        yield Subject(project=project)
    if task is not None:
        yield _task(task)
    if annotation is not None:
        yield from _work(Annotation, "completed_by_id", annotation)


# Files


def spellings(word: str) -> set[str]:
    """How a word may stand in the text of a JSON column: as it is, or with its letters escaped."""
    return {word, json.dumps(word)[1:-1]}


def _file_of(user: Any, project: int, names: Collection[str]) -> Subject:
    """A file of a project. For an annotator it is there when one of his tasks names it."""
    if role_in(user, project) is not Role.ANNOTATOR:
        return Subject(project=project)
    return Subject(project=project, exists=_named(visible_tasks(user, Task.objects.filter(project=project)), names))


def _named(tasks: Any, names: Collection[str]) -> bool:
    """Whether the data of one of the tasks holds one of the names, and not as a part of a longer one."""
    written = Q()
    for name in names:
        for spelling in spellings(name):
            written |= Q(data__icontains=spelling)
    # What begins with a slash may stand behind the address of a host.
    before = (re.escape(name) if name.startswith("/") else rf"(?<![\w./%-]){re.escape(name)}" for name in names)
    whole = re.compile(rf"(?:{'|'.join(before)})(?![\w/%-]|\.\w)")
    return any(
        whole.search(text)
        for data in tasks.filter(written).values_list("data", flat=True).iterator()
        for text in _texts(data)
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _upload(user: Any, name: str) -> Subject:
    upload = FileUpload.objects.filter(file=name).last()
    if upload is None or upload.project_id is None:
        return _MISSING
    found = _file_of(user, upload.project_id, [f"/data/{name}"])
    if found.exists or not visible_tasks(user, Task.objects.filter(file_upload=upload)).exists():
        return found
    return Subject(project=upload.project_id)


def uploaded_file(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """An upload, by its name in the path."""
    return [_upload(request.user, f"{settings.UPLOAD_DIR.rstrip('/')}/{kwargs['filename']}")]


def stored_file(request: Any, _kwargs: dict[str, Any]) -> Iterable[Subject]:
    """An upload or an avatar, by its path in the query. Avatars belong to no project."""
    name = unquote(request.GET.get("filepath", ""))
    return [] if name.startswith(settings.AVATAR_PATH) else [_upload(request.user, name)]


def local_file(request: Any, _kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A file below the folder for local files: of the projects whose storages hold it, one that the person is in."""
    from pathlib import Path  # noqa: PLC0415

    from django.core.exceptions import SuspiciousFileOperation  # noqa: PLC0415
    from django.utils._os import safe_join  # noqa: PLC0415

    asked = request.GET.get("d", "")
    try:
        path = Path(safe_join(settings.LOCAL_FILES_DOCUMENT_ROOT, asked.lstrip("/")))
    except (SuspiciousFileOperation, ValueError):
        return [_MISSING]
    holding = [
        storage.project_id
        for storage in LocalFilesImportStorage.objects.exclude(path=None)
        if path.is_relative_to(storage.path) and role_in(request.user, storage.project_id) is not None
    ]
    names = {asked, quote(asked), quote(asked, safe="")}
    found = [_file_of(request.user, project, names) for project in holding]
    return [next((subject for subject in found if subject.exists), _MISSING)]


def named_object(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """An object in a bucket that the query names, of the task or the project in the path.

    The credentials of a storage open more than its project needs. Who does not manage that may read what the task
    names, or any task of the project.
    """
    subject = _task(kwargs["task_id"]) if "task_id" in kwargs else Subject(project=kwargs["project_id"])
    asked = request.GET.get("fileuri")
    role = None if subject.project is None else role_in(request.user, subject.project)
    if asked is None or role is None or role >= Role.MANAGER:
        return [subject]
    tasks = Task.objects.filter(project=subject.project)
    tasks = tasks if subject.task is None else tasks.filter(pk=subject.task)
    return [subject if _named(tasks, {object_address(asked)}) else _MISSING]


def ml_backend(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A connected model, by its id in the path."""
    return of_model(MLBackend)(request, kwargs)


def webhook(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """A webhook; one without a project is for administrators."""
    row = Webhook.objects.filter(pk=kwargs["pk"]).values_list("project_id", flat=True)
    found = list(row)
    return [_MISSING if not found or found[0] is None else Subject(project=found[0])]


def link_of_label(_request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The project that a label is linked to."""
    return of_model(apps.get_model("labels_manager", "LabelLink"))(_request, kwargs)


def link_or_asked(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The project that a label is, or is to be, linked to."""
    return link_of_label(request, kwargs) if "pk" in kwargs else project_asked()(request, kwargs)


def tab_or_asked(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The tab in the path, else the project asked for."""
    return tab_at(request, kwargs) if "pk" in kwargs else project_asked()(request, kwargs)


def prediction_or_list(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """The prediction in the path; a list is of what the filters leave."""
    return prediction_at(request, kwargs) if "pk" in kwargs else ()


def both(*finders: Finder) -> Finder:
    """What several finders find, together."""
    return lambda request, kwargs: [subject for finder in finders for subject in finder(request, kwargs)]


def of_our_view(request: Any, kwargs: dict[str, Any]) -> Iterable[Subject]:
    """What one of our own endpoints is about, by the names in its path."""
    if "annotation" in kwargs:
        return annotation_at(request, {"pk": kwargs["annotation"]})
    if "comment" in kwargs:
        return [_task(Comment.objects.filter(pk=kwargs["comment"]).values_list("task_id", flat=True).first())]
    if "task" in kwargs:
        return [_task(kwargs["task"])]
    return [Subject(project=kwargs["project"])] if "project" in kwargs else ()
