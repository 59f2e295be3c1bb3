"""The backup of a changed interface, and the way back: old results as they were, newer ones carried back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.interface.changes import Migrated, Renames, migrate_result
from faultmark.labels.config import parse_config
from faultmark.labels.schema import LabelSchema

__all__ = ["Backup", "Kind", "SavedResult", "backup_name", "read_backup"]

Kind = Literal["annotations", "drafts", "predictions"]


class SavedResult(BaseModel):
    """One result as it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: int
    result: list[Any]


class Backup(BaseModel):
    """An interface before a change, the results that the change touched, and the change itself.

    ``label_config`` and the results are those before; ``changed_to``, ``renames`` and ``dropped`` say what was done.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    project: int
    label_config: str
    changed_to: str
    renames: Renames = Renames()
    dropped: bool = False
    annotations: tuple[SavedResult, ...] = ()
    drafts: tuple[SavedResult, ...] = ()
    predictions: tuple[SavedResult, ...] = ()

    @classmethod
    def parse(cls, values: Any, file: str | None = None) -> Self:
        """Read plain JSON values.

        Raises
        ------
        ConfigError
            ``interface.backup.invalid``
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"])) or "the file"
            raise _invalid(f"{where}: {fault['msg']}", file) from error

    def of_project(self, project: int) -> Self:
        """The backup itself, where it is one of this project.

        Raises
        ------
        ConfigError
            ``interface.backup.foreign``
        """
        if self.project != project:
            raise ConfigError(
                "interface.backup.foreign",
                f"The backup is one of project {self.project}, not of project {project}.",
                remedies=(Remedy(f"Restore it with --project {self.project}."),),
            )
        return self

    def restorer(self) -> Restorer:
        """What takes each result back."""
        return Restorer(self)


class Restorer:
    """Takes results back to what they were before a change.

    A result that is still as the change left it gets its old content back, byte for byte. One that was made or edited
    since is not overwritten: it is carried over to the old interface with the renames turned round.
    """

    def __init__(self, backup: Backup) -> None:
        self._backup = backup
        self._before, self._after = parse_config(backup.label_config), parse_config(backup.changed_to)
        self.renames = backup.renames.reversed()
        self._saved = {
            (kind, saved.id): saved.result
            for kind in ("annotations", "drafts", "predictions")
            for saved in getattr(backup, kind)
        }

    def __call__(
        self, now: LabelSchema, kind: str, identity: int, items: Sequence[Mapping[str, Any]], *, drop: bool
    ) -> Migrated:
        """The result under the old interface; ``now`` is the interface that the project has."""
        current = [dict(item) for item in items]
        saved = self._saved.get((kind, identity))
        if saved is not None:
            left = migrate_result(saved, self._before, self._after, self._backup.renames, drop=self._backup.dropped)
            if current in (left.items, saved):
                return Migrated(saved, current != saved)
        return migrate_result(items, now, self._before, self.renames, drop=drop)


def backup_name(project: int) -> str:
    """The name of a file for a backup that is made now (UTC, in microseconds)."""
    return f"interface-{project}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.json"


def read_backup(text: str, file: str) -> Backup:
    """Read the file that a change of interface wrote.

    Raises
    ------
    ConfigError
        ``interface.backup.invalid``
    """
    try:
        values = json.loads(text)
    except ValueError as error:
        raise _invalid(f"{error}", file) from error
    return Backup.parse(values, file)


def _invalid(fault: str, file: str | None) -> ConfigError:
    return ConfigError(
        "interface.backup.invalid",
        f"This is no backup of an interface. {fault}.",
        place=Place(file),
        remedies=(Remedy("Give the file that faultmark deploy named as its backup."),),
    )
