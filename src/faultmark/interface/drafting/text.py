"""A brief as statements: sentences, list items and headings, each with what it stands under."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from faultmark.interface.drafting.wording import is_unwanted, plainly

__all__ = ["Item", "Statement", "in_small_letters", "number_of", "split_list", "statements_of"]

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "both": 2, "double": 2, "pair": 2, "three": 3, "triple": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_ABBREVIATIONS = re.compile(
    r"\b(e\.g|i\.e|etc|approx|incl|vs|no(?=\.\s+(?-i:[a-z0-9]))|nr|resp|ca|(?<!/)(?:min|max|temp|vib|press)(?=\.\s+(?-i:[a-z0-9])))\.(?=\s)",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"^(\s*)(?:[-*+•–]|\d{1,2}[.)]|[a-h]\)|(?:REQ|FR|NFR|UR|SR|AC|US|Req)[-_ ]?\d{1,3}[.):]?(?=\s)|\[[ x]\])\s+(?:\[[ x]\]\s+)?(.*)$"
)
_SENTENCE = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\"'(0-9])|(?<=[a-z][!?])\s+(?=[a-z])(?!yes\b|no\b|[a-z -]{2,24}[,/] ?[a-z])|\s*;\s+(?=[A-Za-z])(?!(?:only )?for [a-z ]+(?: only)?\W*$|only (?:for|if|when)\b)(?!(?:(?:it|this|which) is )?(?:required|optional|mandatory)\b)|(?<=[.!?])\s*$"
)
_LONGEST_SENTENCE = 700
_PROSE = re.compile(r"[a-z)\]%][.!?]\s+[A-Z]")
_SIGNED = re.compile(r"\s(?:->|=>|→|=)\s|^[\w ]{2,24}:\s")
_KEYED = re.compile(
    r"^(?:signals?|channels?|sensors?|labels?|events?|faults?|anomalies|marks?|context|metadata|notes?|severity|shown|show|overlap|annotators?|fields?|ranges?|instants?|points?|per [a-z]+|each [a-z]+)\b[^:.]{0,25}:\s",
    re.IGNORECASE,
)
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|?)+\s*$")
_PART = re.compile(
    r"(?:the |our )?(?:signals?|channels?|sensors?|traces?|curves?|inputs?|measurements?|labels?|events?|faults?|anomal(?:y|ies)|marks?|"
    r"(?:per|for (?:each|every)|each|every) (?:mark|label|event|region|anomaly|fault|annotation)|fields?|questions?|context|meta ?data|shown|show)",
    re.IGNORECASE,
)
_EXTENT_PART = re.compile(r"(?:as )?(?:ranges?|instants?|points?|intervals?|spans?)", re.IGNORECASE)
# "Signals = speed, load" says what "Signals: speed, load" does.
_EQUALS = re.compile(r"^(\s*(?:[-*+•]\s+)?[A-Za-z][A-Za-z /&-]{1,30}?)\s+=\s+", re.MULTILINE)
_LISTED = re.compile(
    r"\b(?:names?|signals?|sensors?|channels?|columns?|events?|labels?|classes|faults?|anomal\w+|types?|context|metadata|shown|displayed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said. ``under`` is the heading or the item above it; ``below`` are the items under it.

    Of a turn of phrase ``text`` is what it says in plain words, and ``quoted`` the brief's own.
    """

    text: str
    under: str = ""
    below: tuple[str, ...] = field(default=())
    bullet: bool = False
    quoted: str = ""

    @property
    def lower(self) -> str:
        """The text in lower case, of the same length."""
        return self.text.lower()


# "Q: What is labelled? A: Leaks, drifts" says what "What is labelled: leaks, drifts" does.
_ANSWERED = re.compile(
    r"^\s*(?:[-*+•]\s+)?Q\d?\s*[:.)]\s*([^?\n]{3,90})\?\s*\n?\s*A\d?\s*[:.)]\s*(?:(?:yes|yep|sure),\s+)?",
    re.MULTILINE | re.IGNORECASE,
)
_DROPDOWN = re.compile(
    r"\s*[:=]\s*(?:an? )?(?:drop-?down|select|(?:single |multiple )?choice|radio(?: buttons)?|list|enum|pick ?list)(?: of| with| from)?\s*:?\s*[\[{]",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(?<=\w)[ \t]*[:=][ \t]*[\[{]([^\[\]{}\n]+)[\]}](?=[ \t]*(?:[.;,]|$))", re.MULTILINE)


def _plain(text: str) -> str:
    text = _DROPDOWN.sub(": [", text)
    text = _BRACKETED.sub(r": \1", _ANSWERED.sub(r"\1: ", text))
    text = re.sub(r"```\w*|`|\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", text)
    text = (
        re.sub(r"\{([^{}\n]*[,/|][^{}\n]*)\}", r"(\1)", text)
        .replace("—", " - ")
        .replace("–", "-")
        .replace("’", "'")
        .replace("“", '"')
        .replace("”", '"')
        .replace("\u00a0", " ")
    )
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)


