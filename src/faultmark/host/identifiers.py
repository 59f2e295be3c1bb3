"""Names of people never reach the database: whatever way a task's data come, they are written without them."""

from __future__ import annotations

from types import MethodType
from typing import Any

from django.apps import apps
from django.conf import settings

from faultmark.machine.identifiers import Identifiers

__all__ = ["protect_task_data"]


def protect_task_data() -> None:
    """Have Django scrub a task's data where it turns them into a database value, once in a process.

    Imports create tasks in bulk, storages one by one, the API changes them, and some code updates rows without loading
    them. The field is the one place that all of them pass.
    """
    rules: Identifiers = settings.FAULTMARK_IDENTIFIERS
    field: Any = apps.get_model("tasks", "Task")._meta.get_field("data")
    if not rules.columns or getattr(field, "faultmark_protected", False):
        return
    prepare = field.get_db_prep_save

    def pre_save(self: Any, instance: Any, add: bool) -> Any:  # noqa: ARG001
        # What is answered and indexed right after is taken from the instance.
        value = rules.scrub(getattr(instance, self.attname))
        setattr(instance, self.attname, value)
        return value

    def get_db_prep_save(self: Any, value: Any, connection: Any) -> Any:  # noqa: ARG001
        plain = value is None or hasattr(value, "as_sql")
        return prepare(value if plain else rules.scrub(value), connection)

    field.pre_save = MethodType(pre_save, field)
    field.get_db_prep_save = MethodType(get_db_prep_save, field)
    field.faultmark_protected = True
