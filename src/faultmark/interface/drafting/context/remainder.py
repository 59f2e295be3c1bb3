"""Lists that are nothing else: no signals, labels, options or scales, so they are what annotators are shown.

People have endless words for showing. A sentence about people or the screen that lists two or more things, and that
speaks of no other part of the work, is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faultmark.interface.drafting.brief.phrases import is_noun_phrase, list_of

__all__ = ["remaining_lists"]

_ABOUT_SHOWING = re.compile(
    r"\b(?:people|they|them|annotators?|labell?ers?|everyone|whoever|[a-z]{3,}(?:ers|ors|ists|ians|eers)|maintainer|engineer|technician|operator|shown?|see|sees|knows?|visible|view|displayed|in front|beside|next to|provided|available|given|helps?|useful|page|screen|plots?|charts?|handy|include[ds]?|comes? along|travels? with)\b",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(
    r"\b(?:mark\w*|label(?:s|led|ed|ling|ing)?|tag(?:s|ged)|flag\w*|annotat(?:e|es|ed|ion|ions)|severit\w+|urgency|priority|confiden\w+|certain\w*|sure|rate[sd]?|rating|grade[sd]|score[sd]?|scale|choose\w*|picks?|selects?|asks?|comments?|notes?|remarks?|reason|rationale|explain\w*|why|instants?|"
    r"ranges?|intervals?|points?|moments?|spans?|one of|either|whether|predict\w+|model|detector|logs?|records?|measures?|collects?|plot|streams?|monitors?|columns?|channels?|signals?|sensors?|curves?|faults?|events?|anomal\w+|problems?|colou?r\w*|look(?:s|ing)? (?:for|at)|find|spot|separate|distinguish|recogni[sz]e|two|three|four|both|required|mandatory|optional|overlap|text)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\b(?:is|are|was|be|been|being|have|has|had|having|should|must|can|could|may|will|would|shall|ought|need|needs|want|wants|to|that|which|who|whoever|what|where|when|while|because|so|if|please|also|then|there's|there|they|them|we|you|us|it|people|"
    r"aware of|mindful of|informed of|know|knows|see|sees|show|shows|include|includes|with|for|from|by|on|in|at|beside|next|along|helps?|matters?|sits?|stands?|appears?|goes|go|comes?|provided|available|given|shown|displayed)(?![-\w])",
    re.IGNORECASE,
)


def remaining_lists(text: str, labels: Sequence[str]) -> Iterator[list[str]]:
    """Lists of two or more names in a sentence about showing, if it is about nothing else, and names no label."""
    if not _ABOUT_SHOWING.search(text) or _OTHER_WORK.search(text) or ":" in text or re.search(r"\d|\(", text):
        return
    words = text.lower()
    if any(re.search(rf"\b{re.escape(label)}", words) for label in labels):
        return
    for part in _BREAK.sub("\n", text).split("\n"):
        if not re.search(r",|\band\b", part):
            continue
        items = list_of(part.strip(" ,."))
        names = [item.raw if re.search(r" (?:of|since|until) ", item.raw) else item.text for item in items]
        names = [re.sub(r"^(?:and\s+)?(?:the|an?|its|their)\s+", "", name).strip(" ,.") for name in names]
        if len(names) > 1 and all(is_noun_phrase(name, 5) for name in names):
            yield names
