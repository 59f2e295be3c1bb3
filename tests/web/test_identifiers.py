"""Names of people, planted in tasks by every way in, and searched for in everything that comes out."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from telemetry_project import Machine, body, region, rows

from faultmark.errors import ConfigError
from faultmark.host.identifier_key import KEY_FILE, identifier_key
from faultmark.machine.identifiers import Identifiers

NAMES = ("Quintilia Abernathy", "Zebulon Okonkwo", "Xanthippe Vlk")
TABLE = "start,title,Technician\n1,Replace seal,Zebulon Okonkwo\n"


@pytest.fixture(params=["hash", "drop"])
def rules(request: Any, booted: Any, settings_of_people: Any) -> Identifiers:
    key = identifier_key(booted.data_dir) if request.param == "hash" else None
    return settings_of_people(Identifiers.of(["operator", "technician", "Shift Lead"], key))


@pytest.fixture
def settings_of_people(monkeypatch: Any) -> Any:
    """Run with these rules, and take them out of Django's field again."""
    from django.apps import apps
    from django.conf import settings

    from faultmark.host.identifiers import protect_task_data

    field = apps.get_model("tasks", "Task")._meta.get_field("data")
    before = dict(field.__dict__)

    def use(rules: Identifiers) -> Identifiers:
        monkeypatch.setattr(settings, "FAULTMARK_IDENTIFIERS", rules)
        protect_task_data()
        return rules

    yield use
    field.__dict__.clear()
    field.__dict__.update(before)


def everything_in_the_database() -> str:
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def built_dataset(machine: Machine) -> Path:
    """The folder of a dataset with everything in it."""
    from django.conf import settings

    from faultmark.web.dataset_job import build_project_dataset

    api = f"/faultmark/api/projects/{machine.project}/datasets"
    recipe = f"name: people\nproject: {machine.project}\nwindows: {{length: 2, stride: 1, formats: [npz, parquet]}}\n"
    made = machine.ask("POST", api, {"recipe": f"{recipe}splits: {{by: time, shares: {{train: 1}}}}\n"})
    assert made.status_code == 202, made.content
    build_project_dataset.func(made.json()["id"])
    build = machine.client.get(f"{api}/{made.json()['id']}").json()
    assert build["state"] == "done", build["error"]
    assert {"events.csv", "windows-train.parquet", "manifest.json", "README.md"} <= {*build["files"]}
    return Path(settings.FAULTMARK_DATASETS_DIR) / f"project-{machine.project}" / build["folder"]


def test_no_name_comes_out(machine: Machine, ingest: Any, rules: Identifiers, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    telemetry = "time,temperature,pressure,operator\n" + "".join(f"{i},{i},1,Xanthippe Vlk\n" for i in range(5))
    address = machine.local("pump.csv", telemetry)
    orders = [{"start": 1, "title": "Seal", "technician": "Zebulon  OKONKWO", "crew": {"shift-lead": NAMES[0]}}]
    task = machine.task(address, machine="pump 1", Operator=NAMES[0], work_orders=orders, maintenance=TABLE)
    assert ingest(task).state == "ready"
    changed = {"telemetry": address, "operator": [NAMES[0], NAMES[2]], "alarms": machine.local("alarms.csv", TABLE)}
    second = machine.task(address, machine="pump 2")
    assert machine.ask("PATCH", f"/api/tasks/{second}/", {"data": changed}).status_code == 200
    assert ingest(second).state == "ready"
    from tasks.models import Task

    Task.objects.filter(pk=second).update(data={**changed, "shift_lead": NAMES[1]})
    from faultmark.web.series_store import series_store

    saved = machine.ask("POST", f"/faultmark/api/tasks/{task}/annotations", body(region("a", 1, 3)))
    assert saved.status_code == 201, saved.content
    dataset = built_dataset(machine)
    series = machine.series(task)["id"]
    outputs = {"database": everything_in_the_database(), "log": caplog.text}
    for path in (
        f"/faultmark/api/tasks/{task}", f"/faultmark/api/tasks/{second}", f"/faultmark/api/tasks/{task}/series",
        f"/api/tasks/{task}", f"/api/tasks/{second}", f"/faultmark/api/projects/{machine.project}/tasks",
        f"/api/tasks?project={machine.project}&fields=all",
        f"/faultmark/api/projects/{machine.project}/labels?labels=all",
        f"/faultmark/api/projects/{machine.project}/overview.csv?table=tasks",
        f"/api/projects/{machine.project}/export?exportType=JSON&download_all_tasks=true",
        f"/api/projects/{machine.project}/export?exportType=CSV&download_all_tasks=true",
        f"/faultmark/projects/{machine.project}/tasks/{task}", f"/faultmark/projects/{machine.project}/data",
        f"/faultmark/projects/{machine.project}/overview", f"/projects/{machine.project}/data",
        f"/faultmark/api/tasks/{task}/series/{series}/view?channels=0,1&start=0&end=5&width=10",
        f"/faultmark/api/projects/{machine.project}/labels?labels=settled",
    ):  # fmt: skip
        answer = machine.client.get(path)
        assert answer.status_code == 200, path
        outputs[path] = (answer.getvalue() if answer.streaming else answer.content).decode("utf-8", "replace")
    for file in [*series_store().root.rglob("*"), *dataset.rglob("*")]:
        if file.suffix == ".parquet":
            outputs[str(file)] = str(pq.read_table(file).to_pylist())
        elif file.is_file():
            outputs[str(file)] = file.read_bytes().decode("latin-1")
    for where, said in outputs.items():
        for name in NAMES:
            assert name.lower() not in said.lower(), f"{name} stands in {where}"
            assert name.split()[1].lower() not in said.lower(), f"{name} stands in {where}"
    data = machine.client.get(f"/api/tasks/{task}").json()["data"]
    assert data["machine"] == "pump 1"
    order = data["work_orders"][0]
    if rules.key is None:
        assert "Operator" not in data
        assert "technician" not in order
        assert order["crew"] == {}
    else:
        assert data["Operator"].startswith("person-")
        assert order["crew"]["shift-lead"] == data["Operator"], "one person, one hash"
        assert order["technician"] in data["maintenance"], "however the name was typed"
        assert rules.scrub(data) == data, "a second time changes nothing"
    events = machine.workbench(task)["events"]
    assert {event["title"] for event in events} >= {"Seal", "Replace seal"}


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Any) -> None:
    key = identifier_key(tmp_path)
    assert identifier_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    other = tmp_path / "other"
    other.mkdir()
    assert identifier_key(other) != key
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(ConfigError) as caught:
        identifier_key(tmp_path)
    assert "backup" in str(caught.value)


