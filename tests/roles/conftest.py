"""A project with one of everything that an endpoint can be about, and its people."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

CONFIG = """<View>
<TimeSeries name="ts" value="$csv" valueType="url" timeColumn="time"><Channel column="a"/></TimeSeries>
<TimeSeriesLabels name="label" toName="ts"><Label value="Run"/><Label value="Stop"/></TimeSeriesLabels></View>"""


@pytest.fixture
def plant(make_user: Any) -> Any:
    """People by role, a task that belongs to ``annotator``, one that belongs to ``other``, and their work."""
    from projects.models import Project
    from tasks.models import Annotation, AnnotationDraft, Prediction, Task

    from faultmark.web.models import Membership, Seat

    chief = make_user("chief@example.com", admin=True)
    organization = chief.active_organization
    people = {
        "administrator": chief,
        **{
            name: make_user(f"{name}@example.com", admin=False)
            for name in ("outsider", "annotator", "other", "reviewer", "manager")
        },
    }
    project = Project.objects.create(
        title="Pumps", label_config=CONFIG, organization=organization, created_by=chief, maximum_annotations=2
    )
    for name, role in {"annotator": 1, "other": 1, "reviewer": 2, "manager": 3}.items():
        Membership.objects.create(project=project, user=people[name], role=role)

    def work(name: str) -> Any:
        task = Task.objects.create(project=project, data={"csv": f"/data/upload/1/{name}.csv"}, overlap=2)
        Seat.objects.create(task=task, user=people[name])
        annotation = Annotation.objects.create(task=task, project=project, completed_by=people[name], result=[])
        draft = AnnotationDraft.objects.create(task=task, user=people[name], result=[])
        prediction = Prediction.objects.create(task=task, project=project, result=[], model_version="m")
        return SimpleNamespace(task=task, annotation=annotation, draft=draft, prediction=prediction)

    return SimpleNamespace(project=project, people=people, mine=work("annotator"), theirs=work("other"))


@pytest.fixture
def installation(plant: Any) -> Any:
    """What else ids stand for: one row of each model that an endpoint can name, and the file that was uploaded."""
    from data_export.models import Export
    from data_import.models import FileUpload
    from data_manager.models import View
    from django.apps import apps
    from ml.models import MLBackend
    from webhooks.models import Webhook

    def stored(row: Any) -> int:
        """Past the checks of its own ``save``, which would look the address up."""
        return type(row).objects.bulk_create([row])[0].pk

    project, chief = plant.project, plant.people["administrator"]
    label = apps.get_model("labels_manager", "Label").objects.create(
        organization=project.organization, created_by=chief, value="x", title="x"
    )
    link = apps.get_model("labels_manager", "LabelLink").objects.create(project=project, label=label, from_name="label")
    upload = FileUpload.objects.create(user=chief, project=project, file="upload/1/annotator.csv")
    rows = {
        "data_import.api.FileUploadAPI": upload.pk,
        "data_manager.api.ViewAPI": View.objects.create(project=project).pk,
        "ml.api": stored(MLBackend(project=project, url="http://localhost:1")),
        "webhooks.api": stored(Webhook(organization=project.organization, project=project, url="http://localhost:1")),
        "tasks.api.PredictionAPI": plant.mine.prediction.pk,
        "tasks.api.AnnotationDraftAPI": plant.mine.draft.pk,
        "tasks.api.Annotation": plant.mine.annotation.pk,
        "tasks.api.Task": plant.mine.task.pk,
        "projects": project.pk,
        "data_": project.pk,
        "labels_manager.api.LabelLinkAPI": link.pk,
        "labels_manager": label.pk,
        "users": plant.people["annotator"].pk,
        "organizations": project.organization.pk,
    }
    export = Export.objects.create(project=project, created_by=chief)

    def kwargs_of(endpoint: Any) -> dict[str, Any]:
        from faultmark.host.endpoints import view_name

        name = view_name(endpoint.callback)
        by_model = next((pk for prefix, pk in rows.items() if name.startswith(prefix)), 1)
        if "tasks/<int:pk>/" in endpoint.route:
            by_model = plant.mine.task.pk
        if name.startswith("io_storages") and "pk" in endpoint.names:
            model = endpoint.callback.cls.serializer_class.Meta.model
            by_model = (model.objects.filter(project=project).first() or model.objects.create(project=project)).pk
        values = {
            "project": project.pk,
            "project_id": project.pk,
            "task": plant.mine.task.pk,
            "task_id": plant.mine.task.pk,
            "annotation": plant.mine.annotation.pk,
            "annotation_id": plant.mine.annotation.pk,
            "export_pk": export.pk,
            "entity_name": "task",
            "entity_id": plant.mine.task.pk,
            "filename": "1/annotator.csv",
            "pk": by_model,
            "user_pk": plant.people["annotator"].pk,
            "series": "0" * 32,
        }
        return {key: values.get(key, "1") for key in endpoint.names}

    return kwargs_of, "1/annotator.csv"
