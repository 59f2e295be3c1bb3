"""A field told by its name and its options, by a question, or by a clause behind it."""

from __future__ import annotations

import re

from faultmark.interface.drafting.wording.pieces import NAME
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]


def _verdict(match: re.Match[str]) -> str:
    """A list to choose from gets a name, if it is one: "the analyst picks one of: attack, benign"."""
    is_list = re.search(r",| or | and ", match["list"])
    return f"{match['who']} give the verdict: {match['list']}" if is_list else match[0]


def _with_options(match: re.Match[str]) -> str:
    """A field that is told by its name and its options: "a required field action with the options stop and go"."""
    how = f" ({match['how'].strip()})" if match["how"] else ""
    return f"the {match['what']}{how}: {match['list']}"


def _selected(match: re.Match[str]) -> str:
    """A choice with its options in brackets: "select the next step (reuse, recycle), which is required"."""
    how = f" ({match['how']})" if match["how"] else ""
    return f"{match['do']} the {match['what']}{how}: {match['list']}"


def _answer(match: re.Match[str]) -> str:
    """A question in quotes with its answers as a choice."""
    more = f". They {match['more']}" if match["more"] else ""
    return f"give the {match['what'].lower()}: {match['list']}{more}"


TURNS = turns(
    (r"^(?P<do>pick|choose|select|rate)\s*:\s*(?=[A-Za-z]+(?: [a-z]+)? out of\b)", r"\g<do> the "),
    (
        rf"^(?P<what>{NAME}), (?P<how>mandatory|required|compulsory|obligatory|optional): (?P<list>[^.;:]+,[^.;:]+)",
        r"\g<what> (\g<how>): \g<list>",
    ),
    (
        rf"\bone of (?:the |these |our )?(?:two |three |four |five |six )?(?P<what>(?!following|those|these){NAME})s\s*(?:-|:|\()\s*(?P<list>[^.;:()-]+,[^.;:()-]+?)\s*(?:-|\))\s*(?:has to|must|needs to|shall|is to) be (?:chosen|picked|selected|given|entered)\b",
        r"give the \g<what> (required): \g<list>. This is for each mark,",
    ),
    (
        r"^(?P<what>[a-z]+(?: [a-z]+)?) (?P<list>[a-z]+(?:\s?/\s?[a-z]+){2,})(?=\s*(?:[.,;(]|$))",
        r"\g<what>: \g<list>",
    ),
    (r"^(?P<what>[A-Za-z]+(?: [a-z]+)?)\?\s*\(?(?P<list>yes ?/ ?no|yes or no)\)?", r"\g<what>: yes/no"),
    (
        r"(?P<what>\b[a-z]+) - (?P<list>(?!\d)[^.;:()-]+,[^.;:()-]+?) - (?=(?:and|but|is|are|has|have|must|should|they|to)\b)",
        r"\g<what> (\g<list>) ",
    ),
    (
        r"\b(?:asks?(?: for)?|says?|states?|tells?(?: us)?|notes?|picks?|chooses?|indicates?|selects?|enters?) which (?P<what>[a-z]+(?: [a-z]+)?) (?:is|was|it is|it was|they are|has|caused|did)\b[^,:;.(-]{0,32}?\s*(?:[,:]|\s-|\(|\bone of\b)\s*(?P<list>[^.;()]+?, [^.;()]+|[^.;(),]+ or [^.;(),]+)\)?",
        r"give the \g<what>: \g<list>",
    ),
    (
        rf"\b(?:the|an?|their) (?P<what>{NAME}),? (?:which|that) (?:is|can be|may be|must be) (?:one of|either) (?P<list>[^.;:()]+?)(?=\s*(?:[.;]|$|,? and (?:they|we|must|should|also|an?|the)\b))(?:,? and\b)?",
        r"the \g<what>: \g<list>.",
    ),
    (
        r"\b(?P<who>they|analysts?|annotators?|[a-z]{3,}(?:ers?|ors?|ists?|ians?|eers?)|to|must|should|also|please|and) (?:picks?|chooses?|selects?|decides? (?:on|between)) (?:exactly )?(?:one of(?: these| the following)?|either|between)?:? (?P<list>(?!the\b|an?\b)[a-z-]+(?: [a-z-]+)?(?:, [a-z-]+(?: [a-z-]+)?)*,? ?(?:or|and)? ?[a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;]|$))",
        _verdict,
    ),
    (
        rf"^(?P<what>{NAME}) (?P<is>is|are|should be|must be|can be) one of (?P<list>[^.;:]+?),? and (?:it )?(?:is|are|must be) (?:always )?(?P<how>required|mandatory|compulsory|obligatory|optional)\b",
        r"\g<what> (\g<how>): \g<list>",
    ),
    (
        r"\b(?P<ask>ask(?:s|ed)?|say|state|tell us|note) where\s*(?::|\()\s*(?P<list>[^.;:()]+)\)?",
        r"\g<ask> for the location: \g<list>",
    ),
    (
        r"\b(?:an? |the )?(?P<how>required |mandatory |optional )?(?:(?:single|multiple|multi|radio|drop-?down)[- ]?(?:choice|select)? |choice |selection )*(?:field|question|choice|drop-?down|list|selection)s?\s*(?:called |named |for (?:the )?)?[\"']?(?P<what>[A-Za-z][\w -]{1,30}?)[\"']? with (?:the |these )?(?:options|choices|values|answers|entries)\s*:?\s*(?P<list>[^.;:]+)",
        _with_options,
    ),
    (
        r"\b(?:choose|say|state|tick|tell(?: us)?|indicate|note|select|enter|decide)s? if (?P<what>[^:.,;?]{3,50}?)\s*(?::|-|\(|\?)\s*(?:yes ?/ ?no|yes or no)\)?",
        r"say whether \g<what>",
    ),
    (
        r"\b(?:was|is|were|are|has|have|did|does|can|could) (?:the|an?) (?P<what>[a-z]+(?: [a-z]+){1,4})\s*\?\s*\(?(?:yes ?/ ?no|yes or no)\)?",
        r"\g<what>: yes/no",
    ),
    (
        r"\b(?P<what>[a-z]+(?: [a-z]+)?) (?:is|are) (?:picked|chosen|selected|taken) (?:from|out of) (?!a\b|the\b|1|one\b)",
        r"\g<what>: ",
    ),
    (
        r"\b(?P<ask>says?|states?|decides?|chooses?|tells?(?: us)?|indicates?|notes?) whether (?:the |an? )(?P<what>[a-z]+) (?:(?:should|must|has to|can|will) be|is|was|are|were) (?P<list>[a-z]+(?: [a-z]+)?(?:, [a-z]+(?: [a-z]+)?)+,? or [a-z]+(?: [a-z]+)?)",
        r"\g<ask> the \g<what>: \g<list>",
    ),
    (
        r"\b(?P<the>the|an?|their) (?P<what>[a-z]+(?: [a-z]+)?), which (?:is|can be|may be|must be) (?P<list>[a-z-]+(?: [a-z-]+)?(?:, [a-z-]+(?: [a-z-]+)?)*,? or [a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;,]|$))",
        r"\g<the> \g<what>: \g<list>",
    ),
    (
        r"\banswers? [\"'](?P<what>[^\"'?]{3,40})\??[\"'] with (?P<list>[^.;:]+?)(?=,? and (?:write|give|add|leave)|[.;]|$)(?:,? and (?P<more>write|give|add|leave))?",
        _answer,
    ),
    (
        r"\b(?:an?|the|one) (?P<what>[a-z]+) out of (?P<list>(?!\d|the\b|an?\b)[a-z]+(?: [a-z]+)?, [^.;:]+)",
        r"the \g<what>: \g<list>",
    ),
    (
        r"\b(?:each|every one|they)(?: [a-z]+)? (?:is|are) (?:classified|classed|judged) as (?P<list>[^.;:,]+, [^.;:]+ or [^.;:]+)",
        r"give the classification: \g<list>",
    ),
    (
        rf"^only (?:an? |the )(?P<what>{NAME})[,:] (?P<list>[a-z-]+, [a-z-]+(?:, [a-z-]+)* or [a-z-]+)(?=\s*(?:[.;]|$))",
        r"the \g<what>: \g<list>",
    ),
    (
        r"(?P<what>\b[a-z]+(?: [a-z]+)?), one of (?P<list>[^.;:]+,[^.;:]+)(?=\s*(?:[.;]|$))",
        r"the \g<what>: \g<list>",
    ),
    (
        rf"^(?P<what>{NAME}), (?P<how>mandatory|required|compulsory|obligatory|optional), one of:? (?P<list>[^.;:]+)",
        r"\g<what> (\g<how>): \g<list>",
    ),
    (r"^(?P<what>(?:the )?[a-z]+(?: [a-z]+)?) is a choice (?:among|between|of|from) ", r"\g<what>: "),
    (
        r"\b(?:an? )?choice [\"'](?P<what>[^\"']{3,40})[\"'] with (?P<list>[^.;:]+)",
        r"\g<what>: \g<list>",
    ),
    (
        r"\b(?P<do>select|choose|pick)s? the (?P<what>[a-z]+(?: [a-z]+)?) \((?P<list>[a-z ]+(?:, [a-z ]+)+)\)(?:, which is (?P<how>required|mandatory|optional))?",
        _selected,
    ),
)