def test_text_that_is_no_table_stays() -> None:
    rules = Identifiers.of(["operator"], b"k" * 32)
    for text in ("a\nb", "time,a\n1,2\n", rows(3), "operator", json.dumps({"a": 1}, indent=1)):
        assert rules.scrub(text) == text
    assert rules.scrub("a;operator\n1;Jane\n").startswith("a;operator\n1;person-")
    assert Identifiers.of(["operator"], None).scrub("a\toperator\n1\tJane\n") == "a\n1\n"


def test_an_original_with_such_a_column_is_for_managers_alone(
    machine: Machine, make_user: Any, client_for: Any, settings_of_people: Any
) -> None:
    from faultmark.web.models import Membership, Seat

    settings_of_people(Identifiers.of(["operator", "Shift Lead"], None))
    clients = {}
    for name, role in {"annotator": 1, "reviewer": 2, "manager": 3}.items():
        user = make_user(f"{name}@example.com", admin=False)
        Membership.objects.create(project_id=machine.project, user=user, role=role)
        clients[name] = client_for(user)
    annotator = Membership.objects.get(project_id=machine.project, role=1).user
    named = {
        "names.csv": f"time;shift-lead\n1;{NAMES[0]}\n",
        "preamble.tsv": f"# pump\ntime\tOPERATOR\n1\t{NAMES[0]}\n",
        "names.json": json.dumps([{"time": 1, "crew": {"operator": NAMES[0]}}]),
    }
    for name, content in {**named, "plain.csv": "time,operators\n1,2\n"}.items():
        addresses = [machine.local(name, content)]
        if name.endswith(("csv", "tsv")):
            addresses.append(machine.upload(name, content))
        for address in addresses:
            Seat.objects.create(task_id=machine.task(address), user=annotator)
            other = f"/storage-data/uploaded/?filepath={address.removeprefix('/data/')}"
            for path in (address, *([other] if "/upload/" in address else [])):
                codes = {who: client.get(path).status_code for who, client in clients.items()}
                refused = 403 if name in named else 200
                assert codes == {"annotator": refused, "reviewer": refused, "manager": 200}, path


def test_a_column_that_names_people_is_no_channel(
    ada: Any, client_for: Any, ingest: Any, settings_of_people: Any
) -> None:
    from telemetry_project import NUMBER_TIMES, make_project

    settings_of_people(Identifiers.of(["operator"], None))
    machine = make_project(client_for(ada), NUMBER_TIMES.replace('column="pressure"', 'column="Operator"'))
    task = machine.task(machine.local("crew.csv", f"time,temperature,Operator\n1,2,{NAMES[0]}\n2,3,4711\n"))
    error = ingest(task).error
    assert (error["code"], error["column"]) == ("series.column.person", "Operator")
    assert NAMES[0] not in str(error)
