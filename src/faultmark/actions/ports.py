"""What the use cases and the web app need of the platform. ``host`` implements it on Label Studio."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

__all__ = [
    "TASK_SORTS",
    "TASK_STATES",
    "InterfaceChange",
    "NextTask",
    "Platform",
    "PlatformRefusal",
    "ProjectInfo",
    "ProjectProgress",
    "SaveRequest",
    "StoredResult",
    "TaskInfo",
    "TaskPage",
    "TaskQuery",
    "TaskRow",
    "TaskSort",
    "TaskState",
    "Telemetry",
]

TaskState = Literal["new", "draft", "done", "skipped", "sent_back", "mine"]
TaskSort = Literal["order", "machine", "proposals", "annotations"]
TASK_STATES: tuple[TaskState, ...] = get_args(TaskState)
TASK_SORTS: tuple[TaskSort, ...] = get_args(TaskSort)


class PlatformRefusal(Exception):
    """The platform refused a request. Carries its own answer, which already has Label Studio's error shape."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {body.get('detail', body)}")
        self.status = status
        self.body = body


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """Counts over a project's tasks; ``mine``, ``drafts`` and ``skipped`` are the asking user's own."""

    tasks: int = 0
    done: int = 0
    mine: int = 0
    drafts: int = 0
    skipped: int = 0

    def as_dict(self) -> dict[str, int]:
        """The counts as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """A project, as far as our screens need it."""

    id: int
    title: str
    config: str
    overlap: int
    instructions: str = ""


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """A task and its project. ``data`` is the task's data as imported."""

    id: int
    project: ProjectInfo
    data: Mapping[str, Any]
    labeled: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list."""

    id: int
    data: Mapping[str, Any]
    annotations: int
    proposals: int
    labeled: bool
    mine: bool
    skipped: bool
    draft: bool
    overlap: int = 1
    machine: str = ""
    skip_reason: str | None = None
    sent_back: bool = False


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of a list; ``total`` counts all that match, ``progress`` is that of the whole project."""

    total: int
    rows: Sequence[TaskRow]
    progress: ProjectProgress


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Which tasks are wanted, and in which order.

    ``words`` stand anywhere in a task's metadata, or are its id. Of ``facets`` the value, or a word of it, begins with
    what is asked. All of them must hold.
    """

    words: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    state: TaskState | None = None
    machine: str | None = None
    sort: TaskSort = "order"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class NextTask:
    """What comes next in the stream, or why nothing does."""

    task_id: int | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StoredResult:
    """An annotation, a draft or a prediction with its Label Studio result items."""

    id: int
    items: Sequence[Mapping[str, Any]]
    updated_at: datetime
    user_id: int | None = None
    user_email: str = ""
    model_version: str = ""
    score: float | None = None
    annotation_id: int | None = None
    ground_truth: bool = False
    cancelled: bool = False
    lead_time: float | None = None
    skip_reason: str | None = None


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What is saved: result items, and the seconds spent on them in all."""

    items: Sequence[Mapping[str, Any]]
    lead_time: float | None = None
    draft_id: int | None = None
    annotation_id: int | None = None
    cancelled: bool = False
    ground_truth: bool = False


@dataclass(frozen=True, slots=True)
class InterfaceChange:
    """A config replaced: the one before, results read and changed by kind, and the backup's path, if any."""

    before: str
    counts: Mapping[str, int]
    backup: str | None


class Telemetry(Protocol):
    """A task's telemetry, wherever it stands."""

    @property
    def name(self) -> str:
        """The name that errors and summaries give it."""

    @property
    def near(self) -> bool:
        """Whether asking for its stamp costs nothing: it is on this machine."""

    @property
    def options(self) -> Mapping[str, Any]:
        """Ingest options that its place calls for; those that somebody chose go before."""

    def stamp(self) -> dict[str, Any]:
        """What changes when the telemetry does: JSON values. Empty where a file is gone.

        Raises
        ------
        SeriesError
            ``series.source.…`` when the place does not answer, or refuses.
        """

    def local(self, stamp: Mapping[str, Any]) -> AbstractContextManager[Path]:
        """A file to read while it is entered; fetched, where the telemetry is not on this machine.

        Raises
        ------
        SeriesError
            As :meth:`stamp`; ``series.file.changed`` when it is another than the stamp says.
        """


