"""Words that say what something is in time: an instant, or a range."""

from __future__ import annotations

import re

__all__ = ["INSTANT", "RANGE", "extent_in"]

INSTANT = re.compile(
    r"\b(?:instants?|instantaneous|points?|point events?|single points?|single samples?|point in time|moments?|timestamps?|momentary|one[- ]sample|pin(?:ned)?|one[- ]offs?|ticks?|(?:one|single) click|clicked|in a (?:blink|flash)|at once|split[- ]second|isolated|one by one|individually|no (?:length|duration|extent)|(?:is|are) (?:an? |one )?single \w+|(?:a |one )?single (?:marks?|markers?|lines?|times?|time points?|spots?|moments?)|markers?|vertical lines?|abrupt(?:ly)?|discrete|sudden|point-like)\b",
    re.IGNORECASE,
)
RANGE = re.compile(
    r"\b(?:ranges?|intervals?|spans?|segments?|stretch(?:es)?|periods?|windows?|episodes?|durations?|regions?|(?:a )?start and (?:an )?end|extends?|begin(?:ning)? and (?:an )?end|start and stop|start ?/ ?(?:end|stop)|from (?:an? |the )?(?:start|begin|beginning) to (?:an? |the )?(?:end|finish)|from (?:the |their |its )?(?:first|start|beginning|onset)\b|beginning and (?:an |the )?end|as long as|over the time|wherever they|onset to offset|from onset|lasts?|areas?|continuous|for a while|over (?:time|hours|minutes|seconds|days|weeks|months|several \w+)|for (?:hours|minutes|days|seconds|weeks|a (?:long )?(?:time|while)|several \w+)|builds? up(?! over a)|drag(?:ged)?|spread|until|gradual(?:ly)?|(?:is|are|be) long(?:er)?|prolonged|sustained|tak(?:e|es) (?:a while|time|some time|long)|persists?|(?:developing|develops?|grow|grows|evolves?) slowly|slowly|with (?:their |a )?(?:start|begin|beginning) and (?:their |an )?(?:stop|end)|has (?:a )?begin and (?:an )?end|from\s*-\s*to|from (?:where|when) (?:they|it) (?:starts?|begins?)|over (?:their|its|the) (?:full|whole|entire|total)? ?(?:length|duration|time|extent|course)|full length|stretch(?:es)? over|(?:the )?whole [a-z]+|entire [a-z]+|go(?:es)? on|last)\b",
    re.IGNORECASE,
)


def extent_in(text: str) -> str:
    """What words say of time: range, instant, or nothing or both, which is an empty string."""
    is_instant, is_range = bool(INSTANT.search(text)), bool(RANGE.search(text))
    return "" if is_instant == is_range else "instant" if is_instant else "range"
