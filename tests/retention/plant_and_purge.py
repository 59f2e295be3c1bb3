"""Plants words in everything that a project keeps, lets time pass, deletes, and searches the disk for the words.

In a process and a data folder of its own, since a database is only clean once it is written anew.

The database is SQLite, or that of FAULTMARK_TEST_DATABASE_URL.
``python tests/retention/plant_and_purge.py DATA_DIR CASE [crash POINT]`` prints what it found as one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

WORDS = {
    "telemetry": "7391.4482",
    "note": "PLANTED-NOTE-quokka",
    "label": "PLANTEDCLASS",
    "person": "planted.person@example.com",
    "operator": "Wilhelmina Plantagenet",
}
CONFIG = f"""<View><TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time">
<Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="drift"/><Label value="{WORDS["label"]}"/></TimeSeriesLabels>
<TextArea name="note" toName="ts" perRegion="true"/></View>"""


def found_on_disk(folder: Path) -> dict[str, list[str]]:
    """Which of the words stand in which files; also as the numbers that a series folder holds."""
    import numpy as np

    needles = {name: [word.encode()] for name, word in WORDS.items()}
    needles["telemetry"] += [np.float32(WORDS["telemetry"]).tobytes(), np.float64(WORDS["telemetry"]).tobytes()]
    found: dict[str, list[str]] = {name: [] for name in WORDS}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            for name, searched in needles.items():
                if any(needle in content for needle in searched):
                    found[name].append(str(path.relative_to(folder)))
    return found


def found_in_tables() -> dict[str, list[str]]:
    """Which of the words stand in which tables: a server keeps deleted rows on its disk until it needs the space."""
    from django.db import connection

    found: dict[str, list[str]] = {name: [] for name in WORDS}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            text = "\n".join(str(row) for row in cursor.fetchall())
            for name, word in WORDS.items():
                if word in text:
                    found[name].append(table)
    return found


def plant() -> Any:
    """A project with an upload, a series, annotations, a draft, a prediction, a review, comments and exports."""
    import numpy as np
    from data_export.models import Export
    from data_import.models import FileUpload
    from django.conf import settings
    from django.core.files.base import ContentFile
    from organizations.models import Organization
    from projects.models import Project
    from tasks.models import Annotation, AnnotationDraft, Prediction, Task
    from users.models import User

    from faultmark.actions.ingest_series import IngestOptions, ingest_series
    from faultmark.host.users import create_user
    from faultmark.web.models import Comment, ProposalOutcome, SeriesLink, SeriesState, TaskReview
    from faultmark.web.review.agreement import update_agreement
    from faultmark.web.series_store import series_store

    chief = User.objects.get(pk=create_user("chief@example.com", "telemetry-123", admin=True).id)
    ada = User.objects.get(pk=create_user(WORDS["person"], "telemetry-123").id)
    organization = Organization.objects.get(pk=chief.active_organization_id)
    project = Project.objects.create(title="Pumps", label_config=CONFIG, created_by=chief, organization=organization)
    rows = "".join(f"{n},{WORDS['telemetry'] if n == 40 else n}\n" for n in range(100))
    upload = FileUpload(user=chief, project=project)
    upload.file.save("pump.csv", ContentFile(f"time,a\n{rows}".encode()))
    data = {"csv": f"/data/{upload.file.name}", "machine_id": "P-1", "operator": WORDS["operator"]}
    task = Task.objects.create(project=project, data=data)
    place = {"id": "r1", "to_name": "ts", "origin": "manual"}
    span = {"start": 3, "end": 9, "instant": False}
    items = [
        {**place, "from_name": "label", "type": "timeserieslabels",
         "value": {**span, "timeserieslabels": [WORDS["label"]]}},
        {**place, "from_name": "note", "type": "textarea", "value": {**span, "text": [WORDS["note"]]}},
    ]  # fmt: skip
    annotation = Annotation.objects.create(task=task, project=project, completed_by=ada, result=items)
    annotation.result = items[::-1]
    annotation.save()
    Annotation.objects.create(task=task, project=project, completed_by=chief, result=items)
    AnnotationDraft.objects.create(task=task, user=ada, result=items)
    made = Prediction.objects.create(task=task, project=project, result=items, model_version="m")
    region = {"id": "r1", "values": {"label": [WORDS["label"]], "note": [WORDS["note"]]}}
    ProposalOutcome.objects.create(
        user=ada, task=task, project=project, prediction_id=made.pk, region_id="r1", outcome="accepted",
        before=region, after=[region],
    )  # fmt: skip
    TaskReview.objects.create(task=task, reviewer=chief, draft=items)
    Comment.objects.create(task=task, author=ada, text=f"{WORDS['note']} says {WORDS['operator']}")
    update_agreement(task.pk)
    series = ingest_series(Path(upload.file.path), IngestOptions(time_column="time"), series_store()).series_id
    values = series_store().open(series).values(0, 0, 100)
    assert np.float32(WORDS["telemetry"]) in values.astype(np.float32)
    SeriesLink.objects.update_or_create(task=task, defaults={"state": SeriesState.READY, "series_id": series})
    export = Export.objects.create(project=project, created_by=chief)
    export.file.save("export.json", ContentFile(json.dumps(items).encode()))
    Path(settings.EXPORT_DIR, f"project-{project.pk}-at-2026-01-01.json").write_text(json.dumps(items))
    return project, task


CLASSES = ("telemetry", "derived", "labels", "notes", "personal", "exports")
RULES = {
    "everything": dict.fromkeys(CLASSES, 30),
    "labels stay": dict.fromkeys((name for name in CLASSES if name != "labels"), 30),
}


def crash_at(point: int) -> None:
    """End this process, without a word, when the n-th item has been deleted but not written down as done."""
    from faultmark.web.retention import purge

    right = purge._done
    calls = 0

    def dying(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == point:
            os._exit(9)
        right(*arguments)

    purge._done = dying


def main() -> None:
    """Run one case."""
    folder, case = Path(sys.argv[1]), sys.argv[2]
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    url = os.environ.get("FAULTMARK_TEST_DATABASE_URL")
    boot(load_config(data_dir=folder, environment={}, database_url=url))
    prepare_database()
    from django.utils import timezone
    from projects.models import Project
    from tasks.models import Annotation, Task

    from faultmark.web.models import AuditEntry, Purge, PurgeItem
    from faultmark.web.retention.audit import first_fault
    from faultmark.web.retention.person import delete_person, person_json
    from faultmark.web.retention.policy import set_rules
    from faultmark.web.retention.purge import plan_report, purge_due, resume_purges

    resuming = Project.objects.exists()
    if not resuming:
        project, _task = plant()
        tables = found_in_tables()
        before = {name: files + tables[name] for name, files in found_on_disk(folder).items()}
        assert all(before.values()), before
    else:
        project = Project.objects.get()
    now = timezone.now() + timedelta(days=40)
    said: dict[str, Any] = {}
    if resuming:
        said["resumed"] = len(resume_purges(now))
    elif case == "person":
        said["shown"] = person_json(WORDS["person"], [WORDS["operator"]])
        said["deleted"] = delete_person(WORDS["person"], now, [WORDS["operator"]])
    else:
        rules = [
            {"data_class": name, "days": days, "basis": "Contract 7", "personal_keys": ["operator"]}
            for name, days in RULES[case].items()
        ]
        set_rules(project.pk, rules, now, None)
        said["plan"] = plan_report(project.pk, now)
        if len(sys.argv) > 3:
            crash_at(int(sys.argv[4]))
        said["report"] = purge_due(project.pk, now)
        said["again"] = purge_due(project.pk, now)
    from django.db import connections

    said["tasks"] = list(Task.objects.values_list("data", flat=True))
    said["annotations"] = [[a.completed_by_id is not None, a.result] for a in Annotation.objects.order_by("pk")]
    said["audit"] = {"fault": first_fault(), "kinds": list(AuditEntry.objects.values_list("kind", flat=True)),
                     "text": json.dumps(list(AuditEntry.objects.values_list("details", flat=True)))}  # fmt: skip
    said["open"] = PurgeItem.objects.filter(state="planned").count() + Purge.objects.filter(state="planned").count()
    said["in_tables"] = found_in_tables()
    said["database"] = connections["default"].vendor
    connections.close_all()
    said["found"] = found_on_disk(folder)
    print(json.dumps(said))


if __name__ == "__main__":
    main()
