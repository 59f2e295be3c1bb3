"""What is to be written."""

from __future__ import annotations

from faultmark.interface.drafting.wording.pieces import NAME
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]

TURNS = turns(
    (
        r"\b(?:explain|justify|motivate|substantiate)s? (?:their|the|your|his|her) (?:decision|choice|call|label|verdict|judge?ment|mark|opinion|answer)s?\b",
        "explain why",
    ),
    (
        rf"\b(?P<what>{NAME}) in (?:their|his|her|your|the annotator's) own words\b",
        r"\g<what> as text",
    ),
    (
        rf"\bmake (?:the |an? )?(?P<what>{NAME}) an? (?P<how>required|mandatory|compulsory|optional|voluntary)(?: free)? text(?: field| box)?\b",
        r"ask for the \g<what> as text, \g<how>",
    ),
    (
        r"^(?P<what>notes?|comments?|remarks?|free text|text|rationale|explanation)\s*:\s*yes\b",
        r"\g<what>: free text",
    ),
)
