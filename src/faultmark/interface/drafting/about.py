"""What a brief says of the work around the labels: metadata, people, models, the domain, the order of tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faultmark.interface.drafting.context import key_of, said_context
from faultmark.interface.drafting.lexicon import DOMAINS, METADATA
from faultmark.interface.drafting.text import Statement, number_of, split_list

__all__ = ["find_context", "find_domain", "find_kind", "find_overlap", "find_predictions", "find_sampling"]

_KEY_OF = {word: key for key, words in METADATA.items() for word in words}
_META = re.compile(
    r"(?<![\w-])(" + "|".join(sorted((re.escape(w) for w in _KEY_OF), key=len, reverse=True)) + r")(?![\w-])",
    re.IGNORECASE,
)
_META_CUE = re.compile(
    r"\b(context|ctx|on top|appear|metadata|meta-data|meta data|alongside|beside|next to|background|header|visible|shown? (?:them|annotators?|the)|display(?:ed)?|show(?:n|ing)?|know(?:ing)?|see|info(?:rmation)?|"
    r"comes? with|together with|accompan\w+|attach\w*|each (?:file|task|recording|series|run|csv)|every (?:file|task|recording)|task data|per task|belongs? to|carr(?:y|ies)|at hand|sidebar|panel|need to know|help(?:s|ful)?)\b",
    re.IGNORECASE,
)  # fmt: skip
_META_HEAD = re.compile(
    r"\b(?:context|ctx|metadata|meta data|meta|background|show (?:also|alongside)|additional info(?:rmation)?|info shown)\b[^:]{0,40}:\s*(?P<list>[^.]+)",
    re.IGNORECASE,
)
_WEAK = {"device", "site", "line", "area", "shift", "operator", "make", "batch", "lot", "product", "age", "sex", "bed", "account", "country", "host", "ip", "protocol", "segment",
         "location", "locations", "region", "duty", "weather", "serial", "drugs", "department", "hall", "building", "plant", "plants", "currency", "criticality", "owner", "vendor",
         "merchant", "interface", "factory", "facility", "medication", "diagnosis", "gender", "microphone", "ward", "countries", "subnet", "vlan", "last service"}  # fmt: skip


def find_context(statements: Sequence[Statement], labels: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Metadata that annotators shall see: keys, each with the words that asked for it. ``labels`` are no metadata."""
    if re.search(_NO_CONTEXT, " ".join(s.text for s in statements), re.IGNORECASE):
        return []
    said = said_context(statements, labels)
    spoken = [words.lower() for _, words in said]
    known = [(key, words) for key, words in _known_context(statements) if not any(words.lower() in s for s in spoken)]
    text = " ".join(s.text for s in statements).lower()
    # In the order of the brief; words that were put in another order come where they were found.
    return sorted(dict([*said, *known]).items(), key=lambda pair: text.rfind(pair[1].lower().split()[0]))


_NO_CONTEXT = (
    r"\b(?:no|without(?: any)?|don't show(?: any)?|do not show(?: any)?|don't need(?: any)?) (?:metadata|context)\b"
)


def _known_context(statements: Sequence[Statement]) -> list[tuple[str, str]]:
    """Metadata that a dictionary knows, in sentences about what is shown."""
    found: dict[str, str] = {}
    for statement in statements:
        heading = bool(re.search(r"\b(context|metadata|meta data|background|meta)\b", statement.under, re.IGNORECASE))
        text = re.sub(r"\bwhether\b[^,.;]*", "", statement.text)
        head = _META_HEAD.search(text)
        if heading and not head and not statement.bullet and any(p.search(text) for p in _OVERLAP):
            continue
        if heading or head:
            source = head["list"] if head else text
            for item in split_list(re.split(r":\s|\s-\s", source)[0] if heading and not head else source):
                match = _META.search(item.text)
                name = item.text.lower()
                if match:
                    found.setdefault(key_of(match[1]), match[1])
                elif 0 < len(name.split()) <= 3 and not re.search(r"\b(label|annotat|note|severity)", name):
                    found.setdefault(_key(name), item.text)
            continue
        if re.search(r"\b(sensors?|channels?|signals?)\b[^:]{0,10}:", text, re.IGNORECASE):
            continue
        cue = _META_CUE.search(text)
        matches = list(_META.finditer(text))
        strong = [m for m in matches if m[1].lower() not in _WEAK]
        for match in matches:
            word = match[1].lower()
            listed = len(matches) > 1 and bool(re.search(r",|\band\b|/", text))
            if (
                word in _WEAK
                and not ((cue or strong) and (listed or strong))
                and not (
                    cue
                    and re.search(
                        r"\b(?:which|the|its|their|patient's|customer's)\s+$", text[: match.start()], re.IGNORECASE
                    )
                    and re.search(r"\b(context|metadata|know|visible|show|display|see)\b", text, re.IGNORECASE)
                )
            ):
                continue
            if word not in _WEAK and not (cue or listed):
                continue
            if re.match(
                r"\s+(?:overlap|annotat|label|engineers?|operators?|technicians?|staff|level|emergency)",
                text[match.end() :],
                re.IGNORECASE,
            ):
                continue
            if word == "lot" and re.search(r"\ba\s+$", text[: match.start()], re.IGNORECASE):
                continue
            if word == "make" and re.search(r"\b(?:to|helps?|they|we)\s+$", text[: match.start()], re.IGNORECASE):
                continue
            if word in {
                "operator",
                "shift",
                "line",
                "region",
                "segment",
                "account",
                "host",
                "device",
                "ip",
                "product",
                "plant",
                "plants",
                "age",
            } and re.search(
                r"\b(?:level|mean|every|each|our|a|an|of the|per|in the|from (?:a|an|our|the)|at (?:a|an|our|the))\s+$",
                text[: match.start()],
                re.IGNORECASE,
            ):
                continue
            found.setdefault(key_of(match[1]), match[1])
    return list(found.items())


