"""The overview counts what happened, hides whom it must, and gives its tables as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest


@pytest.fixture
def api(crew: Any) -> str:
    """Three tasks: one with two opinions that differ, one with two that agree, one untouched."""
    from faultmark.web.models import ProjectRules

    ProjectRules.objects.create(project=crew.project, most_extra=0, sample_share=0)
    contested, alike, _untouched = crew.task(machine="P-301"), crew.task(machine="P-302"), crew.task(machine="P-302")
    for task in (contested, alike):
        crew.give(task, "ada", "bob")
    crew.mark("ada", contested, (0, 100, "drift", 4), (400, 420, "drop"))
    crew.mark("bob", contested, (0, 100, "drop", 4))
    crew.mark("ada", alike, (10, 20, "drop"))
    crew.mark("bob", alike, (10, 20, "drop"))
    crew.contested = contested
    return f"/faultmark/api/projects/{crew.project.pk}/overview"


def stages(shown: Any) -> dict[str, int]:
    return {row["stage"]: row["tasks"] for row in shown["progress"]["stages"] if row["tasks"]}


def test_it_counts_tasks_agreement_and_classes(crew: Any, api: str) -> None:
    shown = crew.send("rita", "GET", api).json()
    assert shown["progress"]["tasks"] == 3
    assert shown["progress"]["annotations"] == 4
    assert stages(shown) == {"untouched": 1, "to_review": 1, "agreed": 1}
    assert shown["agreement"]["mean"] == pytest.approx(0.5)
    assert [b["tasks"] for b in shown["agreement"]["bins"]] == [1, *[0] * 8, 1]
    assert {r["reason"]: r["count"] for r in shown["agreement"]["reasons"]} == {
        "missed": 1, "class": 1, "boundaries": 0, "severity": 0,
    }  # fmt: skip
    assert shown["matrix"]["names"] == ["ada@example.com", "bob@example.com"]
    assert shown["matrix"]["cells"][0][1] == {"mean": pytest.approx(0.5), "tasks": 2}
    rows = {row["label"]: row for row in shown["confusion"]["rows"]}
    assert shown["confusion"]["labels"] == ["drift", "drop"]
    assert (rows["drift"]["counts"], rows["drift"]["missed"]) == ([0, 1], 0)
    assert (rows["drop"]["counts"], rows["drop"]["missed"]) == ([1, 1], 1)
    assert {row["machine"]: row["counts"] for row in shown["machines"]["rows"]} == {"P-301": [1, 2], "P-302": [0, 2]}
    assert sum(day["submitted"] for day in shown["throughput"]) == 4


def test_it_says_what_waits_for_whom(crew: Any, api: str) -> None:
    body = {"verdict": "send_back", "comment": {"text": "Look again.", "start": "0"}}
    sent = crew.send("rita", "POST", f"/faultmark/api/tasks/{crew.contested.pk}/review/verdict", body)
    assert sent.status_code == 200, sent.content
    shown = crew.send("rita", "GET", api).json()
    waiting = {(row["what"], row["name"]): row["tasks"] for row in shown["waiting"]}
    assert waiting == {
        ("sent_back", "ada@example.com"): 1,
        ("sent_back", "bob@example.com"): 1,
        ("open_comments", None): 1,
        ("free_seats", None): 1,
    }
    assert stages(shown) == {"untouched": 1, "sent_back": 1, "agreed": 1}
    assert {row["name"]: row["returned"] for row in shown["annotators"]} == {
        "ada@example.com": 1, "bob@example.com": 1, "cleo@example.com": 0,
    }  # fmt: skip


def test_a_third_person_who_was_called_is_waited_for(crew: Any, api: str) -> None:
    from faultmark.web.models import ProjectRules

    ProjectRules.objects.update(most_extra=1)
    low = crew.task()
    crew.give(low, "ada", "bob")
    crew.mark("ada", low, (0, 10, "drop"))
    crew.mark("bob", low, (50, 60, "drop"))
    shown = crew.send("rita", "GET", api).json()
    assert ("to_annotate", "cleo@example.com") in {(row["what"], row["name"]) for row in shown["waiting"]}
    assert stages(shown)["in_work"] == 1


def test_a_settled_task_is_settled(crew: Any, api: str) -> None:
    body = {"verdict": "accept", "regions": [], "values": {}}
    path = f"/faultmark/api/tasks/{crew.contested.pk}/review/verdict"
    assert crew.send("rita", "POST", path, body).status_code == 200
    shown = crew.send("rita", "GET", api).json()
    assert stages(shown) == {"untouched": 1, "settled": 1, "agreed": 1}
    assert shown["progress"]["annotations"] == 4, "What was settled is no opinion."
    assert sum(day["settled"] for day in shown["throughput"]) == 1


def test_names_are_hidden_from_a_blind_reviewer_everywhere(crew: Any, api: str) -> None:
    from faultmark.web.models import ProjectRules

    ProjectRules.objects.update(blind=True)
    for path in (api, f"{api}.csv?table=pairs", f"{api}.csv?table=annotators", f"{api}.csv"):
        text = crew.send("rita", "GET", path).getvalue().decode()
        assert "ada@" not in text
        assert "bob@" not in text
    assert "ada@example.com" in crew.send("max", "GET", api).content.decode(), "A manager knows his people."


def test_each_table_is_a_csv(crew: Any, api: str) -> None:
    def table(name: str) -> list[dict[str, str]]:
        answer = crew.send("rita", "GET", f"{api}.csv?table={name}")
        assert answer.status_code == 200
        assert f"project-{crew.project.pk}-{name}.csv" in answer.headers["Content-Disposition"]
        return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))

    tasks = table("tasks")
    assert [row["stage"] for row in tasks] == ["to_review", "agreed", "untouched"]
    assert [row["agreement"] for row in tasks] == ["0.0", "1.0", ""]
    assert [row["machine"] for row in tasks] == ["P-301", "P-302", "P-302"]
    assert table("pairs") == [{"one": "ada@example.com", "other": "bob@example.com", "agreement": "0.5", "tasks": "2"}]
    assert {(row["one"], row["other"]): row["events"] for row in table("classes")} == {
        ("(not marked)", "drop"): "1", ("drift", "drop"): "1", ("drop", "drop"): "1",
    }  # fmt: skip
    assert {row["annotator"]: row["done"] for row in table("annotators")}["ada@example.com"] == "2"
    assert table("proposals") == []
    assert sum(int(row["submitted"]) for row in table("days")) == 4
    wrong = crew.send("rita", "GET", f"{api}.csv?table=secrets")
    assert wrong.status_code == 422
    assert "tasks, annotators" in wrong.json()["detail"]


def test_regions_by_week_and_class(crew: Any, api: str) -> None:
    from datetime import UTC, datetime, timedelta

    from tasks.models import Annotation

    # A Sunday late in the evening belongs to the week of the Monday before.
    Annotation.objects.filter(task=crew.contested).update(created_at=datetime(2026, 3, 8, 23, 59, tzinfo=UTC))
    today = datetime.now(UTC).date()
    shown = crew.send("rita", "GET", api).json()["weeks"]
    assert shown["labels"] == ["drift", "drop"]
    assert {row["week"]: row["counts"] for row in shown["rows"]} == {
        "2026-03-02": [1, 2], (today - timedelta(days=today.weekday())).isoformat(): [0, 2],
    }  # fmt: skip
    text = crew.send("rita", "GET", f"{api}.csv?table=weeks").getvalue().decode()
    assert "2026-03-02,drop,2" in text


def test_when_data_are_due(crew: Any, api: str) -> None:
    from datetime import UTC, datetime, timedelta

    from tasks.models import Annotation, Task

    from faultmark.web.retention.policy import hold, set_rules

    assert crew.send("rita", "GET", api).json()["retention"] == []
    now = datetime.now(UTC)
    rules = [
        {"data_class": name, "days": days, "basis": "Contract"} for name, days in (("telemetry", 30), ("labels", 60))
    ]
    set_rules(crew.project.pk, rules, now, None)
    imported, changed = now - timedelta(days=100), now - timedelta(days=10)
    Task.objects.filter(project=crew.project).update(created_at=now - timedelta(days=20))
    Task.objects.filter(pk=crew.contested.pk).update(created_at=imported)
    Annotation.objects.filter(project=crew.project).update(updated_at=changed)
    hold(crew.project.pk, crew.contested.pk, "Claim", now, None)
    rows = {row["data_class"]: row for row in crew.send("rita", "GET", api).json()["retention"]}
    telemetry, labels = rows["telemetry"], rows["labels"]
    assert (telemetry["days"], telemetry["due"], telemetry["held"]) == (30, 0, 1)
    assert telemetry["next"][:10] == (now + timedelta(days=10)).date().isoformat()
    # The untouched task of 20 days is older than what was said 10 days ago.
    assert (labels["due"], labels["next"][:10]) == (0, (now + timedelta(days=40)).date().isoformat())


def test_a_title_is_no_formula(crew: Any, api: str) -> None:
    crew.task(title="=HYPERLINK(1)")
    text = crew.send("rita", "GET", f"{api}.csv").getvalue().decode()
    assert "'=HYPERLINK(1)" in text


def test_annotators_have_no_overview(crew: Any, api: str) -> None:
    assert crew.send("ada", "GET", api).status_code == 403
    assert crew.send("ada", "GET", f"{api}.csv").status_code == 403
    assert crew.send("ada", "GET", f"/faultmark/api/projects/{crew.project.pk}/proposals").status_code == 403
    shown = crew.send("ada", "GET", f"/faultmark/api/projects/{crew.project.pk}").json()
    assert (shown["role"], shown["has_time_series"]) == ("annotator", True)
    assert crew.send("rita", "GET", f"/faultmark/api/projects/{crew.project.pk}").json()["role"] == "reviewer"
