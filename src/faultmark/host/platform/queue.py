"""The queue: tasks in lists, and what comes next by Label Studio's own stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from tasks.models import Annotation, AnnotationDraft, Task

from faultmark.actions.ports import (
    NextTask,
    PlatformRefusal,
    ProjectProgress,
    SaveRequest,
    TaskPage,
    TaskQuery,
    TaskRow,
)
from faultmark.host.platform.calls import call
from faultmark.host.platform.labels import Labels
from faultmark.host.platform.projects import Projects
from faultmark.web.access import visible_tasks
from faultmark.web.assignment.next_task import next_task
from faultmark.web.models import Seat, SeatState, SkipReason, TaskCard
from faultmark.web.task_cards import AT_ONCE, ensure_cards, ensure_counts, ensure_project_counts, facet_line

__all__ = ["Queue"]

_ORDERS = {
    "order": "inner_id",
    "machine": "faultmark_card__machine",
    "proposals": "faultmark_card__proposals",
    "annotations": "total_annotations",
}


class Queue(Projects, Labels):
    """Tasks in lists and in the stream, each as the given user sees them."""

    def tasks_page(self, user: Any, project_id: int, query: TaskQuery, offset: int, limit: int) -> TaskPage:
        """One page of a project's tasks.

        Words are looked for in the cards, which are small, and once: what is found is both counted and shown. States
        are found from the user's own annotations and drafts, of which there are few.
        """
        counts = self.progress_of(user, project_id)
        ensure_cards(project_id, counts.tasks, AT_ONCE)
        if query.sort == "proposals":
            ensure_project_counts(project_id, AT_ONCE)
        tasks = visible_tasks(user, Task.objects.filter(project_id=project_id))
        found = _in_state(_matching(tasks, project_id, query), user, project_id, query.state)
        first = F(_ORDERS[query.sort]).desc() if query.descending else F(_ORDERS[query.sort]).asc()
        ids = found.order_by(first, "pk").values_list("pk", flat=True)
        if query.words or query.facets:
            every = list(ids)
            return TaskPage(len(every), _rows(user, every[offset : offset + limit]), counts)
        is_all = query.state is None and query.machine is None
        total = counts.tasks if is_all else found.order_by().count()
        return TaskPage(total, _rows(user, list(ids[offset : offset + limit])), counts)

    def machines(self, user: Any, project_id: int, search: str, limit: int) -> Sequence[tuple[str, int]]:
        """Machines of a project by name, with how many tasks each has."""
        ensure_cards(project_id, most=AT_ONCE)
        cards = visible_tasks(user, TaskCard.objects.filter(project_id=project_id).exclude(machine=""), "task__")
        if search:
            cards = cards.filter(machine__icontains=search)
        return list(cards.values_list("machine").annotate(Count("pk")).order_by("machine")[:limit])

    def next_task(self, user: Any, project_id: int, after: int | None) -> NextTask:
        """What was sent back to the user, else the next task by Label Studio's own stream, called as its page does."""
        if after is not None:
            self._put_off(user, project_id, after)
        given = next_task(user, project_id)
        if given is not None and given != after and _waits_again(user, given):
            return NextTask(given, "It was sent back to you.")
        try:
            answer = call(user, "GET", f"/api/projects/{project_id}/next/")
        except PlatformRefusal as refusal:
            if refusal.status != 404:
                raise
            return NextTask(None, self._why_none(user, project_id))
        if answer["id"] == after:
            return NextTask(None, "This is the only task that is left for you.")
        return NextTask(answer["id"])

    def _put_off(self, user: Any, project_id: int, task_id: int) -> None:
        """Leave a task the way Label Studio's own page does: a postponed draft, and no lock."""
        task = Task.objects.filter(pk=task_id, project_id=project_id).first()
        if task is None:
            return
        if not Annotation.objects.filter(task=task, completed_by=user).exists():
            with self.turn(user, task_id):
                drafts = self.drafts(user, task_id)
                draft = drafts[-1] if drafts else self.save_draft(user, task_id, SaveRequest(items=[]))
                call(user, "PATCH", f"/api/drafts/{draft.id}/", {"was_postponed": True})
        task.release_lock(user)

    def _why_none(self, user: Any, project_id: int) -> str:
        counts: ProjectProgress = self.progress_of(user, project_id)
        if not counts.tasks:
            return "The project has no tasks yet."
        if counts.done == counts.tasks:
            return "All tasks are done."
        if counts.mine + counts.skipped >= counts.tasks:
            return "You have labeled or skipped every task. The rest waits for others."
        return "Others are working on what is left. Ask again later."


