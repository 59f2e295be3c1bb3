"""What is an instant, and what a range."""

from __future__ import annotations

import re

from faultmark.interface.drafting.wording.pieces import ALONE, NAME
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS"]


def _tripping(match: re.Match[str]) -> str:
    """A noun and a verb as a name: "the breaker trips" is a breaker trip."""
    verb = match["verb"].lower()
    return f"{match['who']} {verb[:-2] if verb.endswith('sses') else verb[:-1]} as an instant"


TURNS = turns(
    (
        r"\bthe (?:exact )?moment of (?P<what>[a-z]+(?: [a-z]+)?) (?:he|she|they|we|you) (?:labels?|marks?|tags?) as (?:an )?instant\b",
        r"mark \g<what> as an instant",
    ),
    (
        r"(?:;|,|\s-)\s*(?:this|that|it)(?: one)? is an? (?P<how>instant|range|point|interval)(?=\s*(?:[.;]|$))",
        r" as \g<how>s",
    ),
    (
        r"\b(?:the )?(?:exact )?(?:moment|instant|second|time)s? (?:when |at which |that )?(?:the|an?) (?P<who>[a-z]+(?: [a-z]+)?) (?P<verb>(?!is\b|was\b|has\b)[a-z]{3,}s)\b(?! (?:is|are)\b)",
        _tripping,
    ),
    (
        rf"\b(?:the )?(?:exact )?(?:moment|instant|timestamp|time ?point)s? of (?:(?:each|every|any|the|an?) )?(?P<what>{NAME}){ALONE}",
        r"\g<what> as an instant",
    ),
    (
        rf"\b(?:the )?(?:periods?|stretch(?:es)?|intervals?|spans?|durations?|phases?) of (?:(?:each|every|any|the|an?) )?(?P<what>(?!time\b){NAME}){ALONE}",
        r"\g<what> as a range",
    ),
    (
        r",\s*(?:which|that) (?:is|gets?) (?:(?:only|just|always) )?(?:an? |one )?(?:single )?(?P<how>instant|point|moment|range|interval|span|period|episode)\b(?! (?:of|in)\b)",
        r" (\g<how>)",
    ),
    (
        r",\s*(?:which|that) are (?:all |both |only |just )?(?P<how>instants|points|ranges|intervals|spans|periods|episodes)\b",
        r" (all \g<how>)",
    ),
    (
        r"\s-\s(?:all|both|each)(?: of (?:them|these))?(?: are| is)?(?: an?)? (?P<how>instant|point|range|interval|span|period|episode)s?\s-\s(?:plus|and|as well as)?",
        r" (all \g<how>s), ",
    ),
    (
        r"\s-\s(?:all|both|each)(?: of (?:them|these))?(?: are| is)?(?: an?)? (?P<how>instant|point|range|interval|span|period|episode)s?\s*(?=[.;,]|$)",
        r" (all \g<how>s)",
    ),
    (
        rf"(?P<last>\b(?:ha(?:s|ve) (?:a |some )?(?:duration|length|start and (?:an )?end)|lasts?|(?:stretch|extend)(?:es|s)? over time))(?P<then>[,;]\s*(?:but |while |whereas |and )?)(?P<what>{NAME}) (?:don't|doesn't|do not|does not|has not|have not|hasn't|haven't|has none|have none|isn't|aren't)\b",
        r"\g<last>\g<then>\g<what> is an instant",
    ),
    (
        rf"(?P<then>[;,:]\s*)(?P<what>{NAME}) - (?:an? )?(?P<how>instant|point|moment|range|interval|span|period|episode)s?(?=\s*(?:[.;]|$))",
        r"\g<then>\g<what> (\g<how>)",
    ),
    (
        r"\b(?P<who>all|they|these|both) last (?:for )?(?:a while|some time|longer|for some time)\b",
        r"\g<who> are ranges",
    ),
    (
        rf",? except (?:for )?(?:the )?(?P<what>{NAME}),? (?:which|that) (?P<is>is|are) (?P<how>[a-z ]+?)(?=\s*(?:[.;]|$))",
        r"; \g<what> \g<is> \g<how>",
    ),
    (
        r",\s*(?:drawn|marked|labell?ed|annotated|outlined) as (?P<how>ranges|instants|points|intervals)(?=\s*(?:[,.;]|and\b|$))",
        r" as \g<how>",
    ),
    (
        rf"(?P<last>\b(?:have (?:a |some )?(?:duration|length|start and (?:an )?end)|last (?:for )?[a-z ]{{3,20}}?|go on for [a-z ]{{3,20}}?|(?:stretch|extend) over time)),\s+(?:and |but |while |whereas )?(?=(?:the |an? )?{NAME} (?:is|are)\b)",
        r"\g<last>; ",
    ),
    (
        r"(?<!areas)(?<!ranges)(?<!regions)(?<!intervals)(?<!spans)(?<!periods),?\s+(?:always |each time )?(?:from when (?:it|they) (?:starts?|begins?) (?:until|to when|till) (?:it's over|it is over|they are over|(?:it|they) (?:ends?|stops?))|from where (?:it|they) (?:begins?|starts?) to where (?:it|they) (?:ends?|stops?)|(?:each )?with (?:an? |their |its )?(?:start|begin|beginning|onset) and (?:an? |their |its )?(?:end|stop|finish)|from (?:the |their |its )?(?:start|begin|beginning|onset) to (?:the |their |its )?(?:end|stop|finish))(?=\s*(?:[.;,]|$|and\b))",
        " as ranges",
    ),
    (r"\s+(?:where|when) (?:it|they) (?:happens?|occurs?)(?=\s*(?:[.;,]|$))", " as instants"),
    # Attributes of a label behind commas: "tool wear, key w, range".
    (
        r"^(?P<what>[A-Za-z][\w' -]+?),\s*(?P<more>(?:(?:(?:hot ?)?key|shortcut)[: ]+\S|ranges?|instants?|points?|intervals?|spans?)(?:,\s*(?:(?:(?:hot ?)?key|shortcut)[: ]+\S|ranges?|instants?|points?|intervals?|spans?|[a-z]+))*)\W*$",
        r"\g<what> (\g<more>)",
    ),
    (
        r"\((?:everything|all|each|both) with (?:an? )?(?:begin|start|beginning) and (?:an? )?(?:end|finish|stop)\)",
        "(all ranges)",
    ),
    (r"\(from ?(?:-|to|\.\.\.?|…) ?to\)", "(range)"),
    (r"\((?:one|an?|single) (?P<how>instant|point|moment|range|interval)\)", r"(\g<how>)"),
    (r"^(?P<how>range|instant|point|interval)s? (?:labels?|events?|marks?|annotations?|tags?)\s*:", r"\g<how>s:"),
    (r"\blike (?:an? )?(?P<how>ranges?|instants?|points?|intervals?)(?=\s*(?:[.,;]|$|and\b))", r"as \g<how>"),
    (r"\bas (?:an? )?things? with (?:an? |some )?duration\b", "as ranges"),
    (r"\bas (?:an? )?things? without (?:an? |any )?duration\b", "as instants"),
    (r",\s*which (?:go|goes) on for (?:a while|some time|longer|hours|minutes|days)\b", " (all ranges)"),
    (r",\s*which (?:are|is) over (?:in|within) (?:a moment|an instant|no time|a second)\b", " (all instants)"),
)
