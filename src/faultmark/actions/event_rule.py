"""Conditions such as ``severity >= 4 and settled``, read into a tree and judged; nothing is ever evaluated as code.

Grammar::

    rule       = term { "or" term }
    term       = factor { "and" factor }
    factor     = "not" factor | "(" rule ")" | comparison
    comparison = value [ operator value | "in" "[" value { "," value } "]" ]
    operator   = == = != < <= > >= ≤ ≥ ≠
    value      = name | number | "text" | 'text' | true | false
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faultmark.errors import ConfigError, Place

__all__ = ["Rule", "parse_rule"]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<text>\"[^\"]*\"|'[^']*')|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign><=|>=|==|!=|[<>=≤≥≠()\[\],]))"
)
_MOST = 1000
_DEEPEST = 30
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}
_SAME = {"=": "==", "≤": "<=", "≥": ">=", "≠": "!="}
_ORDERED = ("<", "<=", ">", ">=")

Judge = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition. A name that is not known at the time has no value: compared with anything it does not hold."""

    text: str
    _judge: Judge

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it holds for these values; an empty rule always does."""
        return bool(self._judge(values))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse_rule(text: str, names: Sequence[str]) -> Rule:
    """Read a condition.

    Parameters
    ----------
    text:
        The condition; empty for one that always holds.
    names:
        What it may speak of.

    Raises
    ------
    ConfigError
        ``rule.invalid`` with the column and what was expected there.
    """
    if not text.strip():
        return Rule(text, lambda _values: True)
    return Rule(text, _Parser(text, names).whole())


class _Parser:
    def __init__(self, text: str, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Judge:
        judge = self._rule()
        if self._peek().kind != "end":
            raise self._fault("and, or, or the end")
        return judge

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, *texts: str) -> bool:
        token = self._peek()
        found = token.kind in ("sign", "name") and token.text in texts
        self._at += found
        return found

    def _fault(self, expected: str) -> ConfigError:
        token = self._peek()
        return _invalid(
            f"{token.text!r} cannot stand here." if token.text else "It ends too early.", token.column, expected
        )

    def _rule(self) -> Judge:
        parts = [self._term()]
        while self._take("or"):
            parts.append(self._term())
        return lambda values: any(part(values) for part in parts)

    def _term(self) -> Judge:
        parts = [self._factor()]
        while self._take("and"):
            parts.append(self._factor())
        return lambda values: all(part(values) for part in parts)

    def _factor(self) -> Judge:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _invalid("It is nested too deeply.", self._peek().column, f"at most {_DEEPEST} levels")
        try:
            if self._take("not"):
                inner = self._factor()
                return lambda values: not inner(values)
            if self._take("("):
                inner = self._rule()
                if not self._take(")"):
                    raise self._fault("a closing parenthesis")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Judge:
        left = self._value()
        token = self._peek()
        sign = _SAME.get(token.text, token.text)
        if token.kind == "sign" and sign in _OPERATORS:
            self._at += 1
            right, compare, ordered = self._value(), _OPERATORS[sign], sign in _ORDERED
            return lambda values: _compared(left(values), right(values), compare, ordered=ordered)
        if self._take("in"):
            choices = self._list()
            return lambda values: any(
                _compared(left(values), one(values), _OPERATORS["=="], ordered=False) for one in choices
            )
        return left

    def _list(self) -> list[Judge]:
        if not self._take("["):
            raise self._fault("a list such as [drift, drop]")
        choices = [self._value()]
        while self._take(","):
            choices.append(self._value())
        if not self._take("]"):
            raise self._fault("a closing bracket")
        return choices

    def _value(self) -> Judge:
        token = self._peek()
        constant: Any
        if token.kind == "number":
            constant = float(token.text)
        elif token.kind == "text":
            constant = token.text[1:-1]
        elif token.kind == "name" and token.text in ("true", "false"):
            constant = token.text == "true"
        elif token.kind == "name" and token.text in self._names:
            self._at += 1
            return lambda values: values.get(token.text)
        else:
            raise self._fault(f"a number, a text in quotes, or one of {', '.join(self._names)}")
        self._at += 1
        return lambda _values: constant


def _compared(left: Any, right: Any, compare: Callable[[Any, Any], bool], *, ordered: bool) -> bool:
    if left is None or right is None:
        return False
    if ordered and not (isinstance(left, int | float) and isinstance(right, int | float)):
        return False
    return compare(left, right)


def _tokens(text: str) -> list[_Token]:
    if len(text) > _MOST:
        raise _invalid(f"It has {len(text)} characters.", 1, f"at most {_MOST}")
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            column = at + len(text[at:]) - len(text[at:].lstrip())
            raise _invalid(
                f"{text[column]!r} cannot stand here.", column + 1, "a name, a number, a text or an operator"
            )
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind) + 1))
        at = found.end()
    return [*tokens, _Token("end", "", len(text) + 1)]


def _invalid(message: str, column: int, expected: str) -> ConfigError:
    return ConfigError("rule.invalid", message, place=Place("rule", column=column), expected=f"{expected}.")
