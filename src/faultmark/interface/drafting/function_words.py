"""Words of English that name nothing by themselves: pronouns, auxiliaries, connectives, adverbs, interjections."""

from __future__ import annotations

__all__ = ["is_function_word", "opens_no_name"]

_WORDS = frozenset(
    """
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one ones
    this that these those who whom whose which what where when why how whether
    somebody someone something anybody anyone anything everybody everyone everything nobody nothing whoever whatever
    am is are was were be been being isn't aren't wasn't weren't do does did done doing don't doesn't didn't
    have has had having haven't hasn't will would shall should can could may might must ought won't wouldn't can't
    cannot couldn't shouldn't i'd i'll i'm i've we'd we'll we're we've you'd you'll you're they'd they'll they're it's
    that's there's let's
    a an the some any each every either neither both all another other others else such same few several many much more
    most less least enough no none not never
    of in on at by for with without from to into onto upon over under above below between among through throughout
    during before after since until till within along across around about against despite beside besides per via as than
    and or but nor so yet if unless because although though while whereas once then thus hence therefore however
    moreover furthermore instead otherwise also too either again still just even only rather quite very already soon
    later now here there often always sometimes usually maybe perhaps almost ever anyway
    oh ah hey hi hello well yes ok okay please thanks thank dear sorry regards cheers hmm
    etc e.g i.e vs
    """.split()
)
_NAMES_IN_LY = frozenset(
    "hourly daily weekly monthly yearly early friendly anomaly assembly supply reply ply fly family gully ally belly bully butterfly dragonfly firefly italy july jelly "
    "lily monopoly rally tally trolley poly subassembly undersupply oversupply resupply".split()
)


# "Over speed", "no flow", "off spec", "out of range" and "double" are names.
_OPENING = frozenset(
    "over under above below no not off out in on by up down through across too well before after as".split()
)


def is_function_word(word: str) -> bool:
    """Whether a word is no part of a thing's name unless others around it are."""
    low = word.lower()
    return low in _WORDS or (len(low) > 4 and low.endswith("ly") and low not in _NAMES_IN_LY)


def opens_no_name(word: str) -> bool:
    """Whether no name begins with a word: "those trips" does with its second."""
    low = word.lower()
    return low in _WORDS and low not in _OPENING
