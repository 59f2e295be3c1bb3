"""Why a draft is as it is: the words that led to each part, and what was taken where a brief says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faultmark.interface.drafting.brief.statements import Statement

__all__ = ["Assumption", "Reason", "Why"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of the specification, and the words of the brief or the column of the sample that led to it."""

    part: str
    made: str
    words: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a brief left open, and what was taken."""

    text: str


class Why:
    """Reasons and assumptions of a draft, as they are told while it is made."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self.reasons: list[Reason] = []
        self.assumptions: list[Assumption] = []

    def because(self, part: str, made: str, words: str) -> None:
        """Tell which words led to a part."""
        self.reasons.append(Reason(part, made, self._quoted(" ".join(words.split()))))

    def assume(self, text: str) -> None:
        """Tell what was taken where the brief says nothing."""
        self.assumptions.append(Assumption(text))

    def _quoted(self, words: str) -> str:
        """The brief's own words where only their plain form holds these."""
        own = [" ".join(one.quoted.split()) for one in self._statements]
        if any(words in said for said in own):
            return words
        plain = (" ".join(one.text.split()) for one in self._statements)
        return next((said for said, text in zip(own, plain, strict=True) if words in text and said), words)
