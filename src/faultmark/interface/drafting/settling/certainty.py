"""How sure the learned model is of words, and what is enough to doubt a rule's find or to add to it."""

from __future__ import annotations

import re

from faultmark.interface.drafting.roles.reading import ROLES, Reading
from faultmark.interface.drafting.words.function_words import is_function_word, is_work_verb, opens_no_name
from faultmark.interface.drafting.words.lexicon import SENSORS

__all__ = [
    "DOUBTED",
    "LEAD",
    "LIKELY",
    "NAMING",
    "SENSOR_WORDS",
    "SHARED",
    "SURELY",
    "belongs",
    "is_another",
    "is_nothing",
]

DOUBTED = 0.02
"""A rule's find goes where the model takes it for something else with more than the rest of certainty."""
SHARED = 0.4
_UNLIKELY, LIKELY, SURELY = 0.1, 0.6, 0.9
SENSOR_WORDS = {word for words in SENSORS.values() for word in words}
LEAD = re.compile(
    r"^(?:(?:select|tag|mark|label|notice|identify|spot|find|flag|annotate|draw|see|keep|catch|report|around|any|each|every|the|an?|its|their)s?\s+)+"
    r"|\s+(?:happen|occur|begin|start|appear|last|help|belong|accompany|ought|should|must)s?$",
    re.IGNORECASE,
)


# "Point anomaly", "set point change" and "drop in pressure" begin with a noun.
NAMING = {"point", "set", "drop", "click", "tap", "tick", "pin", "flag", "box", "store", "track", "wire", "tag"}


def is_nothing(words: str) -> bool:
    """Whether words are no name, whatever stands around them: "typically", "our mechanic", "where they stop"."""
    parts = words.split()
    return all(map(is_function_word, parts)) or (len(parts[0]) > 1 and opens_no_name(parts[0]))


def is_another(words: str, role: str, reading: Reading) -> bool:
    """Whether the model is rather sure that words have another role."""
    return reading.chance(words, role) < _UNLIKELY and any(
        reading.chance(words, other) > LIKELY for other in ROLES if other != role
    )


def belongs(short: str, long: str, reading: Reading, role: str) -> bool:
    """Whether the words that a longer name has besides have its role, too: "internal" has it, "select" has not."""
    more = [word for word in long.split() if word not in short.split()]
    if any(is_work_verb(word) and word not in NAMING for word in more):
        return False
    return all(reading.chance(word, role) > SHARED for word in more)
