"""Sixteen people submit at the same moment, in a process and a database of their own.

``python tests/review/sixteen_at_once.py DATA_DIR [DATABASE_URL]`` prints what came of it as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from clients import client_of  # noqa: E402 - after its folder is known
from review_items import items  # noqa: E402

PEOPLE = 16


def submit_all(clients: list[Any], task: int) -> list[int]:
    """Everybody posts one annotation through Label Studio's API, all released at once; the status each got."""
    from django.db import connections

    barrier = threading.Barrier(len(clients))
    answers: list[int] = [0] * len(clients)

    def post(number: int) -> None:
        result = items((0, 100 + number, "drift"), (500, 600 + number, "drop"))
        barrier.wait()
        try:
            path = f"/api/tasks/{task}/annotations/"
            sent = clients[number].post(path, json.dumps({"result": result}), content_type="application/json")
            answers[number] = sent.status_code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def numbers_of(tasks: list[int]) -> list[Any]:
    from faultmark.web.models import TaskAgreement

    return list(
        TaskAgreement.objects.filter(pk__in=tasks).order_by("pk").values("pk", "score", "annotators", "numbers")
    )


def outcome(task: Any, answers: list[int]) -> dict[str, Any]:
    from tasks.models import Annotation

    from faultmark.web.models import Seat, Step
    from faultmark.web.review.agreement import recompute

    [stored] = numbers_of([task.pk])
    recompute(task.project_id)
    task.refresh_from_db()
    return {
        "answers": sorted(answers),
        "annotations": Annotation.objects.filter(task=task).count(),
        "authors": Annotation.objects.filter(task=task).values("completed_by").distinct().count(),
        "total": task.total_annotations,
        "done": Seat.objects.filter(task=task, state="done").count(),
        "seats": Seat.objects.filter(task=task).count(),
        "steps": Step.objects.filter(task=task).count(),
        "annotators": stored["annotators"],
        "as_recomputed": [stored] == numbers_of([task.pk]),
    }


def shared_out(tasks: list[int]) -> dict[str, Any]:
    """The numbers of tasks of several projects, by one process and by two that share the work."""
    from faultmark.web.models import TaskAgreement
    from faultmark.web.review.agreement import recompute

    recompute()
    alone = numbers_of(tasks)
    TaskAgreement.objects.all().delete()
    return {"tasks": recompute(processes=2), "same": alone == numbers_of(tasks), "scored": len(alone)}


def main(data_dir: Path, database_url: str) -> dict[str, Any]:
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    boot(load_config(data_dir=data_dir, environment={}, **({"database_url": database_url} if database_url else {})))
    prepare_database()
    from django.db import connection
    from projects.models import Project
    from review_config import CONFIG
    from tasks.models import Annotation, Task
    from users.models import User

    from faultmark.host.users import create_user
    from faultmark.web.models import Membership, ProjectRules, Seat

    people = [User.objects.get(pk=create_user(f"p{n}@example.com", "telemetry-123").id) for n in range(PEOPLE)]
    project = Project.objects.create(
        title="Pumps", label_config=CONFIG, organization=people[0].active_organization, created_by=people[0]
    )
    ProjectRules.objects.create(project=project, most_extra=0)
    for person in people:
        Membership.objects.create(project=project, user=person, role=2)
    clients = [client_of(person) for person in people]
    few = Task.objects.create(project=project, data={"csv": "a"}, overlap=2)
    many = Task.objects.create(project=project, data={"csv": "b"}, overlap=PEOPLE)
    one = Task.objects.create(project=project, data={"csv": "c"}, overlap=PEOPLE)
    Membership.objects.filter(user=people[1]).update(role=1)
    Seat.objects.create(task=one, user=people[1])
    said = {
        "database": connection.vendor,
        "few": outcome(few, submit_all([clients[0], *clients[2:], client_of(people[0])], few.pk)),
        "many": outcome(many, submit_all([clients[0], *clients[2:]], many.pk)),
        "same": outcome(one, submit_all([client_of(people[1]) for _ in range(PEOPLE)], one.pk)),
    }
    # The work is shared out by projects at least.
    second = Project.objects.create(
        title="Fans", label_config=CONFIG, organization=people[0].active_organization, created_by=people[0]
    )
    fan = Task.objects.create(project=second, data={"csv": "d"}, overlap=2)
    Annotation.objects.bulk_create(
        Annotation(task=fan, project=second, completed_by=person, result=items((0, end, "drift")))
        for person, end in zip(people[:2], (100, 140), strict=True)
    )
    return {**said, "shared": shared_out([few.pk, many.pk, one.pk, fan.pk])}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")))
