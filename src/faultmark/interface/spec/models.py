"""The models. Each says what Label Studio can show, and nothing that it cannot; every rule names its remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic import Field as About

from faultmark.interface.spec.steps import split_steps

__all__ = [
    "Channel",
    "Condition",
    "ContextItem",
    "Extent",
    "Field",
    "FieldKind",
    "InterfaceSpec",
    "LabelItem",
    "LabelSet",
    "OptionItem",
    "Project",
    "TimeAxisSpec",
    "spoken",
]

Extent = Literal["range", "instant", "either"]
FieldKind = Literal["choice", "rating", "number", "text"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXTENT_SUFFIX = re.compile(r"\s*\((?:instant|range)\)$")


def _printable(text: str) -> str:
    if _NOT_XML.search(text):
        raise ValueError("it holds a control character, which XML cannot carry")
    return text


def _value(text: str) -> str:
    if text.startswith("$"):
        raise ValueError("it may not begin with $, which Label Studio reads as a key of the task's data")
    return text


def _title(text: str) -> str:
    if "$" in text:
        raise ValueError("it may hold no $, which Label Studio reads as a key of the task's data")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_printable)]
Words = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
Title = Annotated[Text, AfterValidator(_title)]
Value = Annotated[Words, AfterValidator(_value)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,63}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Color = Annotated[
    str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{3,4}|#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{8}|[A-Za-z]{3,24})$")
]
Hotkey = Annotated[str, StringConstraints(pattern=r"^[^\s,]{1,12}$"), AfterValidator(_printable)]


def spoken(name: str) -> str:
    """A name as people read it: ``root_cause`` as Root cause."""
    return name.replace("_", " ").strip().capitalize()


def _without_default(values: Any, source: str, target: str, make: Callable[[str], str]) -> Any:
    """Leave away what would be made from another value anyway, so that equal specifications compare equal."""
    if isinstance(values, dict) and isinstance(values.get(source), str) and isinstance(values.get(target), str):
        made = make(values[source].strip())
        if values[target].strip() == made:
            return {key: value for key, value in values.items() if key != target}
    return values


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Project(_Model):
    """What belongs to the project and not to the labeling config."""

    title: Text = About(default="", description="Name of the project.")
    description: Text = ""
    instructions: Text = About(default="", description="Shown to annotators; HTML is allowed.")
    overlap: int = About(default=2, ge=1, le=100, description="How many people annotate each task.")
    sampling: Literal["sequential", "uniform", "uncertainty"] = About(
        default="sequential",
        description="Order of the tasks: as imported, at random, or the least certain predictions first.",
    )
    predictions: bool = About(
        default=False, description="Show a model's predictions, with their confidence, to annotators."
    )


class TimeAxisSpec(_Model):
    """The column of times. Without ``column`` samples are numbered."""

    column: Text = About(default="", description="Column of the times; its number from 0 in a file without header.")
    format: Text = About(
        default="", description="strftime directives, such as %Y-%m-%d %H:%M:%S; empty for plain numbers."
    )
    display: Text = About(default="", description="How times are shown; Label Studio's own way when empty.")


class Channel(_Model):
    """One column of the file and how it is drawn."""

    column: Words = About(description="Name of the column; its number from 0 in a file without header.")
    legend: Text = About(default="", description="What people read; the column's name when empty.")
    unit: Text = ""
    format: Text = About(default="", description="d3 format of the values, such as ,.2f")
    range: tuple[float, float] | None = About(default=None, description="Fixed limits of the value axis.")
    color: Color | None = None
    height: int | None = About(default=None, ge=20, le=2000, description="Pixels.")
    group: Text = About(default="", description="Channels of one group are drawn over each other, as a MultiChannel.")
    overview: bool = About(default=False, description="Shown in the overview strip.")

    @model_validator(mode="before")
    @classmethod
    def _default_legend(cls, values: Any) -> Any:
        return _without_default(values, "column", "legend", str)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.range is not None and not self.range[0] < self.range[1]:
            raise ValueError("range: its first number must be smaller than its second")
        if self.overview and "," in self.column:
            raise ValueError("overview: a column with a comma in its name cannot be in the overview")
        return self


class LabelItem(_Model):
    """One label that makes a region."""

    value: Value = About(description="What annotators read, and what results hold unless there is an alias.")
    alias: Value | None = About(default=None, description="What results hold instead.")
    color: Color | None = None
    hotkey: Hotkey | None = None
    extent: Extent = About(default="either", description="Whether the event is a range, an instant, or may be either.")
    hint: Text = About(default="", description="Tells annotators what the label means.")

    @property
    def stored(self) -> str:
        """What results hold."""
        return self.alias or self.value

    @field_validator("hint")
    @classmethod
    def _no_extent(cls, hint: str) -> str:
        if _EXTENT_SUFFIX.search(hint):
            raise ValueError("write (instant) or (range) as extent, not at the end of the hint")
        return hint


class LabelSet(_Model):
    """The labels. A region has one of them, or several where ``multiple`` is true."""

    name: Name = "label"
    title: Title = "Event"
    multiple: bool = False
    items: tuple[LabelItem, ...] = About(min_length=1)


class OptionItem(_Model):
    """A choice, and the finer ones below it."""

    value: Value
    alias: Value | None = None
    hotkey: Hotkey | None = None
    hint: Text = ""
    options: tuple[OptionItem, ...] = ()

    @property
    def stored(self) -> str:
        """What results hold."""
        return self.alias or self.value

    def walk(self) -> Iterator[OptionItem]:
        """The choice itself and all below it."""
        yield self
        for option in self.options:
            yield from option.walk()


class Condition(_Model):
    """One thing that a field waits for: one of some labels, or one of some choices of another field."""

    labels: tuple[Words, ...] = ()
    field: Name | None = None
    choices: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if bool(self.labels) == bool(self.field):
            raise ValueError("a condition names either labels, or a field and its choices")
        if bool(self.field) != bool(self.choices):
            raise ValueError("a condition on a field names its choices")
        if any("," in value for value in (*self.labels, *self.choices)):
            raise ValueError("Label Studio cannot tell apart values with commas in a condition; give them an alias")
        return self


def _several(values: Any) -> Any:
    """Conditions as a list, where one stands alone or none at all."""
    if values is None:
        return ()
    return values if isinstance(values, list | tuple) else [values]


Conditions = Annotated[
    tuple[Condition, ...], BeforeValidator(_several, json_schema_input_type=Condition | tuple[Condition, ...])
]


class Field(_Model):
    """One more thing that annotators say, of each region or of the whole task."""

    name: Name
    kind: FieldKind
    title: Title = About(default="", description="What annotators read; made from the name when empty.")
    scope: Literal["region", "task"] = "region"
    required: bool = False
    message: Text = About(default="", description="Shown when a required field is empty.")
    when: Conditions = About(
        default=(), description="When it is asked for. All conditions of a list hold together, the widest first."
    )
    options: tuple[OptionItem, ...] = About(default=(), description="Of a choice.")
    multiple: bool = About(default=False, description="Of a choice: several may be chosen.")
    steps: tuple[Words, ...] = About(
        default=(), description="Of a rating or a number scale: the names of its steps, in order."
    )
    min: float | None = About(default=None, description="Of a number.")
    max: float | None = About(default=None, description="Of a number; of a rating, how many steps.")
    step: float | None = About(default=None, gt=0, description="Of a number.")
    rows: int | None = About(default=None, ge=1, le=100, description="Of a text.")
    placeholder: Text = About(default="", description="Of a text.")
    entries: int | None = About(
        default=None, ge=1, description="Of a text: how many may be entered; any number when empty."
    )

    @property
    def nested(self) -> bool:
        """Whether its choices have finer ones below them."""
        return any(option.options for option in self.options)

    @property
    def shown_title(self) -> str:
        """What annotators read."""
        return self.title or spoken(self.name)

    @model_validator(mode="before")
    @classmethod
    def _default_title(cls, values: Any) -> Any:
        return _without_default(values, "name", "title", spoken)

    @model_validator(mode="after")
    def _check(self) -> Self:
        for kinds, names in _OF_KINDS:
            given = [name for name in names if getattr(self, name) not in (None, (), "", False)]
            if self.kind not in kinds and given:
                raise ValueError(f"{given[0]} does not belong to a {self.kind}; it belongs to {' or '.join(kinds)}")
        if self.kind == "choice" and not self.options:
            raise ValueError("options: a choice needs at least one")
        if self.kind == "rating" and not (self.max is None or (self.max == int(self.max) and 1 <= self.max <= 20)):
            raise ValueError("max: a rating has 1 to 20 steps")
        if self.min is not None and self.max is not None and not self.min < self.max:
            raise ValueError("min must be smaller than max")
        if self.message and not self.required:
            raise ValueError("message: only a required field can be missing; set required: true")
        if self.kind in {"rating", "number"} and split_steps(self.title):
            raise ValueError("write the names of the steps as steps, not in the title")
        if any(re.search(r"[,()]", step) for step in self.steps):
            raise ValueError("steps: their names may hold no comma and no parenthesis")
        if len(set(self.when)) < len(self.when):
            raise ValueError("when: the same condition stands there more than once")
        _unique("options", [o.stored for top in self.options for o in top.walk()])
        self._check_steps()
        return self

    def _check_steps(self) -> None:
        if not self.steps:
            return
        if len(self.steps) == 1:
            raise ValueError("steps: a scale has at least two")
        if self.kind == "rating" and self.max != len(self.steps):
            raise ValueError(f"max must be the number of steps, {len(self.steps)}")
        if self.kind == "number":
            if self.min is None or self.min != int(self.min) or self.step != 1:
                raise ValueError("steps: a number scale with named steps has a whole min and step: 1")
            if self.max != self.min + len(self.steps) - 1:
                raise ValueError(f"max must be {self.min + len(self.steps) - 1:g}, for {len(self.steps)} steps")


_OF_KINDS: tuple[tuple[tuple[FieldKind, ...], tuple[str, ...]], ...] = (
    (("choice",), ("options", "multiple")),
    (("rating", "number"), ("steps", "max")),
    (("number",), ("min", "step")),
    (("text",), ("rows", "placeholder", "entries")),
)


class ContextItem(_Model):
    """A value of the task's data that annotators see beside the signals."""

    key: Key = About(description="Key in the task's data.")
    title: Title = About(default="", description="What annotators read; made from the key when empty.")

    @property
    def shown_title(self) -> str:
        """What annotators read."""
        return self.title or spoken(self.key)

    @field_validator("title")
    @classmethod
    def _no_colon(cls, title: str) -> str:
        if title.endswith(":"):
            raise ValueError("leave away the colon at its end; it is added")
        return title

    @model_validator(mode="before")
    @classmethod
    def _default_title(cls, values: Any) -> Any:
        return _without_default(values, "key", "title", spoken)


