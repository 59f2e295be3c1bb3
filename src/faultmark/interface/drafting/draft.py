"""A brief, and the sample where there is one, to a specification that says why it is as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from faultmark.errors import ConfigError, Remedy
from faultmark.interface.drafting.brief.statements import statements_of
from faultmark.interface.drafting.finds import find_all
from faultmark.interface.drafting.parts import values_of
from faultmark.interface.drafting.why import Assumption, Reason, Why
from faultmark.interface.sample import Sample
from faultmark.interface.spec import InterfaceSpec

__all__ = ["Assumption", "Draft", "Reason", "draft_spec"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A specification, and why it is as it is."""

    spec: InterfaceSpec
    domain: str
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]


def draft_spec(brief: str, sample: Sample | None = None) -> Draft:
    """Draft a specification from a description in plain English.

    Parameters
    ----------
    brief:
        Prose, a Markdown list of wishes, a telegram or an e-mail.
    sample:
        A file as the tasks have it: channels, units and times are then those of its columns.

    Raises
    ------
    ConfigError
        ``draft.brief.empty`` where nothing in it can be drawn or marked.
    """
    statements = statements_of(brief)
    if not statements:
        raise ConfigError(
            "draft.brief.empty",
            "The brief says nothing.",
            remedies=(Remedy("Say what is measured, what is to be marked, and what is said about each mark."),),
        )
    why = Why(statements)
    finds = find_all(statements, sample, why)
    spec = _valid(values_of(finds, statements, sample, why), why)
    return Draft(spec, finds.domain, tuple(why.reasons), tuple(why.assumptions))


def _valid(values: dict[str, Any], why: Why) -> InterfaceSpec:
    """The specification, without the parts that cannot stand beside the others; each is told."""
    while True:
        try:
            return InterfaceSpec.model_validate(values)
        except ValidationError as error:
            fault = error.errors()[0]
            where = fault["loc"]
            items = (
                values["labels"]["items"]
                if where[:2] == ("labels", "items")
                else values.get(str(where[0]) if where else "")
            )
            index = next((part for part in where if isinstance(part, int)), None)
            if not isinstance(items, list) or index is None:
                # What does not fit together: fields depend on each other, so the last of them goes.
                items, index = values["fields"], -1
            if not items:
                raise ConfigError("draft.brief.unclear", f"No interface can be made of it: {fault['msg']}.") from error
            dropped = items.pop(index)
            why.assume(f"{dropped.get('name') or dropped.get('value') or dropped.get('key')}: left out, {fault['msg']}")
