"""One person's data: what there is, and its deletion on request."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction

from faultmark.errors import ConfigError, Remedy
from faultmark.web.models import (
    Comment,
    Layout,
    Preferences,
    Presence,
    ProposalOutcome,
    SkipReason,
    Step,
    TaskAgreement,
    TaskReview,
)
from faultmark.web.platform import platform
from faultmark.web.retention.audit import append
from faultmark.web.retention.policy import held_tasks
from faultmark.web.retention.scrub import DELETED, without_names

__all__ = ["delete_person", "person_json"]


def _person(email: str) -> Any:
    found = get_user_model().objects.filter(email__iexact=email).first()
    if found is None:
        raise ConfigError(
            "person.missing",
            f"Nobody has the address {email}.",
            remedies=(Remedy("See who there is: faultmark members list PROJECT."),),
        )
    return found


def _texts() -> Iterator[tuple[Any, tuple[str, ...], str]]:
    """Models that may name somebody in words: fields, and the path to the project."""
    tasks = {"Task": ("data", "meta"), "Annotation": ("result",), "AnnotationDraft": ("result",),
             "Prediction": ("result",)}  # fmt: skip
    for name, fields in tasks.items():
        path = "task__project_id" if name == "AnnotationDraft" else "project_id"
        yield apps.get_model("tasks", name), fields, path
    yield Comment, ("text",), "task__project_id"
    yield Step, ("before", "after"), "task__project_id"
    yield ProposalOutcome, ("before", "after"), "project_id"
    yield TaskReview, ("draft",), "task__project_id"
    yield TaskAgreement, ("consensus",), "task__project_id"
    yield SkipReason, ("reason",), "annotation__task__project_id"


def _names(person: Any, also: Sequence[str]) -> list[str]:
    full = f"{person.first_name} {person.last_name}".strip()
    return [name for name in dict.fromkeys([person.email, full, *also]) if len(name.strip()) > 2]


def _mentions(names: Sequence[str]) -> Iterator[tuple[Any, Any, dict[str, Any], int | None]]:
    """Rows that name somebody, with what they are without the name, and their project."""
    for model, fields, path in _texts():
        for row in model.objects.all().iterator(chunk_size=500):
            new = {field: without_names(getattr(row, field), names) for field in fields}
            if any(new[field] != getattr(row, field) for field in fields):
                project = model.objects.filter(pk=row.pk).values_list(path, flat=True).first()
                yield model, row, new, project


def _held(person: Any) -> set[int]:
    """Projects with a hold in which the person worked."""
    found = set()
    for project in apps.get_model("projects", "Project").objects.values_list("pk", flat=True):
        if held_tasks(project) and _counts(person, project):
            found.add(project)
    return found


def _references(person: Any) -> Iterator[tuple[str, Any]]:
    """Every table that refers to the person, by name, with the rows."""
    for relation in person._meta.related_objects:
        model = relation.related_model
        yield f"{model._meta.label}.{relation.field.name}", model._base_manager.filter(**{relation.field.name: person})


def _counts(person: Any, project: int | None = None) -> dict[str, int]:
    counts = {}
    for name, rows in _references(person):
        if project is not None:
            names = {field.name for field in rows.model._meta.get_fields() if isinstance(field, models.Field)}
            path = "project" if "project" in names else "task__project" if "task" in names else None
            if path is None:
                continue
            rows = rows.filter(**{path: project})  # noqa: PLW2901 - the same rows, fewer
        if number := rows.count():
            counts[name] = number
    return dict(sorted(counts.items()))


def person_json(email: str, also: Sequence[str] = ()) -> dict[str, Any]:
    """What is kept of a person: the account, what refers to it, and where the name stands in words.

    Parameters
    ----------
    email:
        Of the account.
    also:
        Further names by which the person may be written about.
    """
    person = _person(email)
    named: dict[str, list[int]] = {}
    for model, row, _new, _project in _mentions(_names(person, also)):
        named.setdefault(model._meta.label, []).append(row.pk)
    return {
        "account": {
            "id": person.pk,
            "email": person.email,
            "username": person.username,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "phone": person.phone,
            "avatar": bool(person.avatar),
            "date_joined": person.date_joined.isoformat(),
            "last_login": person.last_login.isoformat() if person.last_login else None,
        },
        "refers": _counts(person),
        "named": named,
    }


def delete_person(email: str, now: datetime, also: Sequence[str] = ()) -> dict[str, Any]:
    """Make a person's data nobody's; labels stay, and say no more who made them.

    The account loses name, address, password, tokens and settings, and can not be used any more. Wherever the name
    stands in words it is replaced, and the person's own comments with it. All of it is one transaction.

    Raises
    ------
    ConfigError
        ``person.held`` while a legal hold stands on a project in which the person worked.
    """
    person = _person(email)
    if held := _held(person):
        raise ConfigError(
            "person.held",
            f"A legal hold stands on project {', '.join(map(str, sorted(held)))}.",
            remedies=(Remedy("Release the hold first: faultmark retention release PROJECT HOLD."),),
        )
    picture = Path(person.avatar.path) if person.avatar else None
    if picture is not None:
        picture.unlink(missing_ok=True)
    with transaction.atomic():
        counts: dict[str, int] = {}
        for model, row, new, _project in _mentions(_names(person, also)):
            counts[model._meta.label] = counts.get(model._meta.label, 0) + 1
            if model._meta.label == "tasks.Task":
                # Saved, so that its card for the search is made anew.
                for field, value in new.items():
                    setattr(row, field, value)
                row.save(update_fields=list(new))
            else:
                model.objects.filter(pk=row.pk).update(**new)
        counts["comments"] = Comment.objects.filter(author=person).update(text=DELETED)
        for own in (Layout, Preferences, Presence):
            own.objects.filter(user=person).delete()
        platform().forget_tokens(person)
        alias = f"deleted-{person.pk}-{secrets.token_hex(4)}@invalid"
        person.email = person.username = alias
        person.first_name = person.last_name = person.phone = ""
        person.avatar = ""
        person.custom_hotkeys = {}
        person.is_active = person.is_staff = person.is_superuser = False
        person.last_login = None
        person.set_unusable_password()
        person.save()
        append("person deleted", None, {"user": person.pk, "rows": counts}, now)
    platform().compact()
    return {"user": person.pk, "rows": counts}
