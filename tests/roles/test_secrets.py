"""What a project logs in with elsewhere is told to those who manage it alone, by whatever endpoint one asks."""

from __future__ import annotations

import re
from typing import Any

from endpoint_walk import endpoints, readable

SECRET = "not-for-your-eyes"
FIELDS = re.compile("pass|secret|token|key|credential|header|login", re.IGNORECASE)


def plant_secrets(project: Any) -> list[str]:
    """Write one into every field that may hold one, of the project and of all that belongs to it."""
    from django.apps import apps
    from django.db.models import CharField, JSONField, TextField

    planted = []
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.get_fields() if hasattr(field, "attname")}
        if model is not type(project) and "project" not in fields:
            continue
        for name, field in fields.items():
            if not FIELDS.search(name) or not isinstance(field, CharField | TextField | JSONField) or field.choices:
                continue
            value = {"Authorization": SECRET} if isinstance(field, JSONField) else SECRET
            if model.objects.update(**{name: value}):
                planted.append(f"{model.__name__}.{name}")
    return planted


def test_no_answer_tells_a_secret(plant: Any, installation: Any, client_for: Any) -> None:
    kwargs_of, _upload = installation
    asked = []
    for endpoint in endpoints():
        kwargs, path = kwargs_of(endpoint), readable(endpoint.route)
        # What is left of a regular expression is no address.
        if "GET" in endpoint.methods and not re.search(r"[*+?()|\\]", path):
            asked.append(re.sub(r"<(\w+)>", lambda found, known=kwargs: str(known[found[1]]), path))
    planted = plant_secrets(plant.project)
    assert {"Project.task_data_password", "S3ImportStorage.aws_secret_access_key", "Webhook.headers"} <= set(planted)
    assert {"MLBackend.basic_auth_pass", "RedisImportStorage.password"} <= set(planted)
    told, answered = [], set()
    for who in ("outsider", "annotator", "reviewer"):
        client = client_for(plant.people[who])
        client.raise_request_exception = False
        for path in asked:
            answer = client.get(path, {"project": plant.project.pk})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.status_code == 200:
                answered.add(path)
            if SECRET.encode() in body:
                told.append(f"{who}: {path}")
    assert not told, "\n".join(told)
    assert {f"/api/projects/{plant.project.pk}/", "/api/dm/project/", f"/api/tasks/{plant.mine.task.pk}/"} <= answered


def test_managers_see_what_they_set(plant: Any, client_for: Any) -> None:
    plant_secrets(plant.project)
    path = f"/api/projects/{plant.project.pk}/"
    assert client_for(plant.people["manager"]).get(path).json()["task_data_password"] == SECRET
    assert client_for(plant.people["annotator"]).get(path).json()["task_data_password"] is None
