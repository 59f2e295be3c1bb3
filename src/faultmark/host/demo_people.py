"""The demo's people: two annotators and a reviewer, who have been at work before one opens it.

What the annotators mark comes from the simulation's truth, each with a hand of his own: one is careful; the other sees
less, is rougher at edges and takes some classes for others. So there is something to disagree on, and the same on
every machine. All of it goes the way of any person's work, through Label Studio's views.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from faultmark.agreement import Reason
from faultmark.host.boot import current_config
from faultmark.host.users import create_user, give_role
from faultmark.labels.config import parse_config
from faultmark.labels.ls_json import write_result
from faultmark.labels.region import LabelDocument, Region
from faultmark.labels.times import label_times
from faultmark.series.axis import TimeAxis

__all__ = ["ANNOTATORS", "REVIEWER", "make_people", "review", "work_on"]


@dataclass(frozen=True, slots=True)
class Hand:
    """How an annotator works: shares of events missed and misnamed, and edges off by a share of the length."""

    email: str
    missed: float
    misnamed: float
    edge: float
    seed: int


ANNOTATORS = (
    Hand("ann@faultmark.local", missed=0.0, misnamed=0.0, edge=0.03, seed=1),
    Hand("ben@faultmark.local", missed=0.2, misnamed=0.15, edge=0.2, seed=2),
)
REVIEWER = "rita@faultmark.local"
_MISTAKEN = {"drift": "level shift", "level shift": "drop", "drop": "level shift", "oscillation": "variance change"}


def make_people(password: str) -> Mapping[str, Any]:
    """Create them; each user by address."""
    from users.models import User  # noqa: PLC0415

    emails = [*(hand.email for hand in ANNOTATORS), REVIEWER]
    return {email: User.objects.get(pk=create_user(email, password, exist_ok=True).id) for email in emails}


def work_on(task_id: int, file_stem: str, people: Mapping[str, Any], *, done: bool = True) -> None:
    """Let both annotators annotate a simulated task whose series is ready, where they have not yet.

    Where it is not to be ``done``, the first alone does, and the second has it before him.
    """
    from tasks.models import Annotation  # noqa: PLC0415

    from faultmark.actions.ports import SaveRequest  # noqa: PLC0415
    from faultmark.web import documents  # noqa: PLC0415
    from faultmark.web.assignment.seats import hold  # noqa: PLC0415
    from faultmark.web.models import SeriesLink  # noqa: PLC0415
    from faultmark.web.platform import platform  # noqa: PLC0415

    task = platform().task(task_id)
    series = documents.series_of(SeriesLink.objects.filter(task_id=task_id).first())
    if task is None or series is None:
        return
    schema, axis = parse_config(task.project.config), series.axis
    truth = json.loads((current_config().data_dir / "truth" / f"{file_stem}.truth.json").read_text(encoding="utf-8"))
    for hand in ANNOTATORS:
        user = people[hand.email]
        give_role(task.project.id, hand.email, "annotator")
        if Annotation.objects.filter(task_id=task_id, completed_by=user).exists():
            continue
        if not done and hand is not ANNOTATORS[0]:
            hold(task_id, user, "by hand")
            continue
        document = LabelDocument(tuple(_marked(truth["events"], hand, axis)), {"condition": ["watch"]})
        items = write_result(document, schema, label_times(schema, axis), axis)
        if hold(task_id, user, "next in line"):
            platform().submit(user, task_id, SaveRequest(items=items, lead_time=40.0 + 25.0 * len(document.regions)))
    give_role(task.project.id, REVIEWER, "reviewer")


def _marked(events: Sequence[Mapping[str, Any]], hand: Hand, axis: TimeAxis) -> list[Region]:
    rng = np.random.default_rng([hand.seed, len(events)])
    found = []
    for number, event in enumerate(events):
        missed, misnamed = rng.random(2)
        off = rng.normal(0.0, hand.edge, 2)
        graver = int(rng.integers(-1, 2)) if hand.edge > 0.1 else 0
        if missed < hand.missed:
            continue
        first, last = int(event["first"]), int(event["last"])
        instant = first == last
        length = last - first
        if not instant:
            first, last = round(first + off[0] * length), round(last + off[1] * length)
        size = axis.size
        first = min(max(first, 0), size - 1)
        last = first if instant else min(max(last, first + 1), size - 1)
        label = _MISTAKEN.get(event["kind"], event["kind"]) if misnamed < hand.misnamed else event["kind"]
        values: dict[str, Any] = {"label": [label], "severity": min(5, max(1, int(event["severity"]) + graver))}
        if hand.edge < 0.1 and event["note"]:
            values["root_cause"] = [event["note"]]
        start, end = (int(tick) for tick in axis.ticks_at(np.array([first, last])))
        found.append(Region(f"{hand.seed}{number:09d}", start, end, instant=instant, values=values))
    return found


_QUESTIONS: Mapping[Reason, str] = {
    "missed": "There is something here that you did not mark. What do you make of it?",
    "class": "Is this what you called it? Look at the other channels, too.",
    "boundaries": "Where does this begin, and where does it end? Look at its edges again.",
    "severity": "How grave is this? Look at it again.",
}


def review(task_id: int, verdict: Literal["accept", "send_back"], people: Mapping[str, Any]) -> None:
    """Let the reviewer settle a task as the consensus has it, or send it back, where it is open still."""
    from faultmark.actions.draft_consensus import draft_consensus  # noqa: PLC0415
    from faultmark.web.models import ProjectRules, ReviewState, TaskReview  # noqa: PLC0415
    from faultmark.web.review.comments import add_comment  # noqa: PLC0415
    from faultmark.web.review.reading import consensus_options, read_task  # noqa: PLC0415
    from faultmark.web.review.verdicts import send_back, settle  # noqa: PLC0415

    reading, rita = read_task(task_id), people[REVIEWER]
    judged = TaskReview.objects.filter(pk=task_id).exclude(state=ReviewState.OPEN).exists()
    if reading is None or judged or len(reading.opinions) < len(ANNOTATORS):
        return
    schema, axis, project = reading.schema, reading.axis, reading.task.project.id
    draft = draft_consensus(reading.opinions, schema, axis, consensus_options(ProjectRules.of(project)))
    if verdict == "accept":
        items = write_result(draft.document, schema, label_times(schema, axis), axis)
        settle(rita, task_id, items, fixed=False, lead_time=90.0)
        return
    rough, author = reading.stored[-1], reading.opinions[-1].author
    # What he missed himself, before what both marked otherwise.
    open_to_him = [found for found in draft.disagreements if not found.missing or author in found.missing]
    if not open_to_him:
        return
    place = min(open_to_him, key=lambda found: list(_QUESTIONS).index(found.reason))
    said = {
        "text": _QUESTIONS[place.reason],
        "start": str(place.start),
        "end": str(place.end),
        "annotation_id": rough.id,
        "parent": None,
        "region": "",
    }
    send_back(rita, task_id, add_comment(rita, project, task_id, said), [rough])
