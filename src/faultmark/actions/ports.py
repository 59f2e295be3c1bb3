"""What the use cases and the web app need of the platform. ``host`` implements it on Label Studio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

__all__ = [
    "Platform",
    "PlatformRefusal",
    "ProjectInfo",
    "ProjectProgress",
    "SaveRequest",
    "StoredResult",
    "TaskInfo",
    "TaskPage",
    "TaskRow",
]


class PlatformRefusal(Exception):
    """The platform refused a request. Carries its own answer, which already has Label Studio's error shape."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {body.get('detail', body)}")
        self.status = status
        self.body = body


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """Counts over a project's tasks; ``mine`` are those that the asking user annotated."""

    tasks: int
    done: int
    mine: int


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
    predictions: int
    labeled: bool
    mine: bool
    skipped: bool
    draft: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of a list; ``total`` counts all that match."""

    total: int
    rows: Sequence[TaskRow]


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


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What is saved: result items, and the seconds spent on them in all."""

    items: Sequence[Mapping[str, Any]]
    lead_time: float | None = None
    draft_id: int | None = None
    annotation_id: int | None = None
    cancelled: bool = False


class Platform(Protocol):
    """Projects, tasks and labels of the platform, each as the given user may see them."""

    def projects_for(self, user: Any) -> Sequence[tuple[ProjectInfo, ProjectProgress]]:
        """All projects of the user, newest first."""

    def project_for(self, user: Any, project_id: int) -> ProjectInfo | None:
        """A project, or None where there is none that the user may see."""

    def progress_of(self, user: Any, project_id: int) -> ProjectProgress:
        """Counts over a project that the user may see."""

    def task_for(self, user: Any, task_id: int) -> TaskInfo | None:
        """A task, or None where there is none that the user may see."""

    def task(self, task_id: int) -> TaskInfo | None:
        """A task, for a job that acts for nobody in particular."""

    def tasks_page(self, user: Any, project_id: int, search: str, offset: int, limit: int) -> TaskPage:
        """Tasks of a project in their order, those whose data contain every word of ``search``."""

    def source_of(self, task: TaskInfo, value: str) -> Path:
        """The local file that a value of the task's data names, if the project may read it.

        Raises
        ------
        SeriesError
            ``series.source.…`` when it is a place that cannot be opened, or one that the project may not read.
        """

    def turn(self, user: Any, task_id: int) -> AbstractContextManager[None]:
        """Keep apart what one user saves of one task, across threads, processes and tabs, while it is entered."""

    def task_of_annotation(self, annotation_id: int) -> int | None:
        """Id of the task that an annotation belongs to."""

    def annotations(self, task_id: int) -> Sequence[StoredResult]:
        """All annotations of a task, oldest first."""

    def drafts(self, user: Any, task_id: int) -> Sequence[StoredResult]:
        """The user's own drafts on a task, oldest first."""

    def predictions(self, task_id: int) -> Sequence[StoredResult]:
        """All predictions of a task, oldest first."""

    def save_draft(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create or update a draft. Raises :class:`PlatformRefusal`."""

    def submit(self, user: Any, task_id: int, save: SaveRequest) -> StoredResult:
        """Create an annotation, or update ``save.annotation_id``. Raises :class:`PlatformRefusal`."""
