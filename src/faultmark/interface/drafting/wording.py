"""Turns of phrase, put the way the rules of drafting read them.

English says the same in many ways: "you can't submit without a cause" is "a cause is required", "Z and N velocity" are
two velocities, "the moment the breaker trips" is a breaker trip as an instant. Each is put into plain words once, here,
so that no rule needs to know them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from faultmark.interface.drafting.extent_words import extent_in
from faultmark.interface.drafting.lexicon import SENSORS

__all__ = ["is_unwanted", "plainly"]

_NAME = r"[A-Za-z][\w' -]{1,40}?"
_END = r"(?=\s*(?:[.,;:()]|$|\b(?:and|or|but|is|are|which|that|as)\b))"
_ALONE = r"(?=\s*(?:[.;:()]|$|,\s+(?:the|as)\b|\bas\b|\band,|\band (?:as|the|also)\b))"
_PERSON = r"(?:people|[a-z]{3,}(?:ers?|ors?|ists?|ians?|eers?|ysts?))"
_SENSOR = "|".join(
    sorted({re.escape(w) for words in SENSORS.values() for w in words if len(w) > 3}, key=len, reverse=True)
)
_WHICH = r"(?:(?-i:[A-Z]\d?)|[xyz]|[a-z]{3,}(?:-[a-z]+)?)"
_NO_WHICH = (
    r"(?:signals?|channels?|sensors?|traces?|curves?|columns?|inputs?|measured?|records?|recorded|plots?|logs?|shows?|"
    r"the|our|are|is|and|with|for|of|in|we|have|has|both|each|their|its|" + _SENSOR + r")\b"
)
# "Inlet and outlet pressure (bar)", "Z, N and E velocity in mm/s": one noun, and one unit, of all of them.
_SHARED = re.compile(
    rf"(?P<lead>^\W*|[:,;(]\s*|\b(?:are|the|plots?|plus|have|logs?|records?|measures?|shows?|watch|well as|see|get|monitors?|tracks?)\s+)(?P<those>(?!{_NO_WHICH}){_WHICH}(?:\s*,\s*(?!{_NO_WHICH}){_WHICH})*)\s*,?\s+and\s+(?P<last>(?!{_NO_WHICH}){_WHICH})\s+"
    rf"(?P<noun>(?:(?!in\b|of\b)[a-z]+\s+)?(?:{_SENSOR})|velocity|acceleration)s?(?P<unit>\s*[(\[][^()\[\],;]{{1,14}}[)\]]|\s+in\s+[^\s,;.()]{{1,10}}(?=\s*(?:[,;.]|$|and\b|as\b)))",
    re.IGNORECASE,
)
_AXIS = r"(?:[xyz]|L?[123]|left|right|front|rear|top|bottom|inlet|outlet|upper|lower|inner|outer)"
_NO_MARK = re.compile(
    r"(?:^|[;,]\s*|\b(?:and|but)\s+)(?:please\s+)?(?:don't|do not|never)\s+(?:mark|label|tag|flag|annotate)\s+(?!(?:it|them|this|any|instants?|points?|ranges?|without|as|with|more|over)\b)[^.;]*",
    re.IGNORECASE,
)


_UNWANTED = re.compile(
    r"^\W*(?:won't have|will not have|not (?:wanted|needed|required|in scope|included)|unwanted|leave out|out of scope|excluded?|don't (?:want|need|include)|do not (?:want|need|include)|no need for|goals?|purpose|aim|objective|motivation)\s*(?::|$)",
    re.IGNORECASE,
)


def is_unwanted(heading: str) -> bool:
    """Whether what stands below a heading is not to be there, or says what it is for."""
    return bool(_UNWANTED.match(heading))


def _apart(match: re.Match[str]) -> str:
    """Each of several things that share a noun with the noun and the unit."""
    noun, unit = match["noun"], match["unit"].strip()
    unit = f"({unit.removeprefix('in ').strip()})" if unit.startswith("in ") else unit
    names = [*re.split(r"\s*,\s*", match["those"]), match["last"]]
    return match["lead"] + ", ".join(f"{name} {noun} {unit}" for name in names)


# "Acceleration x/y/z (g)" and "x/y/z acceleration (g)".
_AXES = re.compile(
    rf"\b(?:(?P<noun>[a-z]+(?: [a-z]+)?) (?P<those>{_AXIS}(?:/{_AXIS})+)|(?P<first>{_AXIS}(?:/{_AXIS})+) (?P<behind>[a-z]+))(?P<unit>\s*[(\[][^()\[\],;]{{1,14}}[)\]])",
    re.IGNORECASE,
)


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


def _tripping(match: re.Match[str]) -> str:
    """A noun and a verb as a name: "the breaker trips" is a breaker trip."""
    verb = match["verb"].lower()
    return f"{match['who']} {verb[:-2] if verb.endswith('sses') else verb[:-1]} as an instant"


def _verdict(match: re.Match[str]) -> str:
    """A list to choose from gets a name, if it is one: "the analyst picks one of: attack, benign"."""
    is_list = re.search(r",| or | and ", match["list"])
    return f"{match['who']} give the verdict: {match['list']}" if is_list else match[0]


def _numbered(match: re.Match[str]) -> str:
    """Steps behind their numbers: "1 low, 2 high" is 1 = low, 2 = high."""
    return re.sub(r"(\d) (?=[A-Za-z])", r"\1 = ", match[0])


def _lettered(match: re.Match[str]) -> str:
    """Steps that are letters, without what is said of each."""
    return f"{', '.join(re.findall(r'(?<![A-Za-z])[A-F](?= ?[(])', match[0]))} "


def _with_options(match: re.Match[str]) -> str:
    """A field that is told by its name and its options: "a required field action with the options stop and go"."""
    how = f" ({match['how'].strip()})" if match["how"] else ""
    return f"the {match['what']}{how}: {match['list']}"


def _selected(match: re.Match[str]) -> str:
    """A choice with its options in brackets: "select the next step (reuse, recycle), which is required"."""
    how = f" ({match['how']})" if match["how"] else ""
    return f"{match['do']} the {match['what']}{how}: {match['list']}"


def _graded(match: re.Match[str]) -> str:
    """A quality with its steps: "the severity has three grades, namely a, b and c, and it is required"."""
    how = f" ({match['how']})" if match["how"] else ""
    return f"{match['what']}{how}: {match['list']}" if re.search(r",| and | or ", match["list"]) else match[0]


def _answer(match: re.Match[str]) -> str:
    """A question in quotes with its answers as a choice."""
    more = f". They {match['more']}" if match["more"] else ""
    return f"give the {match['what'].lower()}: {match['list']}{more}"


def _in_pairs(match: re.Match[str]) -> str:
    """Things and what is said of each behind a comma: "air flow, l/s; pressure, bar"."""
    pairs = [part.strip(" .").rpartition(", ") for part in match["list"].split(";")]
    if not all(name and more for name, _, more in pairs):
        return match[0]
    return f"{match['head']}: {', '.join(f'{name} ({more})' for name, _, more in pairs)}"


def _worth(match: re.Match[str]) -> str:
    """Labels under a head of many words: "things worth labelling, and each lasts a while: a, b"."""
    extent = extent_in(match["how"])
    return f"Labels{f' (all {extent}s)' if extent else ''}: {match['list']}"


_TURNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        # What a bullet says before a colon is what people do.
        (r"^(?:click|tap|pin)\s*:\s*(?P<list>[^.;:]+)", r"mark \g<list> as instants"),
        (r"^(?P<do>pick|choose|select|rate)\s*:\s*(?=[A-Za-z]+(?: [a-z]+)? out of\b)", r"\g<do> the "),
        (
            r"\bthe (?:exact )?moment of (?P<what>[a-z]+(?: [a-z]+)?) (?:he|she|they|we|you) (?:labels?|marks?|tags?) as (?:an )?instant\b",
            r"mark \g<what> as an instant",
        ),
        (
            r"(?:;|,|\s-)\s*(?:this|that|it)(?: one)? is an? (?P<how>instant|range|point|interval)(?=\s*(?:[.;]|$))",
            r" as \g<how>s",
        ),
        # What must be filled in, and what need not.
        (r"\b(?:nobody|no one) (?:needs|wants|has to give) (?:an? |any )", "no "),
        (
            rf"^(?P<what>{_NAME}), (?P<how>mandatory|required|compulsory|obligatory|optional): (?P<list>[^.;:]+,[^.;:]+)",
            r"\g<what> (\g<how>): \g<list>",
        ),
        (
            rf"\b(?:you |they |people |annotators? |nobody |no one |one )?(?:can't|cannot|can not|can|may not|must not|must never) (?:submit|save|finish|be submitted|be saved|close)(?: (?:it|a \w+|the \w+|an \w+))? without (?:stating |giving |choosing |entering )?(?P<what>{_NAME}){_END}",
            r"\g<what> is required",
        ),
        (
            rf"\b(?:an?|no|any) (?:annotation|mark|label|region|submission)s? without (?P<what>{_NAME}) (?:is|are|will be|gets?) (?:not accepted|accepted|not allowed|allowed|rejected|refused|invalid|not valid|saved)\b",
            r"\g<what> is required",
        ),
        (r"\b(?:is|are) never (?:required|mandatory|obligatory|needed)\b", "is optional"),
        (r"\b(?:may|can|might) (?:be|stay|remain) (?:left )?(?:blank|empty|out|unanswered)\b", "is optional"),
        # What is an instant, and what a range.
        (
            r"\b(?:the )?(?:exact )?(?:moment|instant|second|time)s? (?:when |at which |that )?(?:the|an?) (?P<who>[a-z]+(?: [a-z]+)?) (?P<verb>(?!is\b|was\b|has\b)[a-z]{3,}s)\b(?! (?:is|are)\b)",
            _tripping,
        ),
        (
            rf"\b(?:the )?(?:exact )?(?:moment|instant|timestamp|time ?point)s? of (?:(?:each|every|any|the|an?) )?(?P<what>{_NAME}){_ALONE}",
            r"\g<what> as an instant",
        ),
        (
            rf"\b(?:the )?(?:periods?|stretch(?:es)?|intervals?|spans?|durations?|phases?) of (?:(?:each|every|any|the|an?) )?(?P<what>(?!time\b){_NAME}){_ALONE}",
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
            rf"(?P<last>\b(?:ha(?:s|ve) (?:a |some )?(?:duration|length|start and (?:an )?end)|lasts?|(?:stretch|extend)(?:es|s)? over time))(?P<then>[,;]\s*(?:but |while |whereas |and )?)(?P<what>{_NAME}) (?:don't|doesn't|do not|does not|has not|have not|hasn't|haven't|has none|have none|isn't|aren't)\b",
            r"\g<last>\g<then>\g<what> is an instant",
        ),
        (
            rf"(?P<then>[;,:]\s*)(?P<what>{_NAME}) - (?:an? )?(?P<how>instant|point|moment|range|interval|span|period|episode)s?(?=\s*(?:[.;]|$))",
            r"\g<then>\g<what> (\g<how>)",
        ),
        (
            r"\b(?P<who>all|they|these|both) last (?:for )?(?:a while|some time|longer|for some time)\b",
            r"\g<who> are ranges",
        ),
        (
            rf",? except (?:for )?(?:the )?(?P<what>{_NAME}),? (?:which|that) (?P<is>is|are) (?P<how>[a-z ]+?)(?=\s*(?:[.;]|$))",
            r"; \g<what> \g<is> \g<how>",
        ),
        (rf"\bfor (?P<what>{_NAME}) only\b", r"only for \g<what>"),
        (
            r",\s*(?:drawn|marked|labell?ed|annotated|outlined) as (?P<how>ranges|instants|points|intervals)(?=\s*(?:[,.;]|and\b|$))",
            r" as \g<how>",
        ),
        (r"^(?:in addition|additionally|furthermore|moreover|besides),?\s+", ""),
        (
            rf"(?P<last>\b(?:have (?:a |some )?(?:duration|length|start and (?:an )?end)|last (?:for )?[a-z ]{{3,20}}?|go on for [a-z ]{{3,20}}?|(?:stretch|extend) over time)),\s+(?:and |but |while |whereas )?(?=(?:the |an? )?{_NAME} (?:is|are)\b)",
            r"\g<last>; ",
        ),
        # A severity that is told by its steps alone.
        (
            r"\b(?:say|tell|state|note|indicate|judge|decide)s?(?: us)? (?:whether|if) (?:it|this|that|they|the (?:event|mark|fault|anomaly|region)) (?:is|was|are|were) (?:an? )?(?P<steps>[a-z-]+(?: [a-z-]+)?, [a-z-]+(?: [a-z-]+)?,? or [a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;]|$))",
            r"give the severity: \g<steps>",
        ),
        (
            r"\b(?:explain|justify|motivate|substantiate)s? (?:their|the|your|his|her) (?:decision|choice|call|label|verdict|judge?ment|mark|opinion|answer)s?\b",
            "explain why",
        ),
        (
            r"\bmakes? (?:them|people|everyone|annotators?|[a-z]{3,}(?:ers|ors|ists|ians|eers)) (?P<does>write|state|give|say|enter|choose|explain|fill in)\b",
            r"they must \g<does>",
        ),
        (
            rf"\bone of (?:the |these |our )?(?:two |three |four |five |six )?(?P<what>(?!following|those|these){_NAME})s\s*(?:-|:|\()\s*(?P<list>[^.;:()-]+,[^.;:()-]+?)\s*(?:-|\))\s*(?:has to|must|needs to|shall|is to) be (?:chosen|picked|selected|given|entered)\b",
            r"give the \g<what> (required): \g<list>. This is for each mark,",
        ),
        (
            rf"\b(?P<what>{_NAME}) in (?:their|his|her|your|the annotator's) own words\b",
            r"\g<what> as text",
        ),
        (
            r"^(?P<what>[a-z]+(?: [a-z]+)?) (?P<list>[a-z]+(?:\s?/\s?[a-z]+){2,})(?=\s*(?:[.,;(]|$))",
            r"\g<what>: \g<list>",
        ),
        (r"^(?P<what>[A-Za-z]+(?: [a-z]+)?)\?\s*\(?(?P<list>yes ?/ ?no|yes or no)\)?", r"\g<what>: yes/no"),
        (r"[(:]\s*(?:\d [a-z][a-z -]*,\s*(?:and |or )?)+\d [a-z][a-z -]*(?=\s*(?:[).;]|$))", _numbered),
        (r"(?:(?<![\w-])(?-i:[A-F]) ?\([^()]+\)(?:,| or| and)*\s*){2,}", _lettered),
        (
            rf"\bmake (?:the |an? )?(?P<what>{_NAME}) an? (?P<how>required|mandatory|compulsory|optional|voluntary)(?: free)? text(?: field| box)?\b",
            r"ask for the \g<what> as text, \g<how>",
        ),
        (
            r"(?P<what>\b[a-z]+) - (?P<list>(?!\d)[^.;:()-]+,[^.;:()-]+?) - (?=(?:and|but|is|are|has|have|must|should|they|to)\b)",
            r"\g<what> (\g<list>) ",
        ),
        # A choice told by a question, or by a clause behind it.
        (
            r"\b(?:asks?(?: for)?|says?|states?|tells?(?: us)?|notes?|picks?|chooses?|indicates?|selects?|enters?) which (?P<what>[a-z]+(?: [a-z]+)?) (?:is|was|it is|it was|they are|has|caused|did)\b[^,:;.(-]{0,32}?\s*(?:[,:]|\s-|\(|\bone of\b)\s*(?P<list>[^.;()]+?, [^.;()]+|[^.;(),]+ or [^.;(),]+)\)?",
            r"give the \g<what>: \g<list>",
        ),
        (
            rf"\b(?:the|an?|their) (?P<what>{_NAME}),? (?:which|that) (?:is|can be|may be|must be) (?:one of|either) (?P<list>[^.;:()]+?)(?=\s*(?:[.;]|$|,? and (?:they|we|must|should|also|an?|the)\b))(?:,? and\b)?",
            r"the \g<what>: \g<list>.",
        ),
        # A choice without a name.
        (
            r"\b(?P<who>they|analysts?|annotators?|[a-z]{3,}(?:ers?|ors?|ists?|ians?|eers?)|to|must|should|also|please|and) (?:picks?|chooses?|selects?|decides? (?:on|between)) (?:exactly )?(?:one of(?: these| the following)?|either|between)?:? (?P<list>(?!the\b|an?\b)[a-z-]+(?: [a-z-]+)?(?:, [a-z-]+(?: [a-z-]+)?)*,? ?(?:or|and)? ?[a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;]|$))",
            _verdict,
        ),
        # What is seen, told by its place or by who sees it.
        (
            rf"^(?:(?:on|at) the (?:side|left|right|top|margin)|(?:beside|next to|above|below|near|left of|right of) the [a-z]+|in the (?:header|margin|side ?bar|side ?panel|head)|what (?:they|(?:the )?{_PERSON}) (?:should |must |can |need to |needs to )?(?:also )?(?:sees?|knows?)(?: (?:besides|too|also|as well|additionally|in addition))?)\s*[:-]\s+",
            "Context: ",
        ),
        (
            rf"^(?:knowing )?(?P<list>(?:the|an?) [a-z][a-z '-]+(?:, [a-z][a-z '-]+)* and [a-z][a-z '-]+?) (?:helps?|assists?) (?:them|him|her|people|the {_PERSON}|{_PERSON})\b[^.;]*",
            r"Context: \g<list>",
        ),
        # Fillers of speech, and what notes cut short.
        (r"\b(?:let's say|obviously|basically)\b,?\s*", ""),
        (r"\btxt\b\.?", "text"),
        (r"\bovl\b\.?", "overlap"),
        (r"^lbls?\b\.?\s*(?=:)", "Labels"),
        (r"^ch(?:an|ns?|s)?\b\.?\s*(?=:)", "Channels"),
        (r"(?<=\w) req(?:'d)?\b\.?(?! ?[\d-])", ", required"),
        (r"(?<=\w) opt\b\.?(?! ?[\d-])", " optional"),
        (r"\b[A-Za-z][a-z]{2,}s (?=(?-i:(?P<s>[A-Z]{1,3})\d) ?(?:to|through|-) ?(?-i:(?P=s)?)\d\b)", ""),
        (
            rf"^(?:as to|as for|regarding|concerning) (?:the )?(?P<what>{_NAME}), (?:it|this) (?=is\b|can be\b|must be\b)",
            r"the \g<what> ",
        ),
        (
            r",? and it (?:must|has to|shall) be (?:given|chosen|filled in|entered|selected|picked)\b",
            " and is required",
        ),
        # A heading of a ticket before a sentence says nothing; nor does what closes a list of steps.
        (r"^(?:description|summary|overview|story|user story|request|introduction):\s+(?=(?:\S+\s+){6})", ""),
        (
            rf"^(?P<what>{_NAME}) (?P<is>is|are|should be|must be|can be) one of (?P<list>[^.;:]+?),? and (?:it )?(?:is|are|must be) (?:always )?(?P<how>required|mandatory|compulsory|obligatory|optional)\b",
            r"\g<what> (\g<how>): \g<list>",
        ),
        # Things of which something is said before they are listed.
        (
            r"^(?:there (?:are|is) |we have |we see )?(?:the )?(?:[a-z]+ )?(?:things|events|faults|failures|problems|anomalies|defects|patterns) (?:that are )?(?:worth|to be|of interest|to look for|that (?:we|they|you)|(?:we|they|you) )(?P<how>[^:.;]*):\s*(?P<list>[^:.;]+)",
            _worth,
        ),
        # How something is marked in time, in many words.
        (r"\bscores? (?=[^.;:]* as (?:ranges|instants|points|intervals|episodes|spans)\b)", "mark "),
        (
            r"^(?P<what>notes?|comments?|remarks?|free text|text|rationale|explanation)\s*:\s*yes\b",
            r"\g<what>: free text",
        ),
        (
            r"^(?:an? |the )?(?P<what>[^.;:]{3,40}?)(?: (?:is|are) (?:selected|chosen|picked|given|asked))?: (?P<list>[^.;:]+)[;,] only for (?P<when>[a-z -]+)\W*$",
            r"only for \g<when> ask for the \g<what>: \g<list>",
        ),
        (
            r"(?<!areas)(?<!ranges)(?<!regions)(?<!intervals)(?<!spans)(?<!periods),?\s+(?:always |each time )?(?:from when (?:it|they) (?:starts?|begins?) (?:until|to when|till) (?:it's over|it is over|they are over|(?:it|they) (?:ends?|stops?))|from where (?:it|they) (?:begins?|starts?) to where (?:it|they) (?:ends?|stops?)|(?:each )?with (?:an? |their |its )?(?:start|begin|beginning|onset) and (?:an? |their |its )?(?:end|stop|finish)|from (?:the |their |its )?(?:start|begin|beginning|onset) to (?:the |their |its )?(?:end|stop|finish))(?=\s*(?:[.;,]|$|and\b))",
            " as ranges",
        ),
        (r"\s+(?:where|when) (?:it|they) (?:happens?|occurs?)(?=\s*(?:[.;,]|$))", " as instants"),
        (r"\b(?:is|are)(?:n't| not) (?:required|mandatory|compulsory|obligatory|a must)\b(?! at all)", "is optional"),
        (
            r"\b(?:must not|need not|needn't|does not have to|doesn't have to|don't have to) be (?:mandatory|required|compulsory|filled(?: in)?|given|written|entered)\b",
            "is optional",
        ),
        # A field by its name and its options.
        (
            r"\b(?P<ask>ask(?:s|ed)?|say|state|tell us|note) where\s*(?::|\()\s*(?P<list>[^.;:()]+)\)?",
            r"\g<ask> for the location: \g<list>",
        ),
        (
            r"\b(?:an? |the )?(?P<how>required |mandatory |optional )?(?:(?:single|multiple|multi|radio|drop-?down)[- ]?(?:choice|select)? |choice |selection )*(?:field|question|choice|drop-?down|list|selection)s?\s*(?:called |named |for (?:the )?)?[\"']?(?P<what>[A-Za-z][\w -]{1,30}?)[\"']? with (?:the |these )?(?:options|choices|values|answers|entries)\s*:?\s*(?P<list>[^.;:]+)",
            _with_options,
        ),
        # Attributes of a label behind commas: "tool wear, key w, range".
        (
            r"^(?P<what>[A-Za-z][\w' -]+?),\s*(?P<more>(?:(?:(?:hot ?)?key|shortcut)[: ]+\S|ranges?|instants?|points?|intervals?|spans?)(?:,\s*(?:(?:(?:hot ?)?key|shortcut)[: ]+\S|ranges?|instants?|points?|intervals?|spans?|[a-z]+))*)\W*$",
            r"\g<what> (\g<more>)",
        ),
        (
            r"^(?:(?:in|for|on|at|with) [^,]{3,40}, )?(?P<list>[^.;:]+?) (?:are|is) (?:what|the (?:things|events|faults|ones|problems))(?: that)? (?:we|they|you|i) (?:want|need|would like|'d like|look for|are looking for|are after|care about)\b[^.;:]*",
            r"Labels: \g<list>",
        ),
        # "Vibration in x, y and z (mm/s)", "inlet pressure, outlet pressure (bar each)", "the temperature of bearing A (°C)".
        (
            r"\b(?P<noun>[a-z]+) (?:in|along|on) (?:the )?(?P<those>[xyz](?:, [xyz])*,? and [xyz]|[xyz](?:/[xyz])+)(?:[ -](?:directions?|axes|axis))?(?P<unit>\s*[(\[][^()\[\],;]{1,14}[)\]])",
            _along,
        ),
        (r"\((?P<unit>[^()\s]{1,10}) each\)", r"(each in \g<unit>)"),
        (
            rf"\b(?:the )?(?P<noun>{_SENSOR}) of (?:the )?(?P<of>[a-z]{{3,}}(?: (?-i:[A-Z0-9]))?)(?=\s*(?:,|[(\[]|and the\b|and [a-z]+ of\b))",
            r"\g<of> \g<noun>",
        ),
        # Choices of yes and no, and choices of some labels only.
        (
            r"\b(?:choose|say|state|tick|tell(?: us)?|indicate|note|select|enter|decide)s? if (?P<what>[^:.,;?]{3,50}?)\s*(?::|-|\(|\?)\s*(?:yes ?/ ?no|yes or no)\)?",
            r"say whether \g<what>",
        ),
        (
            r"\b(?:was|is|were|are|has|have|did|does|can|could) (?:the|an?) (?P<what>[a-z]+(?: [a-z]+){1,4})\s*\?\s*\(?(?:yes ?/ ?no|yes or no)\)?",
            r"\g<what>: yes/no",
        ),
        (
            rf"\bask(?:s|ed)? for (?P<what>(?:the |an? )?{_NAME}),? (?:but )?only (?:for|if|with|on) (?:an? |the )?(?P<when>[^:,.;]+):\s*(?P<list>[^.;:]+)",
            r"only for \g<when> ask for \g<what>: \g<list>",
        ),
        (
            r"\b(?:anything|everything|whatever|something)(?: that| which)? (?:looks?|seems?|sounds?|smells?) like (?:an? )?",
            "",
        ),
        (
            r"\b(?P<for>for|mark|label) the (?:anomalies|failures|faults|events) (?=[a-z]+(?: [a-z]+)?(?:, | and ))(?!in\b|on\b|of\b|that\b|which\b|we\b|and\b)",
            r"\g<for> ",
        ),
        # Leads, grades, and answers of a clause.
        (
            r"^(?:two|three|four|five|six|\d) (?:leads|channels|signals|sensors|curves|traces)(?:,|:| -) (?=[A-Za-z])",
            "Channels: ",
        ),
        (
            r"\b(?P<what>[a-z]+(?: [a-z]+)?) (?:is|are) (?:picked|chosen|selected|taken) (?:from|out of) (?!a\b|the\b|1|one\b)",
            r"\g<what>: ",
        ),
        (r"^stars\s*:?\s*(?:from )?1 ?(?:-|to) ?(?P<high>\d{1,2})\b", r"severity: 1 to \g<high> stars"),
        (
            r"\bminimum (?:is |of |= ?)?(?P<low>\d)\D{1,20}maximum (?:is |of |= ?)?(?P<high>\d{1,3})\b",
            r"from \g<low> to \g<high>",
        ),
        (
            r"^(?:the |an? )?(?P<what>[A-Za-z]+(?: [a-z]+)?) (?:has|with|in|comes in|knows) (?:the )?(?:two|three|four|five|six|\d) (?:grades|levels|steps|values|classes|stages)(?:,? namely:?|:|,| -)? (?P<list>[^.;:]+?)(?:,? and (?:it is|it's|is) (?:also )?(?P<how>compulsory|required|mandatory|obligatory|optional))?(?=\s*(?:[.;]|$))",
            _graded,
        ),
        (
            rf"^(?:(?:given|when|then|and|if|whenever) )+(?:the |an? )?(?:{_PERSON}|they|she|he|you|we) (?:sees?|finds?|notices?|spots?) (?P<what>[^.;:]+?), (?:she|he|they|you|we) (?:(?:can|should|must|shall|may|has to|have to) )?marks? (?:it|them|this) (?=as\b)",
            r"mark \g<what> ",
        ),
        (
            r"\b(?P<ask>says?|states?|decides?|chooses?|tells?(?: us)?|indicates?|notes?) whether (?:the |an? )(?P<what>[a-z]+) (?:(?:should|must|has to|can|will) be|is|was|are|were) (?P<list>[a-z]+(?: [a-z]+)?(?:, [a-z]+(?: [a-z]+)?)+,? or [a-z]+(?: [a-z]+)?)",
            r"\g<ask> the \g<what>: \g<list>",
        ),
        (
            r"\b(?P<the>the|an?|their) (?P<what>[a-z]+(?: [a-z]+)?), which (?:is|can be|may be|must be) (?P<list>[a-z-]+(?: [a-z-]+)?(?:, [a-z-]+(?: [a-z-]+)?)*,? or [a-z-]+(?: [a-z-]+)?)(?=\s*(?:[.;,]|$))",
            r"\g<the> \g<what>: \g<list>",
        ),
        (
            r"\((?:with |of |namely |i\.?e\.? )?(?:the |these )?(?:sub-?types|sub-?classes|finer types|kinds) (?:are )?(?=[a-z])",
            "(",
        ),
        (
            rf"\b(?:there (?:is|should be|must be)|we (?:need|have|want)|use) (?:only |just )?one label(?: only)?\s*[,:]?\s*(?:called |named )?[\"']?(?P<what>{_NAME})[\"']?\s*[,:]?\s*(?:and |which )?(?:it )?is (?P<how>an? (?:range|instant|interval|point))\b",
            r"mark \g<what> as \g<how>",
        ),
        (
            rf"\b(?:there (?:should|must|shall|will) (?:also )?be|add|plus|we also need|also) an? (?:label|mark|tag) (?:for|called|named) (?P<what>{_NAME})(?=\s*(?:[.;,(]|$))",
            r"mark \g<what>",
        ),
        # Extents in the words of other languages, and of what follows a dash.
        (
            r"\((?:everything|all|each|both) with (?:an? )?(?:begin|start|beginning) and (?:an? )?(?:end|finish|stop)\)",
            "(all ranges)",
        ),
        (r"\(from ?(?:-|to|\.\.\.?|…) ?to\)", "(range)"),
        (r"\((?:one|an?|single) (?P<how>instant|point|moment|range|interval)\)", r"(\g<how>)"),
        (r"^(?P<how>range|instant|point|interval)s? (?:labels?|events?|marks?|annotations?|tags?)\s*:", r"\g<how>s:"),
        (r"\b(?:must|should|shall|have to|need to|ought to) (?:appear|be present|be there)\b", "are shown"),
        (
            r"^only for (?P<when>[^:.;]+): (?P<what>[a-z]+(?: [a-z]+)?) (?:yes ?/ ?no|yes or no)\W*$",
            r"only for \g<when> ask for the \g<what>: yes/no",
        ),
        (
            rf"^only (?P<when>(?!for\b|if\b|when\b|on\b|with\b|one\b|the\b|in\b){_NAME}) (?:gets?|needs?|has|have|receives?) (?=an?\b|the\b)",
            r"only for \g<when> ask for ",
        ),
        (
            r"\banswers? [\"'](?P<what>[^\"'?]{3,40})\??[\"'] with (?P<list>[^.;:]+?)(?=,? and (?:write|give|add|leave)|[.;]|$)(?:,? and (?P<more>write|give|add|leave))?",
            _answer,
        ),
        # What is asked of one label, and lists that follow a preposition.
        (
            r"\bthe (?:view|screen|page|display|header) (?:shows|displays) (?P<list>[^.;:]+?) as (?:metadata|context|background)\b",
            r"Context: \g<list>",
        ),
        (
            r"^(?P<head>[A-Za-z]+) with (?:their )?(?:units?|extents?|types?|kinds?):\s*(?P<list>[^:]+;[^:]+)$",
            _in_pairs,
        ),
        (
            r"\b(?:an?|the|one) (?P<what>[a-z]+) out of (?P<list>(?!\d|the\b|an?\b)[a-z]+(?: [a-z]+)?, [^.;:]+)",
            r"the \g<what>: \g<list>",
        ),
        (
            r"\b(?:each|every one|they)(?: [a-z]+)? (?:is|are) (?:classified|classed|judged) as (?P<list>[^.;:,]+, [^.;:]+ or [^.;:]+)",
            r"give the classification: \g<list>",
        ),
        (
            rf"^only (?:an? |the )(?P<what>{_NAME})[,:] (?P<list>[a-z-]+, [a-z-]+(?:, [a-z-]+)* or [a-z-]+)(?=\s*(?:[.;]|$))",
            r"the \g<what>: \g<list>",
        ),
        (
            r"(?P<what>\b[a-z]+(?: [a-z]+)?), one of (?P<list>[^.;:]+,[^.;:]+)(?=\s*(?:[.;]|$))",
            r"the \g<what>: \g<list>",
        ),
        (
            rf"^(?P<what>{_NAME}), (?P<how>mandatory|required|compulsory|obligatory|optional), one of:? (?P<list>[^.;:]+)",
            r"\g<what> (\g<how>): \g<list>",
        ),
        (r"^(?P<what>(?:the )?[a-z]+(?: [a-z]+)?) is a choice (?:among|between|of|from) ", r"\g<what>: "),
        (
            r"\b(?:an? )?choice [\"'](?P<what>[^\"']{3,40})[\"'] with (?P<list>[^.;:]+)",
            r"\g<what>: \g<list>",
        ),
        (r"\b(?P<what>types?|classes|modes?) are grouped(?: as follows| like this)?\s*:", r"\g<what> are"),
        (r"\bis an? rating (?:with|of|from) (?P<high>\d{1,2}) stars\b", r"is rated with 1 to \g<high> stars"),
        (
            r"\b(?P<do>select|choose|pick)s? the (?P<what>[a-z]+(?: [a-z]+)?) \((?P<list>[a-z ]+(?:, [a-z ]+)+)\)(?:, which is (?P<how>required|mandatory|optional))?",
            _selected,
        ),
        (
            rf"^for (?P<when>(?!each\b|every\b|all\b|any\b|the\b|an?\b|this\b|these\b|both\b|now\b){_NAME}) (?:include|add|ask for|show) (?:an? )?(?:additional |extra |further )?(?=(?:choice|field|the)\b)",
            r"only for \g<when> ask for ",
        ),
        (r"\bfrom [a-z]+\d to [a-z]+\d \((?=[a-z]+\d,)", "("),
        (
            r"\bdraws? (?P<how>ranges|intervals|instants|points) (?:labell?ed|called|named) (?P<what>[a-z]+)\b",
            r"mark \g<what> as \g<how>",
        ),
        (r"\btells? apart\b", "distinguish"),
        (r"\bstars, (?P<high>\d{1,2}) of them\b", r"1 to \g<high> stars"),
        # Extents, in the words of those who know English little or well.
        (r"\blike (?:an? )?(?P<how>ranges?|instants?|points?|intervals?)(?=\s*(?:[.,;]|$|and\b))", r"as \g<how>"),
        (r"\bas (?:an? )?things? with (?:an? |some )?duration\b", "as ranges"),
        (r"\bas (?:an? )?things? without (?:an? |any )?duration\b", "as instants"),
        (r",\s*which (?:go|goes) on for (?:a while|some time|longer|hours|minutes|days)\b", " (all ranges)"),
        (r",\s*which (?:are|is) over (?:in|within) (?:a moment|an instant|no time|a second)\b", " (all instants)"),
        # What is seen, told by a question.
        (
            r"(?P<see>\b(?:see|shows?|know|display)\b[^.;]*?)\bwhich (?P<what>[a-z]+(?: [a-z]+)?) (?:it|this|that) (?:is|was)\b",
            r"\g<see>the \g<what>",
        ),
        (r"\bcounts? as\b", "are"),
        (
            r"\((?P<all>both|all) (?P<unit>(?!in\b|the\b|of\b|ranges?\b|instants?\b|points?\b|intervals?\b)[^\s()]{1,8})\)",
            r"(\g<all> in \g<unit>)",
        ),
        # How units are written out.
    )
)


def plainly(text: str) -> str:
    """The text of one statement in the words that the rules know."""
    text = _NO_MARK.sub("", "" if _UNWANTED.match(text) else text)
    for pattern, put in _TURNS:
        text = pattern.sub(put, text)
    return _SHARED.sub(_apart, _AXES.sub(_by_axis, text))