def statements_of(brief: str) -> list[Statement]:
    """Take a brief apart. Markdown, plain lists, e-mails and prose are all read."""
    lines = _lines(brief)
    found: list[Statement] = []
    heading, lead, levels = "", "", list[tuple[int, int]]()
    headings, paragraph, last = list[str](), list[str](), list[str]()

    def flush() -> None:
        nonlocal lead
        if paragraph:
            text = " ".join(paragraph)
            paragraph.clear()
            for sentence in _sentences(text):
                found.append(Statement(sentence, heading))
                lead = sentence if sentence.endswith(":") else ""
                last[:] = [sentence]

    for at, line in enumerate(lines):
        bullet = _BULLET.match(line)
        title = re.match(r"^\s{0,3}#{1,6}\s+(.*?)#*\s*$", line)
        if title:
            flush()
            heading, lead = title[1].strip(), ""
            headings.append(heading)
            levels.clear()
        elif bullet:
            flush()
            # A short line right above bullets heads them, with or without a colon.
            if last and not lead and len(last[0].split()) <= 8 and not last[0].endswith((".", "!")):
                lead = last[0]
            depth = len(bullet[1].expandtabs(4))
            while levels and levels[-1][0] >= depth:
                levels.pop()
            text = bullet[2].strip()
            if levels:
                parent = levels[-1][1]
                found[parent] = Statement(
                    found[parent].text, found[parent].under, (*found[parent].below, text), bullet=True
                )
            else:
                found.append(Statement(text[:_LONGEST_SENTENCE], lead or heading, bullet=True))
            levels.append((depth, len(found) - 1 if not levels else levels[-1][1]))
        elif not line.strip():
            flush()
            levels.clear()
        elif levels and line.startswith(" "):
            last_item = found[levels[-1][1]]
            found[levels[-1][1]] = replace(last_item, text=f"{last_item.text} {line.strip()}")
        else:
            levels.clear()
            if paragraph and _KEYED.match(line) and not paragraph[-1].endswith((",", "and")):
                flush()
            paragraph.append(line.strip())
            # A short line that ends with a colon heads what comes next; one that reads "Key: values" stands alone.
            if (
                re.match(r"^[A-Za-z][\w /&-]{0,40}:(\s|$)", line.strip())
                or len(line.strip()) < 50
                or _is_whole(lines, at)
            ):
                flush()
        if bullet or title or not line.strip():
            last.clear()
    flush()
    return _in_plain_words(found, headings)


def _in_plain_words(found: Sequence[Statement], headings: Sequence[str]) -> list[Statement]:
    """Statements of what is wanted; where nothing stands below the headings, they are what is said."""
    wanted = [one for one in found if not is_unwanted(one.under)]
    plain = [replace(one, text=text, quoted=one.text) for one in wanted if (text := plainly(one.text)).strip(" .,;")]
    return plain or [Statement(title) for title in headings if title]


def _from_json(brief: str) -> str:
    """A brief in JSON, or with JSON in it, as lines of keys and values; any other as it is."""
    start, end = brief.find("{"), brief.rfind("}") + 1
    if start < 0 or end <= start or (start > 0 and '"' not in brief[start : start + 8]):
        return brief
    try:
        values = json.loads(brief[start:end])
    except ValueError:
        return brief
    if not isinstance(values, dict):
        return brief
    lines: list[str] = []
    for key, value in values.items():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            lines += ["", f"{key}:", *(f"- {_told_in_json(item)}" for item in value)]
        elif isinstance(value, dict) and {"type", "max", "required", "options", "steps"} & {*value}:
            lines += ["", f"{key}: {', '.join(_said_in_json(name, said) for name, said in value.items())}"]
        elif isinstance(value, dict):
            lines += ["", f"{key}:", *(f"- {name}: {said}" for name, said in value.items())]
        else:
            lines += ["", f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"]
    return f"{brief[:start]}\n" + "\n".join(lines) + f"\n\n{brief[end:]}"


def _told_in_json(item: dict[str, object]) -> str:
    """One of several things: its name, with the rest in parentheses."""
    name, *more = (str(value) for value in item.values() if not isinstance(value, bool))
    return f"{name} ({', '.join(more)})" if more else name


def _said_in_json(name: str, said: object) -> str:
    """What is said of one thing: "required", "max 5", "a, b"."""
    if isinstance(said, bool):
        return name if said else "optional" if name == "required" else f"not {name}"
    if isinstance(said, list):
        return ", ".join(map(str, said))
    return f"1 to {said}" if name == "max" else str(said)


def _lines(brief: str) -> list[str]:
    brief = re.sub(r"[ \t]+(?://|[·•])[ \t]+", "\n", _from_json(brief))
    brief = _ABBREVIATIONS.sub(lambda found: found[1].replace(".", "") + " ", _plain(brief))
    return list(_unnested(_with_bullets(_EQUALS.sub(r"\1: ", _without_tables(brief)).splitlines())))


_POINT = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+[.)]?\s+(?=\S)")


