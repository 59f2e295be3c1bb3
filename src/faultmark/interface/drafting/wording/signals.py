"""Several things that share a noun, a unit, or both."""

from __future__ import annotations

import re

from faultmark.interface.drafting.wording.pieces import SENSOR
from faultmark.interface.drafting.wording.turn import turns

__all__ = ["TURNS", "apart"]

_WHICH = r"(?:(?-i:[A-Z]\d?)|[xyz]|[a-z]{3,}(?:-[a-z]+)?)"
_NO_WHICH = (
    r"(?:signals?|channels?|sensors?|traces?|curves?|columns?|inputs?|measured?|records?|recorded|plots?|logs?|shows?|"
    r"the|our|are|is|and|with|for|of|in|we|have|has|both|each|their|its|" + SENSOR + r")\b"
)
# "Inlet and outlet pressure (bar)", "Z, N and E velocity in mm/s": one noun, and one unit, of all of them.
_SHARED = re.compile(
    rf"(?P<lead>^\W*|[:,;(]\s*|\b(?:are|the|plots?|plus|have|logs?|records?|measures?|shows?|watch|well as|see|get|monitors?|tracks?)\s+)(?P<those>(?!{_NO_WHICH}){_WHICH}(?:\s*,\s*(?!{_NO_WHICH}){_WHICH})*)\s*,?\s+and\s+(?P<last>(?!{_NO_WHICH}){_WHICH})\s+"
    rf"(?P<noun>(?:(?!in\b|of\b)[a-z]+\s+)?(?:{SENSOR})|velocity|acceleration)s?(?P<unit>\s*[(\[][^()\[\],;]{{1,14}}[)\]]|\s+in\s+[^\s,;.()]{{1,10}}(?=\s*(?:[,;.]|$|and\b|as\b)))",
    re.IGNORECASE,
)
_AXIS = r"(?:[xyz]|L?[123]|left|right|front|rear|top|bottom|inlet|outlet|upper|lower|inner|outer)"
# "Acceleration x/y/z (g)" and "x/y/z acceleration (g)".
_AXES = re.compile(
    rf"\b(?:(?P<noun>[a-z]+(?: [a-z]+)?) (?P<those>{_AXIS}(?:/{_AXIS})+)|(?P<first>{_AXIS}(?:/{_AXIS})+) (?P<behind>[a-z]+))(?P<unit>\s*[(\[][^()\[\],;]{{1,14}}[)\]])",
    re.IGNORECASE,
)


def _apart(match: re.Match[str]) -> str:
    """Each of several things that share a noun with the noun and the unit."""
    noun, unit = match["noun"], match["unit"].strip()
    unit = f"({unit.removeprefix('in ').strip()})" if unit.startswith("in ") else unit
    names = [*re.split(r"\s*,\s*", match["those"]), match["last"]]
    return match["lead"] + ", ".join(f"{name} {noun} {unit}" for name in names)


def _by_axis(match: re.Match[str]) -> str:
    """Each of several axes or places with the noun and the unit."""
    unit = match["unit"].strip()
    if match["noun"]:
        return ", ".join(f"{match['noun']} {axis} {unit}" for axis in match["those"].split("/"))
    return ", ".join(f"{axis} {match['behind']} {unit}" for axis in match["first"].split("/"))


def _along(match: re.Match[str]) -> str:
    """Each axis with the noun and the unit: "vibration in x and y (g)"."""
    return ", ".join(
        f"{match['noun']} {axis} {match['unit'].strip()}"
        for axis in re.findall(r"\b[xyz]\b", match["those"], re.IGNORECASE)
    )


def _in_pairs(match: re.Match[str]) -> str:
    """Things and what is said of each behind a comma: "air flow, l/s; pressure, bar"."""
    pairs = [part.strip(" .").rpartition(", ") for part in match["list"].split(";")]
    if not all(name and more for name, _, more in pairs):
        return match[0]
    return f"{match['head']}: {', '.join(f'{name} ({more})' for name, _, more in pairs)}"


TURNS = turns(
    (r"\b[A-Za-z][a-z]{2,}s (?=(?-i:(?P<s>[A-Z]{1,3})\d) ?(?:to|through|-) ?(?-i:(?P=s)?)\d\b)", ""),
    # "Vibration in x, y and z (mm/s)", "inlet pressure, outlet pressure (bar each)", "the temperature of bearing A (°C)".
    (
        r"\b(?P<noun>[a-z]+) (?:in|along|on) (?:the )?(?P<those>[xyz](?:, [xyz])*,? and [xyz]|[xyz](?:/[xyz])+)(?:[ -](?:directions?|axes|axis))?(?P<unit>\s*[(\[][^()\[\],;]{1,14}[)\]])",
        _along,
    ),
    (r"\((?P<unit>[^()\s]{1,10}) each\)", r"(each in \g<unit>)"),
    (
        rf"\b(?:the )?(?P<noun>{SENSOR}) of (?:the )?(?P<of>[a-z]{{3,}}(?: (?-i:[A-Z0-9]))?)(?=\s*(?:,|[(\[]|and the\b|and [a-z]+ of\b))",
        r"\g<of> \g<noun>",
    ),
    (
        r"^(?:two|three|four|five|six|\d) (?:leads|channels|signals|sensors|curves|traces)(?:,|:| -) (?=[A-Za-z])",
        "Channels: ",
    ),
    (
        r"^(?P<head>[A-Za-z]+) with (?:their )?(?:units?|extents?|types?|kinds?):\s*(?P<list>[^:]+;[^:]+)$",
        _in_pairs,
    ),
    (r"\bfrom [a-z]+\d to [a-z]+\d \((?=[a-z]+\d,)", "("),
    (
        r"\((?P<all>both|all) (?P<unit>(?!in\b|the\b|of\b|ranges?\b|instants?\b|points?\b|intervals?\b)[^\s()]{1,8})\)",
        r"(\g<all> in \g<unit>)",
    ),
)


def apart(text: str) -> str:
    """A text in which each of several things that share a noun stands with the noun and the unit."""
    return _SHARED.sub(_apart, _AXES.sub(_by_axis, text))