class Platform(Protocol):
    """Projects, tasks and labels of the platform, each as the given user may see them."""

    def projects_for(self, user: Any) -> Sequence[tuple[ProjectInfo, ProjectProgress]]:
        """All projects of the user, newest first."""

    def project_for(self, user: Any, project_id: int) -> ProjectInfo | None:
        """A project, or None where there is none that the user may see."""

    def progress_of(self, user: Any, project_id: int) -> ProjectProgress:
        """Counts over a project that the user may see."""

    def task(self, task_id: int) -> TaskInfo | None:
        """A task, for a job that acts for nobody in particular."""

    def tasks(self, task_ids: Sequence[int]) -> Sequence[TaskInfo]:
        """Many tasks at once, whoever asks; those that are gone are left out."""

    def recount(self, task_id: int) -> None:
        """Count a task's annotations anew: the platform's own counters miss some of those that come at once."""

    def set_overlap(self, task_id: int, overlap: int) -> None:
        """How many people are to annotate a task; whether it is finished follows."""

    def set_project_overlap(self, user: Any, project_id: int, overlap: int) -> None:
        """How many people are to annotate each task of a project. Raises :class:`PlatformRefusal`."""

    def tasks_page(self, user: Any, project_id: int, query: TaskQuery, offset: int, limit: int) -> TaskPage:
        """One page of a project's tasks, as the user sees them."""

    def machines(self, user: Any, project_id: int, search: str, limit: int) -> Sequence[tuple[str, int]]:
        """Machines of a project by name, with how many tasks each has."""

    def next_task(self, user: Any, project_id: int, after: int | None) -> NextTask:
        """The next task by the platform's own stream, which locks it for the user.

        ``after`` is the task that is left; where it is not done, it is put off until the others are.
        """

    def people(self, user_ids: Iterable[int]) -> Mapping[int, str]:
        """Names of people, as others read them."""

    def change_interface(
        self,
        project_id: int,
        config: str,
        migrate: Callable[[str, str, int, Sequence[Mapping[str, Any]]], list[dict[str, Any]] | None],
        check: Callable[[], None],
        *,
        noted: Mapping[str, Any],
        dry_run: bool,
    ) -> InterfaceChange:
        """Replace a project's labeling config and its results in one transaction.

        ``migrate`` is given the old config and the kind, id and items of one result, and returns the items that replace
        them, or None; ``check`` is called when all have been read, and may raise to leave everything as it was. A
        backup of what changes is on disk before anything does; ``noted`` goes into it.
        """

    def source_of(self, task: TaskInfo, value: str) -> Path:
        """The local file that a value of the task's data names, if the project may read it.

        Raises
        ------
        SeriesError
            ``series.source.…`` when it is a place that cannot be opened, or one that the project may not read.
        """

    def erase_source(self, task: TaskInfo, value: str, *, connected: bool) -> Mapping[str, Any]:
        """Delete the file that a task's data name, for good: an upload, or, if ``connected``, a storage's file.

        Returns
        -------
        ``files`` that are gone, by the hash of their names, and why others are ``kept``.
        """

    def has_exports(self, project_id: int) -> bool:
        """Whether exports or datasets of a project are on disk."""

    def erase_exports(self, project_id: int, before: float) -> Mapping[str, Any]:
        """Delete exports and datasets of a project that are older than a moment, in seconds since the epoch."""

    def forget_tokens(self, user: Any) -> None:
        """Delete a person's API tokens."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str]:
        """Send a message; the status of the answer, or None where there is none, and what went wrong."""

    def compact(self) -> None:
        """Leave nothing of deleted rows in the database's files."""

    def telemetry_of(self, task: TaskInfo, key: str, value: Any) -> Telemetry:
        """The telemetry that stands in the task's data under ``key``, or that its value names.

        Raises
        ------
        SeriesError
            As :meth:`source_of`.
        """

    def turn(self, user: Any, task_id: int) -> AbstractContextManager[None]:
        """Keep apart what one user saves of one task, across threads, processes and tabs, while it is entered."""

    def task_of_annotation(self, annotation_id: int) -> int | None:
        """Id of the task that an annotation belongs to."""

    def annotations(self, task_id: int) -> Sequence[StoredResult]:
        """All annotations of a task, oldest first."""

    def annotations_of(self, task_ids: Sequence[int]) -> Iterable[tuple[int, StoredResult]]:
        """All annotations of many tasks with the task's id, oldest first."""

    def drafts(self, user: Any, task_id: int) -> Sequence[StoredResult]:
        """The user's own drafts on a task, oldest first."""

    def predictions(self, task_id: int) -> Sequence[StoredResult]:
        """All predictions of a task, oldest first."""

    def predictions_of(self, task_ids: Sequence[int]) -> Iterable[tuple[int, StoredResult]]:
        """All predictions of many tasks with the task's id, oldest first."""

    def predicted_regions(self, project_id: int) -> Iterator[tuple[int, str, Set[str]]]:
        """For every prediction of a project its id, its model version and the ids of its regions."""

    def replace_prediction(
        self, task_id: int, model_version: str, items: Sequence[Mapping[str, Any]], score: float | None
    ) -> int:
        """Save a model's only prediction of a task in place of its former ones; its id. Others' stay as they are."""

    def save_draft(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create or update a draft. Raises :class:`PlatformRefusal`."""

    def submit(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create an annotation, or update ``save.annotation_id``. Raises :class:`PlatformRefusal`."""
