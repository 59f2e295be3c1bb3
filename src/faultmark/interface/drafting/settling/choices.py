"""Choices of the rules, settled against what the learned model reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from faultmark.interface.drafting.labels.event import ChoiceList, Event
from faultmark.interface.drafting.roles.reading import Reading
from faultmark.interface.drafting.settling.certainty import LIKELY, is_nothing

__all__ = ["settled_choices"]


def settled_choices(choices: Sequence[ChoiceList], reading: Reading) -> list[ChoiceList]:
    """Choices without lists that the model takes for what is marked or shown, each up to the first item that is no name."""
    choices = [
        replace(choice, items=items) for choice in choices if len(items := _names(choice)) > 1 or not choice.head
    ]
    return [
        choice
        for choice in choices
        if not choice.head
        or (
            not is_nothing(choice.head)
            and not any(
                _chance(choice, reading, role) > max(LIKELY, 2 * _chance(choice, reading, "option"))
                for role in (() if any(item.below for item in choice.items) else ("event", "context"))
            )
        )
    ]


_NO_OPTION = re.compile(
    r"^(?:to|how|which|that|and|states?|writes?|gives?|says?|is|are)\b|\b(?:they|we|you|(?-i:it))\b", re.IGNORECASE
)


def _names(choice: ChoiceList) -> tuple[Event, ...]:
    if not choice.head:
        return choice.items
    stop = next((at for at, item in enumerate(choice.items) if _NO_OPTION.search(item.name)), len(choice.items))
    return choice.items[:stop]


def _chance(choice: ChoiceList, reading: Reading, role: str) -> float:
    return sum(reading.chance(item.said or item.name, role) for item in choice.items) / len(choice.items)
