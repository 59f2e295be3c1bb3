"""What must be filled in, and what need not."""

from __future__ import annotations

from faultmark.interface.drafting.wording.pieces import END, NAME
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]

TURNS = turns(
    (r"\b(?:nobody|no one) (?:needs|wants|has to give) (?:an? |any )", "no "),
    (
        rf"\b(?:you |they |people |annotators? |nobody |no one |one )?(?:can't|cannot|can not|can|may not|must not|must never) (?:submit|save|finish|be submitted|be saved|close)(?: (?:it|a \w+|the \w+|an \w+))? without (?:stating |giving |choosing |entering )?(?P<what>{NAME}){END}",
        r"\g<what> is required",
    ),
    (
        rf"\b(?:an?|no|any) (?:annotation|mark|label|region|submission)s? without (?P<what>{NAME}) (?:is|are|will be|gets?) (?:not accepted|accepted|not allowed|allowed|rejected|refused|invalid|not valid|saved)\b",
        r"\g<what> is required",
    ),
    (r"\b(?:is|are) never (?:required|mandatory|obligatory|needed)\b", "is optional"),
    (r"\b(?:may|can|might) (?:be|stay|remain) (?:left )?(?:blank|empty|out|unanswered)\b", "is optional"),
    (
        r"\bmakes? (?:them|people|everyone|annotators?|[a-z]{3,}(?:ers|ors|ists|ians|eers)) (?P<does>write|state|give|say|enter|choose|explain|fill in)\b",
        r"they must \g<does>",
    ),
    (
        r",? and it (?:must|has to|shall) be (?:given|chosen|filled in|entered|selected|picked)\b",
        " and is required",
    ),
    (r"\b(?:is|are)(?:n't| not) (?:required|mandatory|compulsory|obligatory|a must)\b(?! at all)", "is optional"),
    (
        r"\b(?:must not|need not|needn't|does not have to|doesn't have to|don't have to) be (?:mandatory|required|compulsory|filled(?: in)?|given|written|entered)\b",
        "is optional",
    ),
)
