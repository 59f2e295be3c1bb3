"""What a labeling config declares, as far as Faultmark shows it; what it does not show is listed, never dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

__all__ = [
    "ChannelSpec",
    "Condition",
    "Control",
    "ControlType",
    "LabelSchema",
    "ObjectSpec",
    "Option",
    "Pane",
    "Unsupported",
]

ControlType = Literal["labels", "choices", "rating", "number", "text"]
_RESULT_TYPES: Mapping[ControlType, str] = {
    "labels": "timeserieslabels",
    "choices": "choices",
    "rating": "rating",
    "number": "number",
    "text": "textarea",
}


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """One ``Channel``: a column of the file and how it is shown. ``color`` is None for the theme's own."""

    column: str
    title: str
    units: str = ""
    color: str | None = None
    height: int | None = None
    range: tuple[float, float] | None = None
    display_format: str = ""


@dataclass(frozen=True, slots=True)
class Pane:
    """Channels drawn over each other: one for a ``Channel``, several for a ``MultiChannel``."""

    title: str
    channels: tuple[ChannelSpec, ...]


@dataclass(frozen=True, slots=True)
class ObjectSpec:
    """The ``TimeSeries`` tag. ``value_key`` is the key of the task's data that names the file."""

    name: str
    value_key: str
    kind: Literal["csv", "json"]
    time_column: str
    time_format: str | None
    display_format: str
    separator: str
    overview_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A label or a choice.

    ``value`` is what results hold and ``alias``, where there is one, what people read. In the config it is the other
    way round: there the ``alias`` replaces the ``value`` in results. Nested choices carry the path of their parents,
    outermost first.
    """

    value: str
    alias: str | None = None
    color: str | None = None
    hotkey: str | None = None
    hint: str | None = None
    selected: bool = False
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What one tag says of when a control is shown: its ``visibleWhen`` and the attributes that go with it."""

    visible_when: str | None = None
    when_tag: str | None = None
    when_label: tuple[str, ...] = ()
    when_choice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """A control tag. Fields that do not apply to its type keep their defaults.

    ``nested`` choices hold a list of paths instead of a list of names. ``conditions`` are its own and those of the
    ``View`` tags around it, innermost first; all of them hold together.
    """

    name: str
    to_name: str
    type: ControlType
    title: str
    per_region: bool
    required: bool = False
    required_message: str = ""
    mode: Literal["single", "multiple", "single-radio"] = "single"
    options: tuple[Option, ...] = ()
    nested: bool = False
    max: float | None = None
    min: float | None = None
    step: float | None = None
    rows: int = 1
    placeholder: str = ""
    max_submissions: int | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def result_type(self) -> str:
        """The ``type`` and the value's key in Label Studio's result items."""
        return _RESULT_TYPES[self.type]

    @property
    def value_key(self) -> str:
        """The key under which a result item holds this control's value."""
        return "text" if self.type == "text" else self.result_type


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A part of the config that Faultmark does not show; ``line`` counts from 1 in the XML."""

    tag: str
    name: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class LabelSchema:
    """A whole config. ``object`` is None where it has no time series to show."""

    object: ObjectSpec | None
    panes: tuple[Pane, ...] = ()
    controls: tuple[Control, ...] = ()
    unsupported: tuple[Unsupported, ...] = field(default=())

    def control(self, name: str) -> Control | None:
        """The control of that name, if Faultmark shows it."""
        return next((control for control in self.controls if control.name == name), None)

    @property
    def channels(self) -> tuple[ChannelSpec, ...]:
        """All channels in the order of the panes."""
        return tuple(channel for pane in self.panes for channel in pane.channels)

    @property
    def label_controls(self) -> tuple[Control, ...]:
        """The controls that make regions."""
        return tuple(control for control in self.controls if control.type == "labels")

    def as_dict(self) -> dict[str, Any]:
        """The schema as plain JSON values."""
        return asdict(self)