class InterfaceSpec(_Model):
    """A labeling interface: what is shown, what is marked in it, and what is said about each mark."""

    project: Project = Project()
    kind: Literal["time series", "audio"] = "time series"
    name: Name = About("ts", description="Name of the object tag; results refer to it.")
    value: Key = About("telemetry", description="Key in the task's data that holds the file's address.")
    time: TimeAxisSpec = TimeAxisSpec()
    separator: Literal[",", ";", "tab", "|", "space", "auto"] = ","
    headless: bool = About(default=False, description="The file has no header; columns go by their number from 0.")
    channels: tuple[Channel, ...] = ()
    labels: LabelSet
    fields: tuple[Field, ...] = ()
    context: tuple[ContextItem, ...] = About(default=(), description="Metadata shown to annotators.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        self._check_object()
        _unique("names", [self.name, self.labels.name, *(field.name for field in self.fields)])
        _unique("labels", [item.stored for item in self.labels.items])
        _unique("labels", [item.value for item in self.labels.items])
        _unique("hotkeys", [key for key in self._hotkeys() if key])
        _unique("context keys", [item.key for item in self.context])
        known = {item.stored for item in self.labels.items}
        fields = {field.name: field for field in self.fields}
        for field in self.fields:
            for condition in field.when:
                _check_condition(field, condition, known, fields)
        return self

    def _check_object(self) -> None:
        if self.kind == "audio":
            if self.channels or self.time != TimeAxisSpec() or self.headless or self.separator != ",":
                raise ValueError("channels, time, separator and headless belong to a time series, not to audio")
            return
        if not self.channels:
            raise ValueError("channels: a time series needs at least one")
        _unique("columns", [channel.column for channel in self.channels])
        columns = [channel.column for channel in self.channels] + ([self.time.column] if self.time.column else [])
        if self.headless and not all(column.isdecimal() for column in columns):
            raise ValueError("headless: columns of a file without header go by their number from 0")
        groups = [channel.group for channel in self.channels]
        runs = [group for at, group in enumerate(groups) if group and (at == 0 or groups[at - 1] != group)]
        _unique("groups (channels of one group stand together)", runs)

    def _hotkeys(self) -> Iterator[str | None]:
        yield from (item.hotkey for item in self.labels.items)
        for field in self.fields:
            for top in field.options:
                yield from (option.hotkey for option in top.walk())

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)


def _check_condition(field: Field, when: Condition, labels: set[str], fields: dict[str, Field]) -> None:
    if unknown := sorted(set(when.labels) - labels):
        raise ValueError(f"{field.name} is asked for with {unknown[0]!r}, and there is no such label")
    if when.field is None:
        return
    other = fields.get(when.field)
    if other is None or other.kind != "choice" or other.name == field.name:
        raise ValueError(f"{field.name} depends on {when.field!r}, and there is no other choice of that name")
    if set(other.when) - set(field.when):
        # What was chosen in a control that was hidden later still counts, in Label Studio's editor as in ours.
        raise ValueError(f"{field.name} depends on {when.field!r}, which has conditions itself; name those as well")
    if other.scope == "region" and field.scope == "task":
        raise ValueError(f"{field.name} is said of the task and cannot depend on {when.field!r}, said of a region")
    there = {option.stored for top in other.options for option in top.walk()}
    if unknown := sorted(set(when.choices) - there):
        raise ValueError(f"{field.name} is asked for with {unknown[0]!r}, which {when.field} does not offer")


def _unique(what: str, values: list[str]) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise ValueError(f"{what}: {twice[0]!r} stands there more than once")