def _waits_again(user: Any, task_id: int) -> bool:
    """Label Studio's stream passes by what the user annotated before."""
    return bool(_sent_back_to(user).filter(task_id=task_id).exists())


def _sent_back_to(user: Any) -> QuerySet[Any]:
    return Seat.objects.filter(user=user, state=SeatState.SENT_BACK)


def _matching(tasks: QuerySet[Any], project_id: int, query: TaskQuery) -> QuerySet[Any]:
    cards = TaskCard.objects.filter(project_id=project_id)
    for word in query.words:
        matches = Q(words__contains=word.lower())
        # Ids are what people paste.
        cards = cards.filter(
            matches | Q(pk=int(word)) if word.isascii() and word.isdecimal() and len(word) < 19 else matches
        )
    for key, value in query.facets:
        cards = cards.filter(words__contains=facet_line(key, value))
    if query.machine is not None:
        cards = cards.filter(machine=query.machine)
    if not (query.words or query.facets or query.machine is not None):
        return tasks
    return tasks.filter(pk__in=cards.values("pk"))


def _in_state(tasks: QuerySet[Any], user: Any, project_id: int, state: str | None) -> QuerySet[Any]:
    """Tasks in a state as :func:`faultmark.web.documents.task_row_json` names it."""
    if state is None:
        return tasks
    own = Annotation.objects.filter(project_id=project_id, completed_by=user, task__isnull=False)
    done = own.filter(was_cancelled=False).values("task")
    skipped = own.filter(was_cancelled=True).values("task")
    drafts = AnnotationDraft.objects.filter(task__project_id=project_id, user=user).values("task")
    sent_back = _sent_back_to(user).filter(task__project_id=project_id).values("task")
    untouched = tasks.exclude(pk__in=own.values("task")).exclude(pk__in=drafts)
    return {
        # To do is also what a reviewer wants looked at again.
        "new": untouched | tasks.filter(pk__in=sent_back),
        "draft": tasks.filter(pk__in=drafts).exclude(pk__in=own.values("task")),
        "done": tasks.filter(pk__in=done).exclude(pk__in=sent_back),
        "skipped": tasks.filter(pk__in=skipped).exclude(pk__in=done),
        "sent_back": tasks.filter(pk__in=sent_back),
        "mine": tasks.filter(Q(pk__in=own.values("task")) | Q(pk__in=drafts)),
    }[state]


def _rows(user: Any, ids: Sequence[int]) -> list[TaskRow]:
    """Rows for the tasks of one page, in this order."""
    ensure_counts(TaskCard.objects.filter(pk__in=ids))
    tasks = {task.pk: task for task in Task.objects.filter(pk__in=ids).select_related("faultmark_card")}
    own = Annotation.objects.filter(task__in=ids, completed_by=user)
    done = set(own.filter(was_cancelled=False).values_list("task", flat=True))
    skipped = set(own.filter(was_cancelled=True).values_list("task", flat=True))
    drafts = set(AnnotationDraft.objects.filter(task__in=ids, user=user).values_list("task", flat=True))
    said = SkipReason.objects.filter(annotation__in=own.filter(was_cancelled=True))
    reasons = dict(said.order_by("pk").values_list("annotation__task", "reason"))
    sent_back = set(_sent_back_to(user).filter(task__in=ids).values_list("task", flat=True))
    return [
        TaskRow(
            id=task.pk,
            data=task.data or {},
            annotations=task.total_annotations,
            proposals=task.faultmark_card.proposals if hasattr(task, "faultmark_card") else 0,
            labeled=task.is_labeled,
            mine=task.pk in done,
            skipped=task.pk in skipped,
            draft=task.pk in drafts,
            overlap=task.overlap,
            machine=task.faultmark_card.machine if hasattr(task, "faultmark_card") else "",
            skip_reason=reasons.get(task.pk),
            sent_back=task.pk in sent_back,
        )
        for task in (tasks[pk] for pk in ids if pk in tasks)
    ]
