"""Numbers as people write them: with a sign between thousands, and with a unit behind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from faultmark.errors import Remedy
from faultmark.store.csv.header import is_number
from faultmark.store.options import IngestOptions

__all__ = ["comma_remedies", "plain_cell", "plain_cells", "reads", "respell", "respelled", "spelling_of"]

_BLANK = "[\\s\u00a0\u202f]"
_SIGNS = (",", ".", " ", "\u00a0", "\u202f", "'", "\u2019")
_WITH_UNIT = re.compile(rf"[+-]?[\d.,'\u2019 \u00a0\u202f]*\d[.,]?({_BLANK}*)((?:[^\W\d_]|[%‰°])\S{{0,11}})")
_NO_NUMBER = "?"


@lru_cache(maxsize=64)
def _grouped(sign: str, decimal: str) -> str:
    """Regular expression of a number with thousands, for Python and for Arrow."""
    return rf"^[+-]?[0-9]{{1,3}}({re.escape(sign)}[0-9]{{3}})+({re.escape(decimal)}[0-9]*)?([eE][+-]?[0-9]+)?$"


@lru_cache(maxsize=64)
def _unit(units: tuple[str, ...]) -> str:
    """Regular expression of what stands behind a number."""
    return rf"{_BLANK}*(?:{'|'.join(map(re.escape, units))})$"


def plain_cell(cell: str, options: IngestOptions) -> str:
    """A cell as Python writes numbers; what is none stays none."""
    cell = cell.strip()
    if options.units:
        cell = re.sub(_unit(options.units), "", cell, count=1)
    if options.thousands and options.thousands in cell:
        # Ten thousand is not written 1,00,00: whoever wrote that meant something else.
        is_grouped = re.match(_grouped(options.thousands, options.decimal), cell)
        cell = cell.replace(options.thousands, "") if is_grouped else _NO_NUMBER
    return cell if options.decimal == "." else cell.replace(options.decimal, ".", 1)


def plain_cells(cells: pa.Array, options: IngestOptions) -> pa.Array:
    """:func:`plain_cell` of trimmed cells, string[n] with nulls where there is no value."""
    if options.units:
        cells = pc.replace_substring_regex(cells, _unit(options.units), "", max_replacements=1)
    if sign := options.thousands:
        is_grouped = pc.match_substring_regex(cells, _grouped(sign, options.decimal))
        others = pc.if_else(pc.match_substring(cells, sign), pa.scalar(_NO_NUMBER), cells)
        cells = pc.if_else(is_grouped, pc.replace_substring(cells, sign, ""), others)
    if options.decimal != ".":
        cells = pc.replace_substring(cells, options.decimal, ".", max_replacements=1)
    return cells


def reads(cell: str, options: IngestOptions) -> bool:
    """Whether a cell is a number as the options read it."""
    return is_number(plain_cell(cell, options))


def spelling_of(cells: Sequence[str], options: IngestOptions, *, guessing: bool = False) -> Mapping[str, Any] | None:
    """Find the options that read a column of spelled numbers.

    Parameters
    ----------
    cells:
        Those with a value.
    options:
        What is known so far.
    guessing:
        Whether nobody said that the column is a channel: then a unit has to stand apart, so that names such as
        ``301A`` are no measurements.

    Returns
    -------
    The changes of ``thousands``, ``units`` and ``decimal``; None where the cells can be read as they are, hold no
    numbers, hold several units, or could mean several things, such as 1,234 alone.
    """
    odd = [cell.strip() for cell in cells if not reads(cell, options)]
    if not odd:
        return None
    found = [_WITH_UNIT.fullmatch(cell) for cell in odd]
    units = {match[2] for match in found if match and (not guessing or match[1] or match[2][0] in "%‰°")}
    for unit in [(), tuple(units)] if len(units) == 1 else [()]:
        known = options.units or ()
        behind = replace(options, units=tuple(sorted({*known, *unit})) or None)
        for sign in (options.thousands,) if options.thousands else ("", *_SIGNS):
            for decimal in dict.fromkeys((options.decimal, ".", ",")):
                tried = replace(behind, thousands=sign, decimal=decimal)
                is_new = bool(unit) or sign != options.thousands
                # A sign that was chosen before needs no proof in every column.
                is_known = bool(sign) and sign == options.thousands
                if (
                    is_new
                    and sign != decimal
                    and all(reads(c, tried) for c in cells)
                    and (is_known or _is_sure(cells, tried, behind))
                ):
                    changes = {name: getattr(tried, name) for name in _SPELLING}
                    return {name: value for name, value in changes.items() if getattr(options, name) != value}
    return None


_SPELLING = ("thousands", "units", "decimal")


def _is_sure(cells: Sequence[str], tried: IngestOptions, behind: IngestOptions) -> bool:
    """Whether a comma or a point is surely what it is taken for: 1,234 may be a thousand or little more than one."""
    if tried.thousands not in (",", "."):
        return tried.thousands == "" or any(tried.thousands in cell.strip() for cell in cells)
    bare = [plain_cell(cell, replace(behind, thousands="", decimal=".")) for cell in cells]
    return any(cell.count(tried.thousands) > 1 or (tried.thousands in cell and tried.decimal in cell) for cell in bare)


def comma_remedies(cells: Sequence[str], separator: str) -> tuple[Remedy, ...]:
    """What commas in a column of numbers can mean, the likelier first.

    Where columns part at commas too, a number with a comma stands in quotes: from spreadsheets that is ``"20,000"``,
    twenty thousand, and ``"20,5"`` from those of other countries.
    """
    with_comma = [cell.strip() for cell in cells if "," in cell]
    decimal = Remedy("Read commas as decimal points.", {"decimal": ","})
    if separator == "," and all(re.match(_grouped(",", "."), cell) for cell in with_comma):
        return respell({"thousands": ","}), decimal
    return (decimal,)


def respell(changes: Mapping[str, Any]) -> Remedy:
    """The remedy that makes these changes."""
    told = []
    if changes.get("units"):
        told.append(f"take {', '.join(map(repr, changes['units']))} behind a number as its unit")
    if changes.get("thousands"):
        told.append(f"take {changes['thousands']!r} as the sign between thousands")
    if changes.get("decimal"):
        told.append(f"take {changes['decimal']!r} as the decimal sign")
    text = ", and ".join(told)
    return Remedy(f"{text[:1].upper()}{text[1:]}.", {name: _plain(value) for name, value in changes.items()})


def respelled(text: str, options: IngestOptions) -> tuple[Remedy, ...]:
    """The remedy for one cell that is no number as the options read it, if it is one at all."""
    changes = spelling_of([text], options)
    return () if changes is None else (respell(changes),)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
