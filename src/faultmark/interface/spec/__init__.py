"""The specification of a labeling interface, as people and agents write it."""

from faultmark.interface.spec.models import (
    Channel,
    Condition,
    ContextItem,
    Field,
    InterfaceSpec,
    LabelItem,
    LabelSet,
    OptionItem,
    Project,
    TimeAxisSpec,
)
from faultmark.interface.spec.text import dump_json, dump_yaml, json_schema, parse_spec

__all__ = [
    "Channel",
    "Condition",
    "ContextItem",
    "Field",
    "InterfaceSpec",
    "LabelItem",
    "LabelSet",
    "OptionItem",
    "Project",
    "TimeAxisSpec",
    "dump_json",
    "dump_yaml",
    "json_schema",
    "parse_spec",
]
