"""Fillers of speech, what notes cut short, and words that say nothing."""

from __future__ import annotations

from faultmark.interface.drafting.wording.pieces import NAME
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]

TURNS = turns(
    (r"^(?:in addition|additionally|furthermore|moreover|besides),?\s+", ""),
    (r"\b(?:let's say|obviously|basically)\b,?\s*", ""),
    (r"\btxt\b\.?", "text"),
    (r"\bovl\b\.?", "overlap"),
    (r"^lbls?\b\.?\s*(?=:)", "Labels"),
    (r"^ch(?:an|ns?|s)?\b\.?\s*(?=:)", "Channels"),
    (r"(?<=\w) req(?:'d)?\b\.?(?! ?[\d-])", ", required"),
    (r"(?<=\w) opt\b\.?(?! ?[\d-])", " optional"),
    (
        rf"^(?:as to|as for|regarding|concerning) (?:the )?(?P<what>{NAME}), (?:it|this) (?=is\b|can be\b|must be\b)",
        r"the \g<what> ",
    ),
    # The heading of a ticket before a sentence says nothing.
    (r"^(?:description|summary|overview|story|user story|request|introduction):\s+(?=(?:\S+\s+){6})", ""),
    (
        r"\b(?:anything|everything|whatever|something)(?: that| which)? (?:looks?|seems?|sounds?|smells?) like (?:an? )?",
        "",
    ),
    (
        r"\b(?P<for>for|mark|label) the (?:anomalies|failures|faults|events) (?=[a-z]+(?: [a-z]+)?(?:, | and ))(?!in\b|on\b|of\b|that\b|which\b|we\b|and\b)",
        r"\g<for> ",
    ),
    (r"\btells? apart\b", "distinguish"),
    (r"\bcounts? as\b", "are"),
)
