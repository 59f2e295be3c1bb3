"""Columns that name people: left out of what is kept of a task's data, or replaced by a keyed hash.

The same person has the same hash in one installation, so that work can be told apart without telling who did it.
Without the key the hash leads nowhere.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Identifiers", "column_key"]

_PREFIX = "person-"
_DIGITS = 16
_HASHED = re.compile(rf"{_PREFIX}[0-9a-f]{{{_DIGITS}}}")
_SEPARATORS = ",;\t|"


def column_key(name: str) -> str:
    """A column's name as it is compared: ``Operator-ID`` and ``operator id`` are one."""
    return re.sub(r"[\s\-]+", "_", name.strip().casefold())


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Which columns name people, and what becomes of them.

    Attributes
    ----------
    columns:
        Names as :func:`column_key` writes them.
    key:
        Of the hash; ``None`` to leave the columns out.
    """

    columns: frozenset[str]
    key: bytes | None

    @classmethod
    def of(cls, names: Iterable[str], key: bytes | None) -> Identifiers:
        """Make the rule from names as people write them."""
        return cls(frozenset(map(column_key, names)), key)

    def scrub(self, value: Any) -> Any:
        """Data without the names of people, at any depth, and in tables that stand in them as text.

        What has been replaced before stays as it is.
        """
        if not self.columns:
            return value
        if isinstance(value, Mapping):
            kept = {}
            for name, inner in value.items():
                if column_key(str(name)) not in self.columns:
                    kept[name] = self.scrub(inner)
                elif self.key is not None:
                    kept[name] = self._hashed(inner)
            return kept
        if isinstance(value, list | tuple):
            return [self.scrub(inner) for inner in value]
        if isinstance(value, str) and "\n" in value.strip():
            return self.scrub_table(value)
        return value

    def scrub_table(self, text: str) -> str:
        """Text that is a table with such a column, without it or with hashes; any other text as it is."""
        first = text.lstrip("\ufeff").lstrip().partition("\n")[0]
        separator = max(_SEPARATORS, key=first.count)
        header = next(csv.reader([first], delimiter=separator), [])
        at = [i for i, name in enumerate(header) if column_key(name) in self.columns]
        if not at:
            return text
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator="\n")
        for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff").lstrip()), delimiter=separator)):
            cells = [
                self._hashed(cell) if i in at and number else cell
                for i, cell in enumerate(row)
                if i not in at or self.key is not None
            ]
            writer.writerow(cells)
        return out.getvalue()

    def _hashed(self, value: Any) -> Any:
        if value is None or value == "":
            return value
        if isinstance(value, list | tuple):
            return [self._hashed(inner) for inner in value]
        text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
        if _HASHED.fullmatch(text) or self.key is None:
            return value
        # One person, however somebody typed the name.
        plain = " ".join(text.casefold().split())
        return _PREFIX + hmac.new(self.key, plain.encode(), hashlib.sha256).hexdigest()[:_DIGITS]
