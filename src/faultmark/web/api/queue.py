"""The endpoints of the queue: tasks in lists, machines, and what comes next."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.ports import TASK_SORTS, TASK_STATES, TaskQuery, TaskSort, TaskState
from faultmark.errors import ConfigError
from faultmark.web import documents
from faultmark.web.access import Act
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.models import SeriesLink, SeriesState
from faultmark.web.platform import platform

__all__ = ["MachinesView", "NextView", "TasksView"]

PAGE_SIZE = 50
MOST_MACHINES = 200
_MOST_WORDS = 12


class TasksView(ProjectView):
    """Tasks of a project."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(
        operation_id="listTasks",
        parameters=[
            OpenApiParameter("page", int, description="From 1."),
            OpenApiParameter(
                "search",
                str,
                description="Words that all stand in the task's metadata, or its id; key:value for a value that "
                "begins with this, or that has a word that does. Quotes keep words together.",
            ),
            OpenApiParameter("state", str, enum=list(TASK_STATES), description="As the asking user sees it."),
            OpenApiParameter("machine", str),
            OpenApiParameter(
                "sort",
                str,
                enum=[sign + sort for sort in TASK_SORTS for sign in ("", "-")],
                description="With a minus from the greatest down. Of proposals it is how many regions models propose.",
            ),
        ],
        responses={200: shapes.TaskListSerializer, **ERRORS},
    )
    def get(self, request: Request, project: int) -> Response:
        """One page of tasks."""
        text = request.query_params.get("page", "1")
        # A database cannot skip more rows than it can count.
        page = min(max(1, int(text)), 1_000_000) if text.isdecimal() and len(text) < 20 else 1
        query = task_query(request.query_params)
        tasks = platform().tasks_page(request.user, project, query, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        links = SeriesLink.objects.filter(task__in=[row.id for row in tasks.rows])
        states: dict[int, str] = dict(links.values_list("task_id", "state"))
        key = documents.file_key(self.project.config)
        return Response(
            {
                "project": documents.project_json(self.project, request.user),
                "progress": tasks.progress.as_dict(),
                "total": tasks.total,
                "page": page,
                "page_size": PAGE_SIZE,
                "results": [
                    documents.task_row_json(row, key, states.get(row.id, str(SeriesState.NONE))) for row in tasks.rows
                ],
            }
        )


def task_query(asked: Any) -> TaskQuery:
    """What a request's parameters ask for.

    Raises
    ------
    ConfigError
        ``queue.query.invalid`` for a state or an order that there is not.
    """
    state, sort = asked.get("state") or None, asked.get("sort") or "order"
    for name, value, known in (("state", state, TASK_STATES), ("sort", sort.removeprefix("-"), TASK_SORTS)):
        if value is not None and value not in known:
            raise ConfigError("queue.query.invalid", f"There is no {name} {value!r}.", expected=", ".join(known))
    words, facets = split_search(asked.get("search", "")[:500])
    return TaskQuery(
        words=words,
        facets=facets,
        state=cast(TaskState | None, state),
        machine=asked.get("machine") or None,
        sort=cast(TaskSort, sort.removeprefix("-")),
        descending=sort.startswith("-"),
    )


def split_search(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Words and ``key:value`` pairs of a search; quotes keep words together."""
    text = text.replace("\0", " ")
    parts: list[str] = []
    for index, piece in enumerate(text.split('"')):
        if index % 2 == 0:
            # What touches a quote belongs to it: plant:"hall 2".
            glue = bool(parts) and index > 0 and not piece[:1].isspace() and bool(piece)
            fresh = piece.split()
            if glue and fresh:
                parts[-1] += fresh.pop(0)
            parts += fresh
        elif parts and text.split('"')[index - 1][-1:].strip():
            parts[-1] += piece
        else:
            parts.append(piece)
    words, facets = [], []
    for part in parts[:_MOST_WORDS]:
        key, colon, value = part.partition(":")
        if colon and key and value and not value.startswith("//"):
            facets.append((key, value))
        elif part.strip():
            words.append(part.strip())
    return tuple(words), tuple(facets)


class MachinesView(ProjectView):
    """Machines of a project."""

    acts: ClassVar = {"GET": Act.SEE}

    @extend_schema(
        operation_id="listMachines",
        parameters=[OpenApiParameter("search", str, description="Part of the name.")],
        responses={200: shapes.MachineListSerializer, **ERRORS},
    )
    def get(self, request: Request, project: int) -> Response:
        """Machines by name, with how many tasks each has."""
        found = platform().machines(request.user, project, request.query_params.get("search", "")[:200], MOST_MACHINES)
        return Response({"results": [{"name": name, "tasks": tasks} for name, tasks in found]})


class NextView(ProjectView):
    """The stream of tasks."""

    acts: ClassVar = {"POST": Act.SEE}

    @extend_schema(
        operation_id="nextTask",
        request=shapes.NextRequestSerializer,
        responses={200: shapes.NextSerializer, **ERRORS},
    )
    def post(self, request: Request, project: int) -> Response:
        """Take the next task by Label Studio's own stream, which minds locks, overlap and sampling."""
        asked = shapes.NextRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = platform().next_task(request.user, project, asked.validated_data["after"])
        return Response({"task": found.task_id, "reason": found.reason})
