"""What a brief says of the work: the models that propose, the domain, audio or not, the order of tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.brief.statements import Statement
from faultmark.interface.drafting.words.lexicon import DOMAINS

__all__ = ["find_domain", "find_kind", "find_predictions", "find_sampling"]


_MODEL = re.compile(
    r"\b(?:(?:proposed|suggested|pre-?labell?ed|flagged|found|predicted) by (?:our|the|a|an) (?:\w+ )?(?:model|detector|classifier|algorithm|network|isolation forest|autoencoder)|model(?:'s)?(?: \w+)? (?:guess(?:es)?|confidence|score|prediction|output|proposal|suggestion)s?|(?:confidence|scores?|predictions?|proposals?|suggestions?) (?:\w+ )?(?:from|of|by) (?:the|our|a|an) (?:\w+ )?(?:model|detector|classifier|algorithm)|"
    r"pre-?labels?|pre-?annotat\w+|predictions?|model confidence|detector (?:output|scores?|confidence|proposals?|hits)|(?:our|the|a|an) (?:\w+ )?(?:model|detector|classifier|algorithm|network|isolation forest|autoencoder)(?:'s)? (?:already |will |shall |should |also )?(?:propos\w+|suggest\w+|pre-?label\w*|predict\w*|scor\w+|flag\w*|gives?|provides?)|"
    r"(?:our|the|a|an) (?:\w+ )?(?:model|detector|classifier|algorithm) (?:has |have |had )?(?:found|flagged|proposed|suggested|marked|labell?ed)|(?:show|display|preload|load|offer)\w* (?:its|their|the|our) (?:\w+ )?(?:proposals?|suggestions?|guesses|detections?)|"
    r"with model confidence|ml (?:scores?|suggestions?)|machine[- ]made proposals?|ai suggestions?|anomaly scores?|(?:accept|correct|review|confirm|reject|change|delete) (?:\w+ ){0,3}(?:proposals?|suggestions?|predictions?))\b",
    re.IGNORECASE,
)  # fmt: skip


def find_predictions(statements: Sequence[Statement]) -> str | None:
    """The words that say a model's predictions or confidence are to be shown."""
    for statement in statements:
        found = _MODEL.search(statement.text)
        if found and not re.search(
            r"\b(?:no|without|not|don't have|do not have|don't (?:want|need|use|show)|not (?:want|need|use|show))\b[^.,]{0,15}$",
            statement.text[: found.start()],
            re.IGNORECASE,
        ):
            if re.match(
                r"\s+(?:is|are)(?:n't| not) (?:needed|wanted|necessary|shown|used)",
                statement.text[found.end() :],
                re.IGNORECASE,
            ):
                continue
            return found[0]
    return None


_HEARD = r"audio|microphone|wav|sound|listen|speech|spectrogram|acoustic|hydrophone"


def find_domain(statements: Sequence[Statement], columns: Sequence[str] = ()) -> tuple[str, list[str]]:
    """The domain whose words are most of a brief's, and those words."""
    text = " ".join(f"{s.under} {s.text} {' '.join(s.below)}" for s in statements).lower()
    names = " ".join(columns).lower().replace("_", " ")
    best, words = "predictive maintenance", list[str]()
    for domain, known in DOMAINS.items():
        hits = [word for word in known if re.search(rf"(?<![\w-]){re.escape(word)}s?(?![\w])", f"{text} {names}")]
        # "recordings" is no second word beside "recording".
        hits = [word for word in hits if word.removesuffix("s") == word or word.removesuffix("s") not in hits]
        if domain.startswith("audio") and not any(re.search(_HEARD, hit) for hit in hits):
            # "Recordings" with "noise" in them are of anything.
            continue
        weight = 0.6 if domain == "predictive maintenance" else 1.0
        if len(hits) * weight > len(words) * (0.6 if best == "predictive maintenance" else 1.0):
            best, words = domain, hits
    return best, words


def find_kind(statements: Sequence[Statement]) -> str | None:
    """The words that say that people listen to audio, or None for time series."""
    text = " ".join(f"{s.under} {s.text}" for s in statements)
    found = re.search(
        r"\b(wavs?|\.wav|hydrophone|mp3s?|audio (?:files?|clips?|recordings?|waveforms?)|sound recordings?|microphone recordings?|listen(?:ing|ers)?(?: to)?|audio)\b",
        text,
        re.IGNORECASE,
    )
    if found and not re.search(r"\b(csv|columns?)\b", text, re.IGNORECASE):
        return found[0]
    return None


def find_sampling(statements: Sequence[Statement]) -> tuple[str, str] | None:
    """The order of the tasks, with the words that say so."""
    for statement in statements:
        found = re.search(
            r"\b(?:random(?:ly)?(?: order)?|shuffled?|(?:least|most) (?:certain|uncertain)(?: first)?|uncertainty|(?:un)certain (?:[a-z]+ )?first|low(?:est)? confidence first|worst first)\b",
            statement.text,
            re.IGNORECASE,
        )
        if found and re.search(
            r"\b(order|tasks?|first|sampl\w+|serve|shuffl\w+|queue)\b", statement.text, re.IGNORECASE
        ):
            return ("uniform" if re.match(r"random|shuffl", found[0], re.IGNORECASE) else "uncertainty"), found[0]
    return None
