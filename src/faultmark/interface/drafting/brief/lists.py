"""Lists within a sentence: their items, numbers in words, and names in small letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Item", "in_small_letters", "number_of", "split_list"]

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "both": 2, "double": 2, "pair": 2, "three": 3, "triple": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip


def number_of(word: str) -> int | None:
    """A number in digits or as a word."""
    word = word.strip().lower()
    return int(word) if word.isdecimal() else _NUMBERS.get(word)


def in_small_letters(name: str) -> str:
    """A name in small letters, but for what is always written in capitals: ``RF generator``, ``R1``."""
    return " ".join(w if w.isupper() and (len(w) > 1 or w == name) else w.lower() for w in name.split())


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with what stands in parentheses behind it."""

    text: str
    inside: str = ""
    raw: str = ""


_ARTICLES = re.compile(
    r"^(?:(?:and|or|either|also|plus|then|finally|the|a|an|any|some|its|their|other|e\.?g\.?|i\.?e\.?|one of:?|of|is|are|goes|runs|ranges|being|both|like|such as|as|maybe|possibly|optionally)\s+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:that|which|where|when|who|with|as|so|because|since(?=\s+\S)|if|while|using|from|for|on|in|is|are|was|were|by|per|etc|"
    r"should|must|can|will|need|needs|only|between|during|over|at|to|means|mean)\b.*$|\s*(?:\.\.\.|…|->).*$|\s*=.*$|\s+[-:]\s.*$",
    re.IGNORECASE | re.DOTALL,
)


def split_list(text: str) -> list[Item]:
    """Split ``a, b (c, d) and e`` into its items, without articles and without what is said about them."""
    text = re.sub(r"\bpump and dump\b", "pump_and_dump", text, flags=re.IGNORECASE)
    parts: list[str] = []
    depth, current = 0, ""
    tokens = re.split(r"([()\[\],;/|]|\s+(?:and/or|and|or|&|vs\.?|versus|plus|as well as)\s+)", text)
    for token in tokens:
        if token in {"(", "["}:
            depth += 1
        elif token in {")", "]"}:
            depth = max(0, depth - 1)
        is_separator = bool(token) and depth == 0 and (token.strip().lower() in _SEPARATORS)
        if is_separator:
            parts.append(current)
            current = ""
        else:
            current += token
    parts.append(current)
    items = []
    for part in parts:
        inside = re.search(r"[(\[]([^)\]]*)[)\]]", part)
        core = re.sub(r"[(\[][^)\]]*[)\]]", " ", part)
        core = _TAIL.sub("", _ARTICLES.sub("", " ".join(core.split()))).strip(" .,:;!?\"'`()-")
        core = _ARTICLES.sub("", core)
        if core and core.lower() not in {"etc", "and", "or", "so on", "others", "more"}:
            items.append(
                Item(
                    core.replace("pump_and_dump", "pump and dump"),
                    inside[1].strip() if inside else "",
                    " ".join(part.split()),
                )
            )
    return items


_SEPARATORS = {",", ";", "/", "|", "and", "or", "&", "vs", "vs.", "versus", "and/or", "plus", "as well as"}
