"""Give a project another labeling config and carry its labels over, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from faultmark.actions.ports import Platform
from faultmark.errors import ConfigError, Remedy
from faultmark.interface.backup import Backup
from faultmark.interface.changes import Migrated, Renames, diff_schemas, migrate_result
from faultmark.labels.config import parse_config
from faultmark.labels.schema import LabelSchema

__all__ = ["Orphans", "change_interface", "orphans_error", "restore_interface"]

Orphans = Literal["refuse", "keep", "drop"]


def orphans_error(orphans: Mapping[str, int]) -> ConfigError:
    """The refusal that names what would be orphaned."""
    listed = ", ".join(f"{count} × {name}" for name, count in sorted(orphans.items(), key=lambda pair: -pair[1])[:12])
    return ConfigError(
        "interface.labels.orphaned",
        f"The new interface has no place for labels that exist: {listed}.",
        remedies=(
            Remedy(
                "Say what they are called now: `--rename OLD=NEW` for a label; `--mapping FILE`, or `renames` of an "
                "agent's call, for labels, choices and fields."
            ),
            Remedy("Or keep them as they are (orphans: keep), or leave them out (orphans: drop), with a backup."),
        ),
    )


def change_interface(
    platform: Platform,
    project_id: int,
    config: str,
    renames: Renames,
    *,
    orphans: Orphans = "refuse",
    dry_run: bool = False,
) -> dict[str, Any]:
    """Replace the labeling config of a project.

    Annotations, drafts and predictions are carried over with it, or nothing happens. A backup of what changes is
    written first.

    Returns
    -------
    dict
        ``diff``, ``counts`` (results read and changed, by kind), ``orphans`` (how often, by what they say), ``backup``
        (path on the server, or None) and ``applied``.

    Raises
    ------
    ConfigError
        ``config.xml.invalid``, or ``interface.labels.orphaned`` when labels would be orphaned and that is refused.
    PlatformRefusal
        When Label Studio does not take the config.
    """
    new = parse_config(config)
    found: dict[str, LabelSchema] = {}

    def carry(before: str, _kind: str, _identity: int, items: Sequence[Mapping[str, Any]]) -> Migrated:
        old = found.setdefault("old", parse_config(before))
        return migrate_result(items, old, new, renames, drop=orphans == "drop")

    return _change(platform, project_id, config, renames, carry, orphans=orphans, dry_run=dry_run)


def restore_interface(
    platform: Platform, project_id: int, backup: Backup, *, orphans: Orphans = "refuse", dry_run: bool = False
) -> dict[str, Any]:
    """Take a project back to what it was before a change of its interface.

    See :class:`faultmark.interface.backup.Restorer` for what becomes of results that were made since, and
    :func:`change_interface` for what is returned and raised. What is now is in turn backed up first.

    Raises
    ------
    ConfigError
        ``interface.backup.foreign`` for the backup of another project.
    """
    restorer = backup.of_project(project_id).restorer()
    found: dict[str, LabelSchema] = {}

    def carry(before: str, kind: str, identity: int, items: Sequence[Mapping[str, Any]]) -> Migrated:
        now = found.setdefault("now", parse_config(before))
        return restorer(now, kind, identity, items, drop=orphans == "drop")

    return _change(platform, project_id, backup.label_config, restorer.renames, carry, orphans=orphans, dry_run=dry_run)


def _change(
    platform: Platform,
    project_id: int,
    config: str,
    renames: Renames,
    carry: Callable[[str, str, int, Sequence[Mapping[str, Any]]], Migrated],
    *,
    orphans: Orphans,
    dry_run: bool,
) -> dict[str, Any]:
    new = parse_config(config)
    total: Counter[str] = Counter()

    def migrate(
        before: str, kind: str, identity: int, items: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]] | None:
        moved = carry(before, kind, identity, items)
        total.update(moved.orphans)
        return moved.items if moved.changed else None

    def check() -> None:
        if total and orphans == "refuse" and not dry_run:
            raise orphans_error(total)

    noted = {"renames": renames.model_dump(), "dropped": orphans == "drop"}
    change = platform.change_interface(project_id, config, migrate, check, noted=noted, dry_run=dry_run)
    diff = diff_schemas(parse_config(change.before), new, renames)
    return {
        "diff": diff.as_dict(),
        "counts": dict(change.counts),
        "orphans": dict(total),
        "backup": change.backup,
        "applied": not dry_run,
    }
