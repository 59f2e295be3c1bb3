"""Two people annotate each task of a new project with a time series, unless somebody says how many."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telemetry_project import NUMBER_TIMES

TEXTS = (
    '<View><Text name="t" value="$t"/><Choices name="c" toName="t"><Choice value="a"/><Choice value="b"/>'
    "</Choices></View>"
)


@pytest.fixture
def client(ada: Any, client_for: Any) -> Any:
    return client_for(ada)


def project(client: Any, **body: Any) -> Any:
    answer = client.post("/api/projects/", json.dumps({"title": "New", **body}), content_type="application/json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def change(client: Any, made: Any, **body: Any) -> Any:
    path = f"/api/projects/{made['id']}/"
    answer = client.patch(path, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return client.get(path).json()


@pytest.mark.parametrize(
    ("body", "overlap"),
    [
        ({"label_config": NUMBER_TIMES}, 2),
        ({"label_config": NUMBER_TIMES, "maximum_annotations": 1}, 1),
        ({"label_config": NUMBER_TIMES, "maximum_annotations": 3}, 3),
        ({"label_config": TEXTS}, 1),
        ({}, 1),
    ],
)
def test_a_new_project_with_a_time_series_wants_two_people_unless_it_says_otherwise(
    client: Any, body: dict[str, Any], overlap: int
) -> None:
    assert project(client, **body)["maximum_annotations"] == overlap


def test_the_first_config_decides_as_on_label_studios_page(client: Any) -> None:
    draft = project(client)
    assert change(client, draft, label_config=NUMBER_TIMES)["maximum_annotations"] == 2
    assert change(client, draft, maximum_annotations=1)["maximum_annotations"] == 1
    again = NUMBER_TIMES.replace('value="Spike"', 'value="Drop"')
    assert change(client, draft, label_config=again)["maximum_annotations"] == 1, "What somebody chose stays."
    assert change(client, project(client), label_config=TEXTS)["maximum_annotations"] == 1


def test_tasks_want_as_many_people(client: Any) -> None:
    made = project(client, label_config=NUMBER_TIMES)
    path = f"/api/projects/{made['id']}/import"
    answer = client.post(path, json.dumps([{"data": {"telemetry": "/data/a.csv"}}]), content_type="application/json")
    assert answer.status_code == 201, answer.content
    [task] = client.get(f"/api/tasks?project={made['id']}").json()["tasks"]
    assert client.get(f"/api/tasks/{task['id']}/").json()["overlap"] == 2
