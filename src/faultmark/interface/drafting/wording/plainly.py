"""English says the same in many ways; rules of drafting read one of them.

"You can't submit without a cause" is "a cause is required", "Z and N velocity" are two velocities, "the moment the
breaker trips" is a breaker trip as an instant. Each is put into plain words once, here, so that no rule needs to know
them all.
"""

from __future__ import annotations

import re

from faultmark.interface.drafting.wording import (
    choices,
    conditions,
    context,
    extents,
    labels,
    notes,
    required,
    scales,
    signals,
    speech,
)
from faultmark.interface.drafting.wording.signals import apart

__all__ = ["is_unwanted", "plainly"]

_NO_MARK = re.compile(
    r"(?:^|[;,]\s*|\b(?:and|but)\s+)(?:please\s+)?(?:don't|do not|never)\s+(?:mark|label|tag|flag|annotate)\s+(?!(?:it|them|this|any|instants?|points?|ranges?|without|as|with|more|over)\b)[^.;]*",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"^\W*(?:won't have|will not have|not (?:wanted|needed|required|in scope|included)|unwanted|leave out|out of scope|excluded?|don't (?:want|need|include)|do not (?:want|need|include)|no need for|goals?|purpose|aim|objective|motivation)\s*(?::|$)",
    re.IGNORECASE,
)
# In this order: what hides others goes first, and what is said of labels and fields stands before it is about signals.
_TURNS = (
    *speech.TURNS,
    *labels.TURNS,
    *extents.TURNS,
    *required.TURNS,
    *choices.TURNS,
    *scales.TURNS,
    *conditions.TURNS,
    *notes.TURNS,
    *context.TURNS,
    *signals.TURNS,
)


def is_unwanted(heading: str) -> bool:
    """Whether what stands below a heading is not to be there, or says what it is for."""
    return bool(_UNWANTED.match(heading))


def plainly(text: str) -> str:
    """The text of one statement in the words that the rules know."""
    text = _NO_MARK.sub("", "" if _UNWANTED.match(text) else text)
    for pattern, put in _TURNS:
        text = pattern.sub(put, text)
    return apart(text)
