"""A labeling config replaced by another while there are labels: what stays valid, what is renamed, what is orphaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pydantic import BaseModel, ConfigDict

from faultmark.labels.schema import Control, LabelSchema

__all__ = ["Migrated", "Renames", "SchemaDiff", "diff_schemas", "migrate_result", "union_config"]

_OURS = "faultmark"


class Renames(BaseModel):
    """What is called otherwise in the new config: old name to new name.

    ``choices`` are by the control's old name; ``fields`` are controls, the labels' own among them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: dict[str, str] = {}
    choices: dict[str, dict[str, str]] = {}
    fields: dict[str, str] = {}
    columns: dict[str, str] = {}

    def reversed(self) -> Renames:
        """The way back; choices go by the field's new name then."""
        return Renames(
            labels=_turned(self.labels),
            choices={self.fields.get(name, name): _turned(values) for name, values in self.choices.items()},
            fields=_turned(self.fields),
            columns=_turned(self.columns),
        )


def _turned(names: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in names.items()}


@dataclass(frozen=True, slots=True)
class SchemaDiff:
    """How two configs differ, in words that people check before they go on."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing differs that labels depend on."""
        return not (self.added or self.removed or self.renamed or self.changed)

    def as_dict(self) -> dict[str, list[str]]:
        """The difference as plain JSON values."""
        return {name: list(getattr(self, name)) for name in ("added", "removed", "renamed", "changed")}


@dataclass(frozen=True, slots=True)
class Migrated:
    """A result under the new config. ``orphans`` counts the items that it has no place for, by what they say."""

    items: list[dict[str, Any]]
    changed: bool
    orphans: Counter[str] = field(default_factory=Counter)


def _options(control: Control) -> dict[tuple[str, ...], str]:
    return {(*option.parents, option.value): option.alias or option.value for option in control.options}


def diff_schemas(old: LabelSchema, new: LabelSchema, renames: Renames) -> SchemaDiff:
    """Compare two schemas, with renames taken into account."""
    added, removed, renamed, changed = [], [], [], []
    if old.object and new.object:
        for name in ("name", "value_key", "time_column", "time_format"):
            before, after = getattr(old.object, name), getattr(new.object, name)
            if before != after:
                changed.append(f"object {name}: {before} → {after}")
    columns = [renames.columns.get(channel.column, channel.column) for channel in old.channels]
    there = [channel.column for channel in new.channels]
    renamed += [f"column {a} → {b}" for a, b in renames.columns.items()]
    added += [f"column {name}" for name in there if name not in columns]
    removed += [f"column {name}" for name in columns if name not in there]
    matched: set[str] = set()
    for control in old.controls:
        name = renames.fields.get(control.name, control.name)
        other = new.control(name)
        if name != control.name:
            renamed.append(f"{control.type} {control.name} → {name}")
        if other is None:
            removed.append(f"{control.type} {control.name}")
            continue
        matched.add(name)
        if other.type != control.type:
            changed.append(f"{name}: {control.type} → {other.type}")
            continue
        if other.per_region != control.per_region:
            changed.append(f"{name}: {'of regions' if other.per_region else 'of the whole task'} now")
        before = {_renamed(path, control, renames) for path in _options(control)}
        after = set(_options(other))
        what = "label" if control.type == "labels" else f"{name}:"
        mapping = renames.labels if control.type == "labels" else renames.choices.get(control.name, {})
        renamed += [f"{what} {a} → {b}" for a, b in mapping.items()]
        added += [f"{what} {' / '.join(path)}" for path in sorted(after - before)]
        removed += [f"{what} {' / '.join(path)}" for path in sorted(before - after)]
    added += [f"{control.type} {control.name}" for control in new.controls if control.name not in matched]
    return SchemaDiff(tuple(added), tuple(removed), tuple(renamed), tuple(changed))


def _renamed(path: tuple[str, ...], control: Control, renames: Renames) -> tuple[str, ...]:
    mapping = renames.labels if control.type == "labels" else renames.choices.get(control.name, {})
    return tuple(mapping.get(step, step) for step in path)


def migrate_result(
    items: Sequence[Mapping[str, Any]], old: LabelSchema, new: LabelSchema, renames: Renames, *, drop: bool = False
) -> Migrated:
    """Carry the items of a result over to a new config.

    Parameters
    ----------
    items:
        Label Studio's result items.
    old, new:
        Both schemas.
    renames:
        What is called otherwise.
    drop:
        Leave out what the new config has no place for; by default it stays as it is.
    """
    orphans: Counter[str] = Counter()
    made: list[dict[str, Any]] = []
    for item in items:
        moved = deepcopy(dict(item))
        control = old.control(str(item.get("from_name")))
        if control is None or not isinstance(item.get("value"), Mapping):
            made.append(moved)
            continue
        name = renames.fields.get(control.name, control.name)
        target = new.control(name)
        lost: list[str] = []
        if target is None or target.type != control.type:
            lost.append(f"{control.type} {control.name}")
        else:
            moved |= {"from_name": name, "to_name": target.to_name}
            if control.type in {"labels", "choices"}:
                lost += _move_names(moved["value"], control, target, renames, drop=drop)
        _move_columns(moved, renames)
        orphans.update(lost)
        if not (
            drop
            and lost
            and (target is None or target.type != control.type or not moved["value"].get(control.value_key))
        ):
            made.append(moved)
    return Migrated(made, made != [dict(item) for item in items], orphans)


def _move_names(value: dict[str, Any], control: Control, target: Control, renames: Renames, *, drop: bool) -> list[str]:
    said = value.get(control.value_key)
    if not isinstance(said, list):
        return []
    known = set(_options(target))
    leaves = {path[-1] for path in known}
    lost, kept = [], []
    for part in said:
        path = tuple(part) if isinstance(part, list) else (part,)
        moved = _renamed(path, control, renames)
        if known and moved not in known and not (len(moved) == 1 and moved[0] in leaves):
            lost.append(f"{'label' if control.type == 'labels' else control.name + ':'} {' / '.join(map(str, path))}")
            if drop:
                continue
        kept.append(list(moved) if isinstance(part, list) else moved[0])
    value[control.value_key] = kept
    return lost


def _move_columns(item: dict[str, Any], renames: Renames) -> None:
    meta = item.get("meta")
    noted = meta.get(_OURS) if isinstance(meta, dict) else None
    if isinstance(noted, dict) and isinstance(noted.get("channels"), list):
        noted["channels"] = [renames.columns.get(name, name) for name in noted["channels"]]


def union_config(old: str, new: str) -> str:
    """The new config with whatever of the old one it lacks, so that labels of both are valid while they are moved."""
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True)
    before, after = etree.fromstring(old.encode(), parser), etree.fromstring(new.encode(), parser)
    names = {element.get("name"): element for element in after.iter() if isinstance(element.tag, str)}
    for element in before.iter():
        if not isinstance(element.tag, str) or not element.get("name"):
            continue
        there = names.get(element.get("name"))
        if there is None:
            if element.get("toName") or element.get("value"):
                after.append(deepcopy(element))
            continue
        values = {option.get("alias") or option.get("value") for option in there.iter() if option.tag in _OPTION_TAGS}
        for option in element.iter():
            if option.tag in _OPTION_TAGS and (option.get("alias") or option.get("value")) not in values:
                flat = deepcopy(option)
                for child in list(flat):
                    flat.remove(child)
                flat.attrib.pop("hotkey", None)
                there.append(flat)
    return str(etree.tostring(after, encoding="unicode"))


_OPTION_TAGS = {"Label", "Choice"}
