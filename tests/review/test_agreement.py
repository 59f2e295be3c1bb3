"""The stored agreement of a task follows its annotations, by whatever way they come."""

from __future__ import annotations

import random
from typing import Any

import pytest
from review_items import items


def score(task: Any) -> Any:
    from faultmark.web.models import TaskAgreement

    return TaskAgreement.objects.get(pk=task.pk)


def test_a_submit_through_label_studio_updates_the_number(crew: Any) -> None:
    task = crew.task()
    crew.give(task, "ada", "bob")
    crew.mark("ada", task, (0, 100, "drift"))
    assert (score(task).score, score(task).annotators) == (None, 1)
    bobs = crew.mark("bob", task, (0, 50, "drift"))
    assert score(task).score == pytest.approx(0.5)
    assert score(task).reason == "boundaries"
    answer = crew.send("bob", "PATCH", f"/api/annotations/{bobs}/", {"result": items((0, 100, "drift"))})
    assert answer.status_code == 200, answer.content
    assert (score(task).score, score(task).reason) == (1.0, "")


def test_the_same_numbers_from_scratch(crew: Any) -> None:
    from faultmark.web.models import TaskAgreement
    from faultmark.web.review.agreement import recompute

    tasks = [crew.task() for _ in range(3)]
    for shift, task in enumerate(tasks):
        crew.give(task, "ada", "bob")
        crew.mark("ada", task, (0, 100, "drift", 2), (200, 300, "drop", 3))
        crew.mark("bob", task, (10 * shift, 100, "drift", 4), (200, 300, "drift", 3))
    fields = ("task_id", "score", "annotators", "reason", "numbers", "lot")
    before = list(TaskAgreement.objects.order_by("pk").values(*fields))
    TaskAgreement.objects.all().delete()
    assert recompute(crew.project.pk) == 3
    assert list(TaskAgreement.objects.order_by("pk").values(*fields)) == before


def test_the_same_numbers_from_scratch_whatever_was_marked(crew: Any) -> None:
    from faultmark.web.models import TaskAgreement
    from faultmark.web.review.agreement import recompute

    rng = random.Random(5)
    for _ in range(8):
        task = crew.task()
        people = rng.sample(("ada", "bob", "cleo"), rng.choice((1, 2, 2)))
        crew.give(task, *people)
        for name in people:
            marked = []
            for start in rng.sample((0, 200, 400, 600), rng.randint(0, 3)):
                shift = rng.choice((0, 0, 30))
                label = rng.choice(("drift", "drop"))
                marked.append((start + shift, start + 100, label, rng.randint(1, 5)))
            crew.mark(name, task, *marked)
    fields = ("task_id", "score", "annotators", "reason", "numbers", "consensus", "lot")
    before = list(TaskAgreement.objects.order_by("pk").values(*fields))
    recompute()
    assert list(TaskAgreement.objects.order_by("pk").values(*fields)) == before
    TaskAgreement.objects.all().delete()
    recompute()
    assert list(TaskAgreement.objects.order_by("pk").values(*fields)) == before


def test_what_is_said_during_a_recompute_counts(crew: Any) -> None:
    from django.db import connection

    from faultmark.web.models import SeriesLink
    from faultmark.web.review.agreement import recompute

    task = crew.task()
    crew.give(task, "ada", "bob")
    crew.mark("ada", task, (0, 100, "drift"))
    came: list[str] = []

    def bob_submits(execute: Any, sql: str, *more: Any) -> Any:
        # Series are looked up after the annotations were read, and before anything is written.
        if not came and SeriesLink._meta.db_table in sql:
            came.append("bob")
            crew.mark("bob", task, (0, 100, "drift"))
        return execute(sql, *more)

    with connection.execute_wrapper(bob_submits):
        recompute(crew.project.pk)
    assert came == ["bob"]
    assert (score(task).score, score(task).annotators) == (1.0, 2)


def test_a_deleted_annotation_and_a_skipped_task_are_no_opinion(crew: Any) -> None:
    task = crew.task()
    crew.give(task, "ada", "bob")
    crew.mark("ada", task, (0, 100, "drift"))
    bobs = crew.mark("bob", task, (0, 100, "drift"))
    assert score(task).score == 1.0
    assert crew.send("bob", "DELETE", f"/api/annotations/{bobs}/").status_code == 204
    assert (score(task).score, score(task).annotators) == (None, 1)
    skipped = crew.send("bob", "POST", f"/api/tasks/{task.pk}/annotations/", {"result": [], "was_cancelled": True})
    assert skipped.status_code == 201, skipped.content
    assert (score(task).score, score(task).annotators) == (None, 1)


def test_low_agreement_calls_one_more_and_says_when_nobody_is_left(crew: Any, make_user: Any) -> None:
    from faultmark.web.models import Seat

    task = crew.task()
    crew.give(task, "ada", "bob")
    crew.mark("ada", task, (0, 100, "drift"))
    crew.mark("bob", task, (500, 600, "drop"))
    task.refresh_from_db()
    assert (task.overlap, task.is_labeled) == (3, False)
    assert Seat.objects.filter(task=task, user=crew.cleo, reason="low agreement").exists()
    crew.mark("cleo", task, (900, 950, "drop"))
    task.refresh_from_db()
    assert (task.overlap, score(task).extra) == (3, 1), "One more is the most that the project allows."

    from faultmark.web.models import ProjectRules

    ProjectRules.objects.create(project=crew.project, most_extra=2)
    crew.send("cleo", "GET", f"/api/tasks/{task.pk}/")
    from faultmark.web.review.agreement import update_agreement

    update_agreement(task.pk)
    assert score(task).nobody_left

    # Whoever joins is called at once; it is asked of nobody twice.
    make_user("dora@example.com", admin=False)
    members = f"/faultmark/api/projects/{crew.project.pk}/members"
    joined = crew.send("max", "POST", members, {"email": "dora@example.com", "role": "annotator"})
    assert joined.status_code == 201, joined.content
    assert joined.json()["open"] == 1
    assert Seat.objects.filter(task=task, user__email="dora@example.com", reason="low agreement").exists()
    task.refresh_from_db()
    assert (task.overlap, score(task).extra, score(task).nobody_left) == (4, 2, False)