def _with_outline(lines: Sequence[str]) -> Iterator[str]:
    """An outline with points such as 2.1 as headings with bullets."""
    if sum(bool(_POINT.match(line)) for line in lines) < 2:
        yield from lines
        return
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if _POINT.match(line):
            yield _POINT.sub("- ", line)
        elif title := re.match(r"^\s*\d{1,2}[.)]?\s+(\S.*)$", line):
            # What has no points below it stands for itself, below no heading.
            yield from [f"# {title[1]}"] if _POINT.match(following) else ["#  ", title[1]]
        else:
            yield line


def _with_bullets(lines: Sequence[str]) -> list[str]:
    """Lines that are set in below one that heads them, as bullets: "Labels" above "  leak, drift"."""
    made: list[str] = []
    head = False
    for line in _with_outline(lines):
        is_in = line.startswith(("  ", "\t")) and bool(line.strip())
        if is_in and head and not _BULLET.match(line):
            made.append(
                re.sub(r"^\s+([\w -]{2,30}?) > (?=\S)", r"  - \1: ", line) if " > " in line else f"  - {line.strip()}"
            )
        else:
            made.append(line)
            head = (
                bool(line.strip())
                and not is_in
                and not _BULLET.match(line)
                and (line.rstrip().endswith(":") or len(line.split()) < 6)
            )
    return made


def _unnested(lines: Sequence[str]) -> Iterator[str]:
    """Bullets that are nothing but the name of a part, with what stands below them, as headings with lists."""
    inside: list[int] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        bullet = _BULLET.match(line)
        depth = _depth(line)
        below = list[str]()
        if bullet:
            while inside and depth <= inside[-1]:
                inside.pop()
                if not inside:
                    yield "# "
            end = at
            while end < len(lines) and _BULLET.match(lines[end]) and _depth(lines[end]) > depth:
                end += 1
            below = list(lines[at:end])
            name = bullet[2].strip(" :")
            if below and _EXTENT_PART.fullmatch(name):
                yield f"{name}: {', '.join(item[2] for entry in below if (item := _BULLET.match(entry)))}"
                at = end
                continue
            if below and _PART.fullmatch(name):
                inside.append(depth)
                yield f"# {name}"
                continue
        elif line.strip() and inside and not line.startswith(" "):
            inside.clear()
            yield "# "
        if bullet and inside:
            line = " " * (depth - min(depth, inside[-1] + 2)) + line.lstrip()
        yield line


def _depth(line: str) -> int:
    bullet = _BULLET.match(line)
    return len(bullet[1].expandtabs(4)) if bullet else 0


def _is_whole(lines: Sequence[str], at: int) -> bool:
    """Whether a line of notes ends where it does though the next word had room in it: its writer broke it there."""
    if any(_PROSE.search(line) for line in lines):
        return False
    following = lines[at + 1].split() if at + 1 < len(lines) else []
    # Where most lines are short, or two have signs of their own, none goes on in the next.
    written = [line for line in lines if line.strip()]
    if following and len(written) > 3 and 3 * sum(len(line) < 50 for line in written) > 2 * len(written):
        return True
    if following and _SIGNED.search(lines[at]) and _SIGNED.search(lines[at + 1]):
        return True
    widest = max(map(len, lines))
    return bool(following) and (widest < 60 or len(lines[at]) + 1 + len(following[0]) < 0.85 * widest)


