"""A brief's lines: tables, JSON, outlines and nested parts as headings, bullets and plain lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

__all__ = ["BULLET", "lines_of"]
_ABBREVIATIONS = re.compile(
    r"\b(e\.g|i\.e|etc|approx|incl|vs|no(?=\.\s+(?-i:[a-z0-9]))|nr|resp|ca|(?<!/)(?:min|max|temp|vib|press)(?=\.\s+(?-i:[a-z0-9])))\.(?=\s)",
    re.IGNORECASE,
)
BULLET = re.compile(
    r"^(\s*)(?:[-*+•–]|\d{1,2}[.)]|[a-h]\)|(?:REQ|FR|NFR|UR|SR|AC|US|Req)[-_ ]?\d{1,3}[.):]?(?=\s)|\[[ x]\])\s+(?:\[[ x]\]\s+)?(.*)$"
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


def lines_of(brief: str) -> list[str]:
    """A brief's lines, in which headings and bullets say what tables, JSON and outlines did."""
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
        if is_in and head and not BULLET.match(line):
            made.append(
                re.sub(r"^\s+([\w -]{2,30}?) > (?=\S)", r"  - \1: ", line) if " > " in line else f"  - {line.strip()}"
            )
        else:
            made.append(line)
            head = (
                bool(line.strip())
                and not is_in
                and not BULLET.match(line)
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
        bullet = BULLET.match(line)
        depth = _depth(line)
        below = list[str]()
        if bullet:
            while inside and depth <= inside[-1]:
                inside.pop()
                if not inside:
                    yield "# "
            end = at
            while end < len(lines) and BULLET.match(lines[end]) and _depth(lines[end]) > depth:
                end += 1
            below = list(lines[at:end])
            name = bullet[2].strip(" :")
            if below and _EXTENT_PART.fullmatch(name):
                yield f"{name}: {', '.join(item[2] for entry in below if (item := BULLET.match(entry)))}"
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
    bullet = BULLET.match(line)
    return len(bullet[1].expandtabs(4)) if bullet else 0


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


def _answered(cell: str, head: Sequence[str]) -> str:
    """A cell of a table; "yes" below "required" is required, "no" is optional."""
    if head and re.fullmatch(r"(?:hot ?)?keys?|shortcuts?", head[0], re.IGNORECASE) and len(cell) == 1:
        return f"key {cell}"
    if head and re.fullmatch(r"required|mandatory|optional", head[0], re.IGNORECASE):
        is_yes = re.fullmatch(r"yes|y|x|true|✓|✔", cell, re.IGNORECASE)
        if is_yes or re.fullmatch(r"no|n|false|-|", cell, re.IGNORECASE):
            return "required" if bool(is_yes) != (head[0].lower() == "optional") else "optional"
    return cell
