"""A brief as statements: sentences, list items and headings, each with what it stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from faultmark.interface.drafting.brief.layout import BULLET, lines_of
from faultmark.interface.drafting.brief.sentences import LONGEST_SENTENCE, sentences_of
from faultmark.interface.drafting.wording.plainly import is_unwanted, plainly

__all__ = ["Statement", "statements_of"]
_PROSE = re.compile(r"[a-z)\]%][.!?]\s+[A-Z]")
_SIGNED = re.compile(r"\s(?:->|=>|→|=)\s|^[\w ]{2,24}:\s")
_KEYED = re.compile(
    r"^(?:signals?|channels?|sensors?|labels?|events?|faults?|anomalies|marks?|context|metadata|notes?|severity|shown|show|overlap|annotators?|fields?|ranges?|instants?|points?|per [a-z]+|each [a-z]+)\b[^:.]{0,25}:\s",
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


def statements_of(brief: str) -> list[Statement]:
    """Take a brief apart. Markdown, plain lists, e-mails and prose are all read."""
    lines = lines_of(brief)
    found: list[Statement] = []
    heading, lead, levels = "", "", list[tuple[int, int]]()
    headings, paragraph, last = list[str](), list[str](), list[str]()

    def flush() -> None:
        nonlocal lead
        if paragraph:
            text = " ".join(paragraph)
            paragraph.clear()
            for sentence in sentences_of(text):
                found.append(Statement(sentence, heading))
                lead = sentence if sentence.endswith(":") else ""
                last[:] = [sentence]

    for at, line in enumerate(lines):
        bullet = BULLET.match(line)
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
                found.append(Statement(text[:LONGEST_SENTENCE], lead or heading, bullet=True))
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
