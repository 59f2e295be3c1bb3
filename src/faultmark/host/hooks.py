"""What Label Studio tells by signals of its own, handed on."""

from __future__ import annotations

from typing import Any

from tasks.models import Annotation, post_bulk_create

from faultmark.host.bulk_sync import sync_in_bulk
from faultmark.host.identifiers import protect_task_data
from faultmark.host.storage_check import tell_what_a_storage_lacks
from faultmark.web.review.events import annotations_came

__all__ = ["listen_to_label_studio"]


def _created_in_bulk(sender: Any, objs: Any, **_details: Any) -> None:
    if sender is Annotation:
        annotations_came(annotation.task_id for annotation in objs if annotation.task_id is not None)


def listen_to_label_studio() -> None:
    """Connect, once in a process."""
    protect_task_data()
    sync_in_bulk()
    tell_what_a_storage_lacks()
    post_bulk_create.connect(_created_in_bulk, dispatch_uid="faultmark.annotations_came")