def _without_tables(text: str) -> str:
    """Markdown tables as lists: rows below a heading of names are its items, other rows say something of their head."""
    made: list[str] = []
    lines = text.splitlines()
    header: list[str] = []
    for at, line in enumerate(lines):
        row = _ROW.match(line)
        if row is None or _RULE.match(line):
            if row is None:
                header = []
                made.append(line)
            continue
        cells = [
            _answered(cell.strip(), header[at_cell : at_cell + 1]) for at_cell, cell in enumerate(row[1].split("|"))
        ]
        if at + 1 < len(lines) and _RULE.match(lines[at + 1]):
            header = cells
            if _LISTED.search(cells[0]):
                made += ["", f"{cells[0]}:"]
        elif header and _LISTED.search(header[0]):
            more = ", ".join(cell for cell in cells[1:] if cell)
            made.append(f"- {cells[0]} ({more})" if more else f"- {cells[0]}")
        else:
            made += [f"{cells[0]}: {', '.join(cell for cell in cells[1:] if cell)}", ""]
    return "\n".join(made)


# "For each event: impact (1-5), comment (optional)" asks for two things.
_OF_EACH = re.compile(r"^(?:(?:for |of )?(?:each|every|any)|per)\s+[a-z]+(?: [a-z]+)?:\s", re.IGNORECASE)
_FIELDS = re.compile(r"(?<=\)),\s+(?=[A-Za-z])")


def _answered(cell: str, head: Sequence[str]) -> str:
    """A cell of a table; "yes" below "required" is required, "no" is optional."""
    if head and re.fullmatch(r"(?:hot ?)?keys?|shortcuts?", head[0], re.IGNORECASE) and len(cell) == 1:
        return f"key {cell}"
    if head and re.fullmatch(r"required|mandatory|optional", head[0], re.IGNORECASE):
        is_yes = re.fullmatch(r"yes|y|x|true|✓|✔", cell, re.IGNORECASE)
        if is_yes or re.fullmatch(r"no|n|false|-|", cell, re.IGNORECASE):
            return "required" if bool(is_yes) != (head[0].lower() == "optional") else "optional"
    return cell


def _sentences(text: str) -> Iterator[str]:
    parts: list[str] = []
    if not re.search(r"[.!?]\s+[A-Z]", text):
        # A telegram, all in small letters.
        text = re.sub(r"(?<=[\w)\]%°])\.\s+(?=[a-z])", ".\n", text)
    # "… can mark leaks as ranges, showing the line" asks for two things.
    text = re.sub(r"(\b(?:mark|label|annotate|tag)\b[^.]*?),\s+(?:and )?(?:showing|displaying)\s+", r"\1.\nShow ", text)
    # "…, oil temp degC. events: …": what has a head of its own begins anew.
    text = re.sub(r"(?<=[\w)\]%°])\.\s+(?=[a-z][a-z ]{1,20}:\s)", ".\n", text)
    for part in (p for line in text.split("\n") for p in _SENTENCE.split(line)):
        if not part or not part.strip(" .!?;"):
            continue
        if parts and re.fullmatch(
            r"\s*(?:all |both |each )?(?:as )?(?:ranges|instants|points|intervals)\W*", part, re.IGNORECASE
        ):
            # "Crack, rub. Ranges."
            parts[-1] = (
                f"{parts[-1].rstrip(' .')} (all {re.sub(r'^(?:all |both |each )?(?:as )?', '', part.strip(' .').lower())})"
            )
            continue
        # "We plot: a; b; c" is one list.
        if (
            parts
            and re.match(r"^[^:;]{2,40}:\s", parts[-1])
            and not re.search(r"[.!?]$", parts[-1])
            and ":" not in part
            and len(part.split()) <= 5
        ):
            parts[-1] += f"; {part.strip()}"
        else:
            parts.append(part.strip())
    for part in parts:
        pieces = _FIELDS.split(part) if _OF_EACH.match(part) else [part]
        for piece in [_OF_EACH.sub("", pieces[0]), *pieces[1:]] if len(pieces) > 1 else pieces:
            yield from _bounded(piece)


def _bounded(text: str) -> Iterator[str]:
    """Cut what is too long for a sentence, at a comma or blank: patterns take more than linear time."""
    while len(text) > _LONGEST_SENTENCE:
        head = text[:_LONGEST_SENTENCE]
        at = max(head.rfind(","), head.rfind("\n")) + 1 or head.rfind(" ") + 1 or _LONGEST_SENTENCE
        yield text[:at].strip(" ,")
        text = text[at:].strip()
    if text:
        yield text


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
