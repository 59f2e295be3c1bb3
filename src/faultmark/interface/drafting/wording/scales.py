"""Steps, grades, stars, and a severity that is told by its steps alone."""

from __future__ import annotations

import re

from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]


def _numbered(match: re.Match[str]) -> str:
    """Steps behind their numbers: "1 low, 2 high" is 1 = low, 2 = high."""
    return re.sub(r"(\d) (?=[A-Za-z])", r"\1 = ", match[0])


def _lettered(match: re.Match[str]) -> str:
    """Steps that are letters, without what is said of each."""
    return f"{', '.join(re.findall(r'(?<![A-Za-z])[A-F](?= ?[(])', match[0]))} "


def _graded(match: re.Match[str]) -> str:
    """A quality with its steps: "the severity has three grades, namely a, b and c, and it is required"."""
    how = f" ({match['how']})" if match["how"] else ""
    return f"{match['what']}{how}: {match['list']}" if re.search(r",| and | or ", match["list"]) else match[0]


TURNS = turns(
    (
        r"\b(?:say|tell|state|note|indicate|judge|decide)s?(?: us)? (?:whether|if) (?:it|this|that|they|the (?:event|mark|fault|anomaly|region)) (?:is|was|are|were) (?:an? )?(?P<steps>[a-z-]+(?: [a-z-]+)?, [a-z-]+(?: [a-z-]+)?,? or [a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;]|$))",
        r"give the severity: \g<steps>",
    ),
    (r"[(:]\s*(?:\d [a-z][a-z -]*,\s*(?:and |or )?)+\d [a-z][a-z -]*(?=\s*(?:[).;]|$))", _numbered),
    (r"(?:(?<![\w-])(?-i:[A-F]) ?\([^()]+\)(?:,| or| and)*\s*){2,}", _lettered),
    (r"^stars\s*:?\s*(?:from )?1 ?(?:-|to) ?(?P<high>\d{1,2})\b", r"severity: 1 to \g<high> stars"),
    (
        r"\bminimum (?:is |of |= ?)?(?P<low>\d)\D{1,20}maximum (?:is |of |= ?)?(?P<high>\d{1,3})\b",
        r"from \g<low> to \g<high>",
    ),
    (
        r"^(?:the |an? )?(?P<what>[A-Za-z]+(?: [a-z]+)?) (?:has|with|in|comes in|knows) (?:the )?(?:two|three|four|five|six|\d) (?:grades|levels|steps|values|classes|stages)(?:,? namely:?|:|,| -)? (?P<list>[^.;:]+?)(?:,? and (?:it is|it's|is) (?:also )?(?P<how>compulsory|required|mandatory|obligatory|optional))?(?=\s*(?:[.;]|$))",
        _graded,
    ),
    (r"\bis an? rating (?:with|of|from) (?P<high>\d{1,2}) stars\b", r"is rated with 1 to \g<high> stars"),
    (r"\bstars, (?P<high>\d{1,2}) of them\b", r"1 to \g<high> stars"),
)
