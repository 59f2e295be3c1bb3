"""Tasks that are reserved for a while, and given out by command."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from own_process import run_script


def seats_of(task: Any) -> dict[str, Any]:
    from faultmark.web.models import Seat

    return {seat.user.email.partition("@")[0]: seat for seat in Seat.objects.filter(task=task).select_related("user")}


@pytest.fixture
def single(crew: Any) -> Any:
    """A task for one person."""
    task = crew.task()
    task.overlap = 1
    task.save()
    return task


def next_of(crew: Any, name: str) -> Any:
    return crew.send(name, "POST", f"/faultmark/api/projects/{crew.project.pk}/next", {}).json()["task"]


def test_a_reservation_keeps_others_out_until_it_expires(crew: Any, single: Any) -> None:
    from django.utils import timezone

    from faultmark.web.models import Seat

    assert next_of(crew, "ada") == single.pk
    assert timedelta(minutes=235) < seats_of(single)["ada"].expires_at - timezone.now() <= timedelta(minutes=240)
    assert next_of(crew, "bob") is None
    Seat.objects.filter(task=single).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert next_of(crew, "bob") == single.pk
    assert set(seats_of(single)) == {"bob"}
    late = crew.send("ada", "POST", f"/api/tasks/{single.pk}/annotations/", {"result": []})
    assert late.status_code in (404, 409), late.content


def test_who_works_on_a_task_keeps_it(crew: Any, single: Any) -> None:
    from django.utils import timezone

    from faultmark.web.models import Seat

    next_of(crew, "ada")
    Seat.objects.filter(task=single).update(expires_at=timezone.now() + timedelta(minutes=1))
    saved = crew.send("ada", "PUT", f"/faultmark/api/tasks/{single.pk}/draft", {"regions": [], "values": {}})
    assert saved.status_code == 200, saved.content
    assert seats_of(single)["ada"].expires_at > timezone.now() + timedelta(minutes=200)
    Seat.objects.filter(task=single).update(expires_at=timezone.now() - timedelta(seconds=1))
    crew.mark("ada", single, (0, 100, "drift"))
    # What is annotated is not given to another, however long ago it was reserved.
    assert next_of(crew, "bob") is None


def test_people_rules_and_tasks_are_managed_by_command(template_db: Path, tmp_path: Path) -> None:
    said = run_script(Path(__file__).with_name("members_by_command.py"), tmp_path)
    assert "reservation_minutes      240" in said["rules"]
    assert "reservation_minutes      30" in said["changed"]
    assert "low_agreement" in said["refused"]
    assert "There is no rule nonsense" in said["refused"]
    assert said["kept"] == [30, 2, "manual", 0.5]
    told, seats = said["by_group"]
    assert "ada@example.com" in told
    assert seats == [["ada", "bob"], []]
    assert said["by_hand"][1] == [["ada", "bob"], ["cleo"]]
    assert "eve@example.com has no role in project" in said["no_member"]
    assert said["nothing_left"].startswith("Nothing given")
    # Who has one task of a machine gets the others; of three, those with the fewest come first.
    assert said["by_machine"] == [["ada", "bob"]] * 3
    assert "cleo" in said["by_load"][0]
