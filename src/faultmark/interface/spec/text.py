"""The specification as YAML or JSON text, and what is wrong with a text, by line."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from faultmark.errors import ConfigError, Place, Remedy
from faultmark.interface.spec.models import InterfaceSpec

__all__ = ["SCHEMA_ID", "dump_json", "dump_yaml", "json_schema", "parse_spec"]

SCHEMA_ID = "urn:faultmark:interface-spec"
_PLAIN = {"value_error": "", "missing": "it is missing", "extra_forbidden": "there is no such setting"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the specification."""
    schema = InterfaceSpec.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def parse_spec(text: str, name: str = "spec") -> InterfaceSpec:
    """Read a specification.

    Parameters
    ----------
    text:
        YAML, or JSON, which is YAML too.
    name:
        What errors call the text.

    Raises
    ------
    ConfigError
        ``spec.yaml.invalid`` for what is no YAML; ``spec.invalid`` for the first fault, with line and path.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(
            "spec.yaml.invalid", f"This is not valid YAML: {error.problem}.", place=Place(name, line)
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError("spec.yaml.invalid", f"This is not valid YAML: {error}.", place=Place(name)) from error
    if not isinstance(values, dict):
        raise ConfigError(
            "spec.invalid",
            "A specification is a mapping with labels, channels and so on.",
            place=Place(name, 1),
            remedies=(Remedy("`faultmark interface draft` writes one from a description."),),
        )
    try:
        return InterfaceSpec.model_validate(values)
    except ValidationError as error:
        raise _fault(error, node, name) from error


def _fault(error: ValidationError, node: Any, name: str) -> ConfigError:
    faults = error.errors()
    first, others = faults[0], len(faults) - 1
    path = ".".join(str(part) for part in first["loc"])
    kind = first["type"]
    said = _PLAIN.get(kind) or str(first["msg"]).removeprefix("Value error, ")
    message = f"{path}: {said}." if path else f"{said}."
    if others:
        message += f" {others} more {'fault follows' if others == 1 else 'faults follow'}."
    remedies: tuple[Remedy, ...] = ()
    if kind == "extra_forbidden":
        known = _names_at(first["loc"][:-1])
        close = difflib.get_close_matches(str(first["loc"][-1]), known, 1, 0.6)
        remedies = (Remedy(f"Did you mean {close[0]}?" if close else f"Known are {', '.join(known)}."),)
    return ConfigError("spec.invalid", message, place=Place(name, _line(node, first["loc"])), remedies=remedies)


def _names_at(path: Sequence[str | int]) -> list[str]:
    """The settings that there are at a place of the specification."""
    model: type[BaseModel] = InterfaceSpec
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            found = _model_in(model.model_fields[part].annotation)
            if found is None:
                return []
            model = found
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _model_in(part))), None)


def _line(node: Any, path: Sequence[str | int]) -> int | None:
    """The line on which a setting stands, or the nearest around it."""
    if node is None:
        return None
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return int(line)


def _brief(spec: InterfaceSpec) -> dict[str, Any]:
    values: dict[str, Any] = _whole(spec.model_dump(mode="json", exclude_defaults=True))
    if "overlap" not in spec.project.model_fields_set:
        return values
    # Somebody said how many people annotate a task: that is a decision, even where it is the default.
    told = {"overlap", *values.get("project", {})}
    project = {key: value for key, value in spec.project.model_dump(mode="json").items() if key in told}
    return {"project": project, **{key: value for key, value in values.items() if key != "project"}}


def _whole(value: Any) -> Any:
    """Numbers without a fraction are written without one."""
    if isinstance(value, dict):
        return {key: _whole(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_whole(entry) for entry in value]
    return int(value) if isinstance(value, float) and value == int(value) and abs(value) < 1e15 else value


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and writes short lists of plain values on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def represent_list(self, data: Any) -> Any:
        plain = all(isinstance(value, int | float) or (isinstance(value, str) and len(value) < 30) for value in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=plain and len(data) < 12)


_Dumper.add_representer(list, _Dumper.represent_list)


def dump_yaml(spec: InterfaceSpec) -> str:
    """The specification as YAML, without what is as it is by default."""
    return yaml.dump(_brief(spec), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def dump_json(spec: InterfaceSpec) -> str:
    """The specification as JSON, without what is as it is by default."""
    return json.dumps(_brief(spec), indent=2, ensure_ascii=False) + "\n"
