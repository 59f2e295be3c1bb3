"""A project's rules outside of a request: the same values, checked by the same serializer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faultmark.errors import ConfigError
from faultmark.web.api.serializers.people import RulesSerializer
from faultmark.web.models import ProjectRules

__all__ = ["change_rules", "rules_json"]


def rules_json(project_id: int) -> dict[str, Any]:
    """The rules by name."""
    return _shown(RulesSerializer(ProjectRules.of(project_id)))


def change_rules(project_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Change some rules; all of them then.

    Raises
    ------
    ConfigError
        ``rules.invalid``, naming each rule that there is not, or that cannot have the value.
    """
    known = rules_json(project_id)
    faults = [f"There is no rule {name}; there are {', '.join(known)}." for name in changes if name not in known]
    shape = RulesSerializer(ProjectRules.of(project_id), data=dict(changes), partial=True)
    if not shape.is_valid():
        faults += [f"{name}: {' '.join(map(str, said))}" for name, said in shape.errors.items()]
    if faults:
        raise ConfigError("rules.invalid", " ".join(faults))
    shape.save(project_id=project_id)
    return rules_json(project_id)


def _shown(shape: Any) -> dict[str, Any]:
    # How many people label a task is Label Studio's own setting.
    return {name: value for name, value in shape.data.items() if name != "overlap"}
