"""Words of English that name nothing by themselves: pronouns, auxiliaries, connectives, adverbs, interjections."""

from __future__ import annotations

__all__ = ["is_function_word", "is_work_verb", "opens_no_name"]

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


# What people do with a mark, a field or a screen, in its plain form; inflections are told by their endings.
_WORK = frozenset(
    """
    mark label tag annotate flag highlight outline bracket box circle encircle pin pinpoint point tick click tap drag draw drop
    set put place enter indicate identify spot find note record capture report choose pick select rate grade score give
    assign state tell say write describe explain show display keep view see look listen judge review assess detect notice
    need want wish use make create add include plot chart log measure monitor track collect export send deliver store
    classify sort decide specify mention document provide ask answer require watch trend stream acquire gather compare recognise recognize detect examine contain carry
    """.split()
)


def is_work_verb(word: str) -> bool:
    """Whether a word may be a form of a verb for what annotators do: "outline", "marked", "choosing"."""
    low = word.lower()
    forms = [low]
    for end in ("s", "es", "d", "ed", "ing"):
        if low.endswith(end):
            stem = low[: -len(end)]
            forms += [stem, f"{stem}e", stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem]
    return any(form in _WORK for form in forms) or low in _IRREGULAR


_IRREGULAR = frozenset(
    "drawn drew chosen chose given gave written wrote shown kept seen found told said sent made".split()
)
