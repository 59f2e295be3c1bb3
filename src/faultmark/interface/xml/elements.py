"""Elements of a config with the places where they and their attributes stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from faultmark.errors import ConfigError, Place, Remedy

__all__ = ["Attribute", "Element", "parse_root"]

_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute. ``start`` and ``end`` are the offsets of its text, quotes included; lines and columns from 1."""

    name: str
    value: str
    start: int
    end: int
    line: int
    column: int


@dataclass(eq=False, slots=True)
class Element:
    """An element. ``start`` is the offset of its ``<``, ``end`` the one after the ``>`` of its start tag.

    ``closed`` says that the start tag closes itself and there is no end tag.
    """

    name: str
    start: int
    end: int
    line: int
    column: int
    attributes: list[Attribute] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)
    parent: Element | None = None
    text: str = ""
    closed: bool = False

    @property
    def tag(self) -> str:
        """The name in lower case: Label Studio takes tags in any case."""
        return self.name.lower()

    def attribute(self, name: str) -> Attribute | None:
        """An attribute by its name in any case."""
        wanted = name.lower()
        return next((attribute for attribute in self.attributes if attribute.name.lower() == wanted), None)

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        found = self.attribute(name)
        return default if found is None else found.value

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Element]:
        """What is around it, innermost first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def _beside(self, step: int) -> Element | None:
        if self.parent is None:
            return None
        there = self.parent.children
        at = next(index for index, child in enumerate(there) if child is self) + step
        return there[at] if 0 <= at < len(there) else None

    @property
    def previous(self) -> Element | None:
        """The element before it, in the same parent."""
        return self._beside(-1)

    @property
    def following(self) -> Element | None:
        """The element after it, in the same parent."""
        return self._beside(1)


def parse_root(xml: str, name: str = "labeling config") -> Element:
    """Read a config into elements. Entities are not expanded: a config is data from somebody.

    Raises
    ------
    ConfigError
        ``config.xml.invalid``, with line and column.
    """
    data = xml.encode()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    stack: list[Element] = []
    roots: list[Element] = []

    def opened(tag: str, values: dict[str, str]) -> None:
        start = len(data[: parser.CurrentByteIndex].decode())
        element = _element(xml, tag, start, values)
        if stack:
            element.parent = stack[-1]
            stack[-1].children.append(element)
        else:
            roots.append(element)
        stack.append(element)

    def said(text: str) -> None:
        if stack:
            stack[-1].text += text

    def declared(*_: object) -> None:
        raise ConfigError(
            "config.xml.invalid",
            "A labeling config declares no entities.",
            place=Place(name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1),
            remedies=(Remedy("Remove the DOCTYPE."),),
        )

    parser.StartElementHandler = opened
    parser.EndElementHandler = lambda _tag: stack.pop()
    parser.CharacterDataHandler = said
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ConfigError(
            "config.xml.invalid",
            f"The labeling config is not well-formed XML: {expat.errors.messages[error.code]}.",
            place=Place(name, error.lineno, error.offset + 1),
            remedies=(Remedy("Mend it there: every tag is closed, and every & is written &amp;."),),
        ) from error
    return roots[0]


def _element(xml: str, tag: str, start: int, values: dict[str, str]) -> Element:
    line, column = _place(xml, start)
    element = Element(tag, start, start, line, column)
    at = start + 1 + len(tag)
    for _ in values:
        found = _ATTRIBUTE.search(xml, at)
        if found is None:  # pragma: no cover - the parser has just read it
            break
        line, column = _place(xml, found.start())
        element.attributes.append(
            Attribute(found[1], values.get(found[1], ""), found.start(), found.end(), line, column)
        )
        at = found.end()
    element.end = xml.index(">", at) + 1
    element.closed = xml[element.end - 2] == "/"
    return element


def _place(xml: str, offset: int) -> tuple[int, int]:
    return xml.count("\n", 0, offset) + 1, offset - xml.rfind("\n", 0, offset)
