"""From two annotations to one: the queue, the sheet, the verdicts, and what each person sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from review_items import items


@pytest.fixture
def contested(crew: Any) -> Any:
    """A task on which ada and bob disagree; ``contested.ids`` are their annotations."""
    from types import SimpleNamespace

    task = crew.task(machine="P-301")
    crew.give(task, "ada", "bob")
    ids = {
        "ada": crew.mark("ada", task, (0, 100, "drift", 4), (400, 420, "drop")),
        "bob": crew.mark("bob", task, (20, 100, "drift", 4)),
    }
    return SimpleNamespace(task=task, ids=ids, api=f"/faultmark/api/tasks/{task.pk}/review")


def regions(sheet: Any, lane: str = "settled") -> list[tuple[int, int]]:
    return [(int(r["start"]), int(r["end"])) for r in sheet[lane]["regions"]]


def test_the_queue_is_worst_first_and_says_why(crew: Any, contested: Any) -> None:
    mild = crew.task(machine="P-302")
    crew.give(mild, "ada", "bob")
    crew.mark("ada", mild, (0, 100, "drift"))
    crew.mark("bob", mild, (30, 100, "drift"))
    queue = crew.send("rita", "GET", f"/faultmark/api/projects/{crew.project.pk}/review").json()
    assert [row["task"] for row in queue["results"]] == [contested.task.pk, mild.pk]
    assert [row["reason"] for row in queue["results"]] == ["missed", "boundaries"]
    assert queue["counts"]["waiting"] == 2
    only = crew.send("rita", "GET", f"/faultmark/api/projects/{crew.project.pk}/review?reason=missed").json()
    assert [row["task"] for row in only["results"]] == [contested.task.pk]


def test_the_sheet_has_lanes_disagreements_and_a_draft(crew: Any, contested: Any) -> None:
    sheet = crew.send("rita", "GET", contested.api).json()
    assert [lane["name"] for lane in sheet["lanes"]] == ["ada@example.com", "bob@example.com"]
    reasons = {found["reason"]: found for found in sheet["disagreements"]}
    assert reasons["missed"]["missing"] == [f"a{contested.ids['bob']}"]
    assert (reasons["missed"]["start"], reasons["missed"]["end"]) == ("400", "420")
    assert sheet["consensus"]["needs_person"]
    assert sheet["consensus"]["parameters"]["min_share"] == 0.5
    assert sheet["settled"]["source"] == "consensus"
    again = crew.send("rita", "GET", contested.api).json()
    assert again["settled"] == sheet["settled"], "The same opinions give the same draft, ids included."


def test_a_review_reads_the_file_of_a_task_that_nobody_opened(crew: Any, contested: Any) -> None:
    from faultmark.web.models import SeriesLink

    SeriesLink.objects.filter(task=contested.task).delete()
    # A page that is told "none" would wait for nothing.
    assert crew.send("rita", "GET", contested.api).json()["series"]["state"] == "queued"
    assert SeriesLink.objects.get(task=contested.task).state == "queued"


def test_blinded_names_are_nowhere(crew: Any, contested: Any) -> None:
    crew.send(
        "ada", "POST", f"/faultmark/api/tasks/{contested.task.pk}/comments", {"text": "unsure here", "start": "10"}
    )
    text = crew.send("rita", "GET", contested.api + "?blind=1").content.decode()
    assert "Annotator A" in text
    for name in ("ada@", "bob@"):
        assert name not in text


def test_fix_and_accept_makes_a_ground_truth_annotation(crew: Any, contested: Any) -> None:
    from tasks.models import Annotation

    from faultmark.web.models import Step, TaskAgreement

    sheet = crew.send("rita", "GET", contested.api).json()
    kept = [r for r in sheet["settled"]["regions"] if r["start"] == "400"]
    body = {"verdict": "fix", "base_version": "", "regions": kept, "values": {}, "lead_time": 12}
    done = crew.send("rita", "POST", contested.api + "/verdict", body)
    assert done.status_code == 200, done.content
    truth = Annotation.objects.get(pk=done.json()["settled"]["annotation_id"])
    assert truth.ground_truth
    assert truth.completed_by == crew.rita
    assert [i["value"]["start"] for i in truth.result] == [400]
    assert TaskAgreement.objects.get(pk=contested.task.pk).annotators == 2, "The reviewer is no third annotator."
    step = Step.objects.filter(task=contested.task).last()
    assert (step.kind, step.after) == ("fixed", truth.result)
    # Settled once more, it is the same annotation, and the history holds what it was.
    body = {"verdict": "accept", "regions": [], "values": {}}
    assert crew.send("rita", "POST", contested.api + "/verdict", body).status_code == 200
    truth.refresh_from_db()
    assert truth.result == []
    assert [i["value"]["start"] for i in Step.objects.filter(task=contested.task).last().before] == [400]


def test_two_reviewers_do_not_overwrite_each_other(crew: Any, contested: Any) -> None:
    first = crew.send("rita", "GET", contested.api).json()
    draft = {"base_version": first["settled"]["version"], "regions": first["settled"]["regions"], "values": {}}
    assert crew.send("max", "PUT", contested.api + "/draft", draft).status_code == 200
    body = {"verdict": "accept", **draft}
    late = crew.send("rita", "POST", contested.api + "/verdict", body)
    assert late.status_code == 409
    assert late.json()["settled"]["source"] == "draft"


def test_a_reviewer_is_told_that_the_task_was_sent_back_meanwhile(crew: Any, contested: Any) -> None:
    first = crew.send("rita", "GET", contested.api).json()["settled"]
    back = {"verdict": "send_back", "comment": {"text": "It begins earlier.", "annotation_id": contested.ids["bob"]}}
    assert crew.send("max", "POST", contested.api + "/verdict", back).status_code == 200
    body = {"verdict": "accept", "regions": first["regions"], "values": {}}
    late = crew.send("rita", "POST", contested.api + "/verdict", {"base_version": first["version"], **body})
    assert late.status_code == 409
    assert "reviewed elsewhere" in late.json()["detail"]
    now = late.json()["settled"]["version"]
    assert crew.send("rita", "POST", contested.api + "/verdict", {"base_version": now, **body}).status_code == 200


def test_sending_back_needs_a_comment_and_reaches_its_author(crew: Any, contested: Any) -> None:
    body: dict[str, Any] = {"verdict": "send_back"}
    assert crew.send("rita", "POST", contested.api + "/verdict", body).status_code == 422
    body["comment"] = {"text": "It begins earlier.", "start": "5", "annotation_id": contested.ids["bob"]}
    assert crew.send("rita", "POST", contested.api + "/verdict", body).status_code == 200
    comments = f"/faultmark/api/tasks/{contested.task.pk}/comments"
    [seen] = crew.send("bob", "GET", comments).json()["results"]
    assert (seen["text"], seen["start"], seen["to"]) == ("It begins earlier.", "5", "bob@example.com")
    assert crew.send("ada", "GET", comments).json()["results"] == []
    listed = f"/faultmark/api/projects/{crew.project.pk}/tasks"
    for name, states in (
        ("bob", {"new": "sent_back", "sent_back": "sent_back", "done": None}),
        ("ada", {"done": "done"}),
    ):
        for state, shown in states.items():
            rows = crew.send(name, "GET", f"{listed}?state={state}").json()["results"]
            assert [row["state"] for row in rows if row["id"] == contested.task.pk] == ([shown] if shown else [])

    answer = crew.send("bob", "POST", comments, {"text": "Moved it.", "parent": seen["id"]})
    assert answer.status_code == 201, answer.content
    changed = items((0, 100, "drift", 4))
    assert (
        crew.send("bob", "PATCH", f"/api/annotations/{contested.ids['bob']}/", {"result": changed}).status_code == 200
    )
    sheet = crew.send("rita", "GET", contested.api).json()
    assert sheet["state"] == "open"
    assert [step["kind"] for step in sheet["history"]] == ["submitted", "submitted", "sent_back", "resubmitted"]
    assert [int(r["start"]) for r in sheet["history"][-1]["before"]] == [20]
    assert [int(r["start"]) for r in sheet["history"][-1]["after"]] == [0]
    resolved = crew.send("rita", "PATCH", f"/faultmark/api/comments/{seen['id']}", {"resolved": True})
    assert resolved.json()["resolved_by"] == "rita@example.com"


def test_nobody_judges_his_own_work_unless_allowed(crew: Any) -> None:
    from faultmark.web.models import ProjectRules

    task = crew.task()
    crew.mark("rita", task, (0, 10, "drop"))
    api = f"/faultmark/api/tasks/{task.pk}/review"
    body = {"verdict": "accept", "regions": [], "values": {}}
    refused = crew.send("rita", "POST", api + "/verdict", body)
    assert refused.status_code == 403
    assert "yourself" in refused.json()["detail"]
    ProjectRules.objects.create(project=crew.project, review_own=True)
    assert crew.send("rita", "POST", api + "/verdict", body).status_code == 200


def test_annotators_have_no_sheet_and_no_verdict(crew: Any, contested: Any) -> None:
    assert crew.send("ada", "GET", contested.api).status_code == 403
    assert crew.send("ada", "POST", contested.api + "/verdict", {"verdict": "accept"}).status_code == 403
    assert crew.send("cleo", "GET", contested.api).status_code == 404


def test_label_studios_own_buttons_lead_to_the_same_verdicts(crew: Any, contested: Any) -> None:
    from tasks.models import Annotation

    from faultmark.web.models import TaskReview

    api = f"/faultmark/api/annotations/{contested.ids['ada']}/verdict"
    assert crew.send("rita", "POST", api, {"verdict": "send_back"}).status_code == 422
    back = crew.send("rita", "POST", api, {"verdict": "send_back", "comment": {"text": "Look again."}})
    assert back.status_code == 200, back.content
    assert TaskReview.objects.get(pk=contested.task.pk).state == "sent_back"
    accepted = crew.send("rita", "POST", api, {"verdict": "accept"})
    assert accepted.status_code == 200, accepted.content
    truth = Annotation.objects.get(pk=accepted.json()["settled"]["annotation_id"])
    assert truth.ground_truth
    assert truth.result == Annotation.objects.get(pk=contested.ids["ada"]).result