def _key(name: str) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", name).strip("_")
    return made if made[:1].isalpha() else f"m_{made}"


_PEOPLE = r"(?:quants?|techs?|guys?|students?|residents?|volunteers?|scientists?|staff|folks|colleagues|leads?|ppl|of them|mechanics|midwives|graders|[a-z]{3,}(?:smen|men|women)|[a-z]+(?:ers|ors|ists|ians|eers)|annotators?|labell?ers?|people|persons?|engineers?|reviewers?|experts?|technicians?|analysts?|clinicians?|nurses?|cardiologists?|doctors?|raters?|operators?|specialists?|colleagues|pairs? of eyes|independent \w+|humans?|of us|annotations?|physicians?|auditors?|investigators?|listeners?|readers?|votes?)"
_NUMBER = r"(\d{1,2}|one|two|three|four|five|six|seven|a single|single|both|a pair of|a pair|a couple of)"
_OVERLAP = (
    re.compile(rf"\b(?:overlap|redundancy|coverage|annotations per task|annotators per task|labels per task)\s*(?:of|=|:|is|should be|to)?\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[- ]?(?:fold|way)[ -](?:overlap|annotation|labell?ing)\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:different |independent |separate |of our |trained |senior |domain |human |blinded )*{_PEOPLE}\b[^.;]{{0,40}}?(?:\beach\b|\bper\b|\bby (?:file|task)\b|\bevery\b|\ba task\b|\bthe same\b|/)", re.IGNORECASE),
    re.compile(rf"\b(?:each|every|all|per|one)\s+(?:\w+\s+){{0,3}}?(?:\w+)\b[^.;]{{0,50}}?\b{_NUMBER}\s+(?:different |independent |separate |trained |senior |blinded |other )*{_PEOPLE}", re.IGNORECASE),
    re.compile(rf"\b(?:labell?ed|annotated|done|reviewed|rated|marked|read|seen|judged|scored|looked at)\s+(?:independently\s+)?(?:by|by at least|by exactly)\s+{_NUMBER}\b(?:\s+(?:different |independent |separate )*{_PEOPLE})?", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:different |independent |separate |trained |senior |blinded )+{_PEOPLE}", re.IGNORECASE),
    re.compile(rf"(?:^|[,;.]\s*|\bby\s+|^who\s*:\s*){_NUMBER}\s+(?:[a-z]+ )?{_PEOPLE}\s*(?:$|[,;.])", re.IGNORECASE),
    re.compile(rf"\b(?:annotators?|labell?ers?|people|engineers)\s*[:=]\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:labels|opinions|readings|passes|votes)\s+(?:per|for each|for every|a)\s+(?:[a-z]+ )?(?:task|file|recording|series|case|trace|run|cycle|day)\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER} of us\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s*(?:x|×)\s*(?:annotat|label|overlap)", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+{_PEOPLE}\s*(?:/|per|a|each|every)\s*(?:task|file|recording|series|case|trace)?", re.IGNORECASE),
)  # fmt: skip
# Whoever they are: a number of them does the work, or the work goes to a number of them.
_DOES = r"(?:labels?|annotates?|reviews?|looks? (?:at|over|through)|marks?|judges?|reads?|does?|handles?|goes? (?:through|over)|sees?|checks?|inspects?|works? on|takes?|listens? to|tags?|makes?)"
_TASK = r"(?:files?|tasks?|recordings?|series|cases?|traces?|runs?|cycles?|days?|batch|logs?|records?|charts?|flights?|clips?|nights?|weeks?|shots?|trips?|plots?|curves?|patients?|windows?|segments?|sessions?|snippets?|data ?sets?)"
_NOBODY = r"(?!(?:samples?|values?|points?|times?|channels?|minutes?|hours?|seconds?|beats?|steps?|levels?|stars?|days?|numbers?|notes?|comments?|commentary|text|sensors?|signals?|columns?|ranges?|instants?|labels?|words?|regions?|weeks?|months?|years?|or|to|of)\b)"
_WHOEVER = (
    re.compile(rf"\b{_NUMBER}\s+(?:{_NOBODY}[a-z-]+\s+){{1,4}}?(?:independently\s+|should\s+|will\s+|must\s+|shall\s+|to\s+|can\s+|have to\s+)*{_DOES}\b[^.;,]{{0,25}}?\b(?:each|every|all|the same|everything|any|them|it|a)\b", re.IGNORECASE),
    re.compile(rf"\b(?:each|every|all|a|any)\s+(?:[a-z-]+\s+){{0,3}}?(?:make|makes|gets?|has|have|needs?|takes?|goes to|go to|(?:is|are|be|gets?|has to be|must be|should be)\s+(?:[a-z]+\s+){{1,2}}by)\s+{_NUMBER}\s+(?:(?:different|independent|separate)\s+)?{_NOBODY}[a-z]{{3,}}s?\b(?!\s*(?:-|point|step|level|star))", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}(?:\s+{_NOBODY}[a-z-]+){{0,3}}\s+(?:per|each|a|every|for each|for every|on each|on every)\s+(?:[a-z-]+[ -])?{_TASK}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:[a-z-]+\s+){{0,2}}{_PEOPLE}\s+(?:per|each|for each|for every|independently|in parallel|on each)\b", re.IGNORECASE),
    re.compile(rf"\b(?:people|persons|annotators?|reviewers?|labell?ers?|raters?|experts?|k|n)(?: (?:per|for each|for every|a) [a-z]+)?\s*[:=]\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+[a-z]+(?:s|men|women)\s+independently\b", re.IGNORECASE),
)  # fmt: skip
_WORDS = (
    (
        r"\b(?:double|doubly)[- ]?(?:annotat|label|read|code)|\bin pairs\b|\btwice\b|\bdual annotation\b|\bsecond pair of eyes\b|\bfour[- ]eyes?\b|\b2 ?[x×](?=\s*(?:$|[.,;]))",
        2,
    ),
    (
        r"\bno second [a-z]+er\b|\b(?:on my own|by myself|(?:works?|labels?|annotates?) alone|(?:i|we) (?:do|label|annotate|mark) (?:it|them|this|everything|all) alone)\b|\b(?:labell?ed|annotated|marked|done|read|seen|reviewed|looked at) (?:only |just )?once\b|\bonce is enough\b|\bsingle[- ](?:annotat\w+|labell?\w+|read|pass)\b",
        1,
    ),
    (r"\btriple[- ]?(?:annotat|label|read)|\bthree times\b|\bthrice\b", 3),
    (
        r"\bsingle annotator\b|\b(?:a )?(?:single|one) (?!points?\b|instants?\b|ranges?\b|moments?\b|clicks?\b|numbers?\b|values?\b)[a-z]+(?: [a-z]+)? (?:will do|would do|is enough|is plenty|is sufficient|suffices|only)\b|\bone [a-z]+ and no more\b|\b(?:not|n't) need (?:any )?more than one\b|\bjust one (?:person|[a-z]+(?:er|or|ist))\b|\bno overlap\b|\bone (?:person|[a-z]+(?:er|or|ist|ian|man|yst|eer)) (?:each|per|is enough|suffices|will do|does)\b|\bone annotator\b",
        1,
    ),
)


def find_overlap(statements: Sequence[Statement]) -> tuple[int, str] | None:
    """How many people label each task, with the words that say so."""
    for statement in statements:
        for pattern in _OVERLAP:
            if found := pattern.search(statement.text):
                number = number_of(
                    re.sub(
                        r"^a (?:pair|couple)(?: of)?$", "two", found[1].replace("a single", "one"), flags=re.IGNORECASE
                    )
                )
                if number:
                    return number, found[0]
        for words, number in _WORDS:
            if match := re.search(words, statement.text, re.IGNORECASE):
                return number, match[0]
    for pattern in _WHOEVER:
        for statement in statements:
            if (match := pattern.search(statement.text)) and (
                number := number_of(match[1].lower().replace("a single", "one"))
            ):
                return number, match[0]
    return None


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
