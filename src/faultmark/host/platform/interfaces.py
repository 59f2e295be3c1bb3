"""Another labeling config for a project, with its labels carried over in one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from projects.functions.utils import recalculate_created_annotations_and_labels_from_scratch
from projects.models import Project
from rest_framework.exceptions import ValidationError as ApiValidationError
from tasks.models import Annotation, AnnotationDraft, Prediction

from faultmark.actions.ports import InterfaceChange, PlatformRefusal
from faultmark.durable import replace_file
from faultmark.host.boot import current_config
from faultmark.interface.backup import backup_name
from faultmark.web.task_cards import count_proposals

__all__ = ["Interfaces"]

Migrate = Callable[[str, str, int, Sequence[Mapping[str, Any]]], list[dict[str, Any]] | None]
_BATCH = 500


class Interfaces:
    """See :class:`faultmark.actions.ports.Platform`."""

    def change_interface(
        self,
        project_id: int,
        config: str,
        migrate: Migrate,
        check: Callable[[], None],
        *,
        noted: Mapping[str, Any],
        dry_run: bool,
    ) -> InterfaceChange:
        """Replace the config; see the port."""
        with transaction.atomic():
            project = Project.objects.select_for_update().get(pk=project_id)
            before = project.label_config or ""
            try:
                Project.validate_label_config(config)
            except (ValidationError, ApiValidationError) as error:
                raise PlatformRefusal(400, {"status_code": 400, "detail": str(error)}) from error
            counts: dict[str, int] = {}
            old: dict[str, list[dict[str, Any]]] = {}
            changed: list[tuple[Any, list[Any]]] = []
            for kind, records in _records(project_id):
                mine: list[Any] = []
                total = 0
                for record in records.iterator(chunk_size=_BATCH):
                    total += 1
                    items = migrate(before, kind, record.pk, record.result if isinstance(record.result, list) else [])
                    if items is not None:
                        old.setdefault(kind, []).append({"id": record.pk, "result": record.result})
                        record.result = items
                        mine.append(record)
                counts[f"{kind}"] = total
                counts[f"{kind}_changed"] = len(mine)
                changed.append((records.model, mine))
            check()
            if dry_run:
                return InterfaceChange(before, counts, None)
            backup = None
            if old or before != config:
                content = {"project": project_id, "label_config": before, "changed_to": config, **noted, **old}
                backup = _write_backup(project_id, content)
            for model, mine in changed:
                model.objects.bulk_update(mine, ["result"], batch_size=_BATCH)
                if model is Prediction:
                    count_proposals(sorted({record.task_id for record in mine}))
            project.label_config = config
            project.save()
            if old:
                organization = project.organization_id
                recalculate_created_annotations_and_labels_from_scratch(project, project.summary, organization)
                project.summary.save()
            return InterfaceChange(before, counts, backup)


def _records(project_id: int) -> list[tuple[str, Any]]:
    return [
        ("annotations", Annotation.objects.filter(project_id=project_id).only("id", "result").order_by("pk")),
        ("drafts", AnnotationDraft.objects.filter(task__project_id=project_id).only("id", "result").order_by("pk")),
        ("predictions", Prediction.objects.filter(project_id=project_id).only("id", "task", "result").order_by("pk")),
    ]


def _write_backup(project_id: int, content: Mapping[str, Any]) -> str:
    path = current_config().data_dir / "backups" / backup_name(project_id)
    replace_file(path, json.dumps(content, ensure_ascii=False).encode())
    return str(path)
