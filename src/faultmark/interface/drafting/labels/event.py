"""What a brief lists: one kind of event, and a list under a head."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ChoiceList", "Event"]


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event. ``stated`` says that the brief itself said range or instant."""

    name: str
    extent: str = "either"
    said: str = ""
    below: tuple[str, ...] = ()
    stated: bool = False
    hint: str = ""
    hotkey: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list under a head such as "failure mode"."""

    head: str
    items: tuple[Event, ...]
    said: str
    multiple: bool = False
    scope: str = "region"
