"""Agreement is a column of Label Studio's Data Manager; who sees his own work alone learns nothing by filters."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest


@pytest.fixture
def marked(crew: Any) -> Any:
    """Three tasks: ada and bob differ on the first, agree on the second, and nobody has seen the third."""
    crew.tasks = [crew.task(machine=f"P-{n}") for n in (1, 2, 3)]
    for task, bobs in zip(crew.tasks[:2], (60, 10), strict=True):
        crew.give(task, "ada", "bob")
        crew.mark("ada", task, (10, 110, "drift"))
        crew.mark("bob", task, (bobs, 110, "drift"))
    return crew


def listed(crew: Any, name: str, **query: Any) -> Any:
    asked = f"project={crew.project.pk}&fields=all&query={quote(json.dumps(query))}"
    return crew.send(name, "GET", f"/api/tasks?{asked}")


def where(*items: tuple[str, str, str, Any]) -> dict[str, Any]:
    return {
        "conjunction": "and",
        "items": [
            {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}
            for column, operator, kind, value in items
        ],
    }


def test_it_is_a_column_with_the_values_of_now(marked: Any) -> None:
    columns = marked.send("rita", "GET", f"/api/dm/columns?project={marked.project.pk}").json()["columns"]
    column = next(column for column in columns if column["id"] == "range_overlap")
    assert (column["type"], column["target"]) == ("Number", "tasks")
    assert column["visibility_defaults"]["explore"]
    tasks = listed(marked, "rita").json()["tasks"]
    assert [task["range_overlap"] for task in tasks] == [pytest.approx(0.5), 1.0, None]
    assert [task["disagreement"] for task in tasks] == ["boundaries", "", ""]
    assert [task["review_state"] for task in tasks] == ["open"] * 3


def test_it_sorts_and_filters(marked: Any) -> None:
    ids = [task.pk for task in marked.tasks]

    def found(**query: Any) -> list[int]:
        answer = listed(marked, "rita", **query)
        assert answer.status_code == 200, answer.content
        return [task["id"] for task in answer.json()["tasks"]]

    assert found(ordering=["tasks:range_overlap"]) == ids, "What has none is last."
    assert found(ordering=["-tasks:range_overlap"]) == [ids[1], ids[0], ids[2]]
    assert found(filters=where(("range_overlap", "less", "Number", 0.7))) == ids[:1]
    assert found(filters=where(("range_overlap", "in", "Number", {"min": 0.9, "max": 1}))) == [ids[1]]
    assert found(filters=where(("range_overlap", "empty", "Number", True))) == [ids[2]]
    assert found(filters=where(("disagreement", "equal", "String", "boundaries"))) == ids[:1]
    assert found(filters=where(("review_state", "equal", "String", "settled"))) == []


def test_a_submit_changes_it_at_once(marked: Any) -> None:
    task = marked.tasks[2]
    marked.give(task, "ada", "bob")
    marked.mark("ada", task, (0, 10, "drop"))
    marked.mark("bob", task, (0, 10, "drop"))
    assert [one["range_overlap"] for one in listed(marked, "rita").json()["tasks"]][2] == 1.0


def test_in_a_tab_of_the_data_manager(marked: Any) -> None:
    data = {"filters": where(("range_overlap", "less", "Number", 0.7)), "ordering": ["tasks:range_overlap"]}
    made = marked.send("rita", "POST", "/api/dm/views/", {"project": marked.project.pk, "data": data})
    assert made.status_code == 201, made.content
    tab = made.json()["id"]
    tasks = marked.send("rita", "GET", f"/api/tasks?view={tab}&project={marked.project.pk}").json()["tasks"]
    assert [task["id"] for task in tasks] == [marked.tasks[0].pk]
    assert marked.send("ada", "GET", f"/api/tasks?view={tab}&project={marked.project.pk}").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        {"filters": where(("annotations_results", "contains", "String", "drift"))},
        {"filters": where(("annotators", "contains", "List", 1))},
        {"filters": where(("avg_lead_time", "greater", "Number", 0))},
        {"filters": where(("range_overlap", "less", "Number", 0.7))},
        {"filters": where(("data.machine", "contains", "String", "P"), ("draft_exists", "equal", "Boolean", True))},
        {"ordering": ["tasks:range_overlap"]},
        {"ordering": ["-tasks:annotators"]},
    ],
)
def test_an_annotator_learns_nothing_of_others_by_filters(marked: Any, query: dict[str, Any]) -> None:
    refused = listed(marked, "ada", **query)
    assert refused.status_code == 403, refused.content
    assert "other people's work" in refused.json()["detail"]


def test_an_annotator_still_filters_by_what_is_his_to_see(marked: Any) -> None:
    from faultmark.web.models import ProjectRules

    own = listed(marked, "ada", filters=where(("data.machine", "contains", "String", "P-1")), ordering=["-tasks:id"])
    assert [task["id"] for task in own.json()["tasks"]] == [marked.tasks[0].pk]
    assert "range_overlap" not in own.json()["tasks"][0]
    path = f"/api/dm/columns?project={marked.project.pk}"
    names = {column["id"] for column in marked.send("ada", "GET", path).json()["columns"]}
    assert {"id", "total_annotations", "data"} <= names
    assert not {"range_overlap", "annotators", "annotations_results", "draft_exists"} & names
    ProjectRules.objects.create(project=marked.project, see_others=True)
    assert listed(marked, "ada", ordering=["tasks:range_overlap"]).status_code == 200
