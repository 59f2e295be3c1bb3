"""A finding: what, where, why, and what to do; and edits that mend the safe ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from faultmark.interface.lint.rules import RULES, Severity
from faultmark.interface.xml.elements import Attribute, Element

__all__ = ["Edit", "Finding", "apply_edits", "at_attribute", "at_element", "finding"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text between two offsets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. Lines and columns count from 1; ``path`` is the place inside a JSON file, where it is one.

    ``edit`` mends it in a config; ``mended`` says that a fix of the JSON file does.
    """

    code: str
    message: str
    fix: str
    line: int = 1
    column: int = 1
    edit: Edit | None = None
    file: str = ""
    path: str = ""
    severity_override: Severity | None = None
    mended: bool = False

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.severity_override or RULES[self.code].severity

    def in_file(self, name: str) -> Finding:
        """The same finding with the name of its file."""
        return replace(self, file=name)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        rule = RULES[self.code]
        return {
            "code": self.code,
            "severity": self.severity,
            "title": rule.title,
            "message": self.message,
            "why": rule.why,
            "fix": self.fix,
            "fixable": self.edit is not None or self.mended,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
        }


def at_element(code: str, element: Element, message: str, fix: str, edit: Edit | None = None) -> Finding:
    """A finding at a tag."""
    return Finding(code, message, fix, element.line, element.column, edit)


def at_attribute(code: str, attribute: Attribute, message: str, fix: str, edit: Edit | None = None) -> Finding:
    """A finding at an attribute."""
    return Finding(code, message, fix, attribute.line, attribute.column, edit)


def finding(  # noqa: PLR0917 - read as a sentence: code, where, what, what to do
    code: str, element: Element, name: str, message: str, fix: str, to: str | None = None
) -> Finding:
    """A finding at an attribute where the tag has it, else at the tag. ``to`` is the value that mends it, if any."""
    attribute = element.attribute(name)
    if attribute is not None:
        edit = None if to is None else set_value(attribute, to)
        return at_attribute(code, attribute, message, fix, edit)
    return at_element(code, element, message, fix, None if to is None else add_attribute(element, name, to))


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def set_value(attribute: Attribute, value: str) -> Edit:
    """The edit that gives an attribute another value."""
    return Edit(attribute.start, attribute.end, f'{attribute.name}="{_escaped(value)}"')


def rename(attribute: Attribute, name: str) -> Edit:
    """The edit that gives an attribute another name."""
    return Edit(attribute.start, attribute.start + len(attribute.name), name)


def add_attribute(element: Element, name: str, value: str) -> Edit:
    """The edit that gives a tag another attribute, behind those that it has."""
    at = element.attributes[-1].end if element.attributes else element.start + 1 + len(element.name)
    return Edit(at, at, f' {name}="{_escaped(value)}"')


def apply_edits(text: str, findings: Iterable[Finding]) -> tuple[str, int]:
    """Apply the edits of findings, from the end backwards; of two that overlap only one.

    Returns
    -------
    tuple
        The text, and how many were applied.
    """
    edits = sorted({f.edit for f in findings if f.edit is not None}, key=lambda e: (e.start, e.end), reverse=True)
    applied, limit = 0, len(text) + 1
    for edit in edits:
        if edit.end > limit or (edit.end == limit and edit.start == edit.end == limit):
            continue
        text = text[: edit.start] + edit.text + text[edit.end :]
        limit, applied = edit.start, applied + 1
    return text, applied
