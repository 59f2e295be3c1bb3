"""Rules, holds, the disclosure and the audit record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telemetry_project import Machine, make_project

RULES = {"rules": [{"data_class": "telemetry", "days": 90, "basis": "Service contract | § 4"}]}


@pytest.fixture
def machine(make_user: Any, client_for: Any) -> Machine:
    return make_project(client_for(make_user()))


def test_rules_make_the_disclosure_and_are_in_the_record(machine: Machine) -> None:
    from faultmark.web.models import AuditEntry

    path = f"/faultmark/api/projects/{machine.project}/retention"
    assert machine.ask("PUT", path, RULES).status_code == 200
    told = machine.client.get(path).json()
    assert told["rules"][0]["days"] == 90
    text = machine.client.get(path + "/disclosure").content.decode()
    assert "| Telemetry files | 90 days from the import of the task | Service contract \\| § 4 |" in text
    assert "no period is set" in text
    assert "legal hold" not in text
    assert machine.ask("POST", path + "/holds", {"reason": "Claim 12"}).status_code == 201
    assert "legal hold" in machine.client.get(path + "/disclosure").content.decode()
    [placed] = machine.client.get(path).json()["holds"]
    assert machine.ask("DELETE", f"{path}/holds/{placed['id']}").json()["holds"] == []
    assert machine.ask("DELETE", f"{path}/holds/{placed['id']}").status_code == 404
    assert list(AuditEntry.objects.values_list("kind", flat=True)) == ["policy", "hold placed", "hold released"]
    told = machine.client.get(path + "/audit").json()["results"]
    assert [entry["kind"] for entry in told] == ["hold released", "hold placed", "policy"]
    assert told[2]["details"]["after"][0]["days"] == 90
    [date] = machine.client.get(path + "/purge").json()["dates"]
    assert (date["data_class"], date["days"], date["due"], date["next"]) == ("telemetry", 90, 0, None)
    twice = {"rules": RULES["rules"] * 2}
    assert machine.ask("PUT", path, twice).status_code == 400


def test_the_record_cannot_be_changed_and_a_forgery_is_found(machine: Machine) -> None:
    from django.db import connection, transaction
    from django.db.utils import DatabaseError
    from django.utils import timezone

    from faultmark.web.models import AuditEntry
    from faultmark.web.retention.audit import append, first_fault

    for number in range(4):
        append("deleted", machine.project, {"n": number}, timezone.now())
    assert first_fault() is None
    for sql in ("UPDATE faultmark_auditentry SET kind = 'x'", "DELETE FROM faultmark_auditentry"):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER faultmark_audit_update")
            cursor.execute("UPDATE faultmark_auditentry SET details = %s WHERE number = 3", [json.dumps({"n": 9})])
        assert first_fault() == 3
    assert AuditEntry.objects.count() == 4


def test_a_file_that_another_task_needs_stays(machine: Machine) -> None:
    from datetime import timedelta

    from django.utils import timezone
    from tasks.models import Task

    from faultmark.web.models import DataClass
    from faultmark.web.retention.policy import set_rules
    from faultmark.web.retention.purge import purge_due

    address = machine.upload("pump.csv", "time,temperature,pressure\n1,2,3\n")
    old, new = machine.task(address), machine.task(address)
    Task.objects.filter(pk=old).update(created_at=timezone.now() - timedelta(days=9))
    rule = {"data_class": DataClass.TELEMETRY, "days": 5, "basis": "-"}
    set_rules(machine.project, [rule], timezone.now(), None)
    report = purge_due(machine.project, timezone.now())
    assert report is not None
    assert report["kept"] == [{"task": old, "class": "telemetry", "why": "another task names the same file"}]
    assert machine.client.get(address).status_code == 200
    assert Task.objects.get(pk=new).data["telemetry"] == address
    later = purge_due(machine.project, timezone.now() + timedelta(days=6))
    assert later is not None
    assert later["kept"] == []
    assert machine.client.get(address).status_code == 404


def test_files_of_a_connected_folder_stay_unless_the_policy_says_otherwise(machine: Machine) -> None:
    from datetime import timedelta
    from pathlib import Path

    from django.conf import settings
    from django.utils import timezone

    from faultmark.web.retention.policy import set_rules
    from faultmark.web.retention.purge import purge_due

    first = machine.task(machine.local("a.csv", "time,temperature,pressure\n1,2,3\n"))
    folder = Path(settings.LOCAL_FILES_DOCUMENT_ROOT) / f"project-{machine.project}"
    rule = {"data_class": "telemetry", "days": 5, "basis": "-"}
    set_rules(machine.project, [rule], timezone.now(), None)
    kept = purge_due(machine.project, timezone.now() + timedelta(days=6))
    assert kept is not None
    assert [entry["task"] for entry in kept["kept"]] == [first]
    assert (folder / "a.csv").exists()
    machine.task(machine.local("b.csv", "time,temperature,pressure\n1,2,3\n"))
    set_rules(machine.project, [{**rule, "delete_sources": True}], timezone.now(), None)
    gone = purge_due(machine.project, timezone.now() + timedelta(days=6))
    assert gone is not None
    assert gone["kept"] == []
    assert not (folder / "b.csv").exists()


def test_what_is_not_due_or_held_stays(machine: Machine) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from faultmark.web.retention.policy import hold, release, set_rules
    from faultmark.web.retention.purge import plan_report, purge_due

    address = machine.upload("pump.csv", "time,temperature,pressure\n1,2,3\n")
    task = machine.task(address)
    later = timezone.now() + timedelta(days=40)
    set_rules(machine.project, [{"data_class": "telemetry", "days": 60, "basis": "-"}], later, None)
    assert purge_due(machine.project, later) is None
    set_rules(machine.project, [{"data_class": "telemetry", "days": 30, "basis": "-"}], later, None)
    placed = hold(machine.project, task, "Claim 12", later, None)
    plan = plan_report(machine.project, later)
    assert (plan["due"], plan["held"], plan["tasks"]) == ({}, {"telemetry": 1}, {})
    assert purge_due(machine.project, later) is None
    assert machine.client.get(address).status_code == 200
    release(machine.project, placed.pk, later, None)
    assert plan_report(machine.project, later)["tasks"] == {str(task): ["telemetry"]}
    assert machine.client.get(address).status_code == 200, "A plan deletes nothing."
    assert purge_due(machine.project, later) is not None
    assert machine.client.get(address).status_code == 404
