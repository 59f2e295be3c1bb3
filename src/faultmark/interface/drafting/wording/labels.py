"""What is to be marked, told in many words."""

from __future__ import annotations

import re

from faultmark.interface.drafting.wording.pieces import NAME, PERSON
from faultmark.interface.drafting.wording.turn import turns
from faultmark.interface.drafting.words.extents import extent_in

__all__ = ["TURNS"]


def _worth(match: re.Match[str]) -> str:
    """Labels under a head of many words: "things worth labelling, and each lasts a while: a, b"."""
    extent = extent_in(match["how"])
    return f"Labels{f' (all {extent}s)' if extent else ''}: {match['list']}"


TURNS = turns(
    (r"^(?:click|tap|pin)\s*:\s*(?P<list>[^.;:]+)", r"mark \g<list> as instants"),
    (
        r"^(?:there (?:are|is) |we have |we see )?(?:the )?(?:[a-z]+ )?(?:things|events|faults|failures|problems|anomalies|defects|patterns) (?:that are )?(?:worth|to be|of interest|to look for|that (?:we|they|you)|(?:we|they|you) )(?P<how>[^:.;]*):\s*(?P<list>[^:.;]+)",
        _worth,
    ),
    (r"\bscores? (?=[^.;:]* as (?:ranges|instants|points|intervals|episodes|spans)\b)", "mark "),
    (
        r"^(?:(?:in|for|on|at|with) [^,]{3,40}, )?(?P<list>[^.;:]+?) (?:are|is) (?:what|the (?:things|events|faults|ones|problems))(?: that)? (?:we|they|you|i) (?:want|need|would like|'d like|look for|are looking for|are after|care about)\b[^.;:]*",
        r"Labels: \g<list>",
    ),
    (
        rf"^(?:(?:given|when|then|and|if|whenever) )+(?:the |an? )?(?:{PERSON}|they|she|he|you|we) (?:sees?|finds?|notices?|spots?) (?P<what>[^.;:]+?), (?:she|he|they|you|we) (?:(?:can|should|must|shall|may|has to|have to) )?marks? (?:it|them|this) (?=as\b)",
        r"mark \g<what> ",
    ),
    (
        r"\((?:with |of |namely |i\.?e\.? )?(?:the |these )?(?:sub-?types|sub-?classes|finer types|kinds) (?:are )?(?=[a-z])",
        "(",
    ),
    (
        rf"\b(?:there (?:is|should be|must be)|we (?:need|have|want)|use) (?:only |just )?one label(?: only)?\s*[,:]?\s*(?:called |named )?[\"']?(?P<what>{NAME})[\"']?\s*[,:]?\s*(?:and |which )?(?:it )?is (?P<how>an? (?:range|instant|interval|point))\b",
        r"mark \g<what> as \g<how>",
    ),
    (
        rf"\b(?:there (?:should|must|shall|will) (?:also )?be|add|plus|we also need|also) an? (?:label|mark|tag) (?:for|called|named) (?P<what>{NAME})(?=\s*(?:[.;,(]|$))",
        r"mark \g<what>",
    ),
    (r"\b(?P<what>types?|classes|modes?) are grouped(?: as follows| like this)?\s*:", r"\g<what> are"),
    (
        r"\bdraws? (?P<how>ranges|intervals|instants|points) (?:labell?ed|called|named) (?P<what>[a-z]+)\b",
        r"mark \g<what> as \g<how>",
    ),
)
