"""Spans as columns, so that a hundred thousand tasks are compared by array arithmetic and not one by one."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.agreement.span import Span

__all__ = ["SpanTable", "expand", "span_table"]

_WORD = 64
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class SpanTable:
    """Spans of A annotations, n in all: grouped by annotation, then in an order that the input's order cannot change.

    Attributes
    ----------
    start, end:
        int64[n], ticks.
    label:
        int64[n], the label's place in ``names``; -1 for none.
    names:
        All labels there are, sorted.
    severity:
        float64[n], NaN for none.
    channels:
        uint64[n, words], one bit a channel; all bits set where a span speaks of all. No words where no span names any.
    first:
        int64[A + 1]: annotation k holds rows ``first[k]:first[k + 1]``.
    position:
        int64[n], the row's place among the spans its annotation was given with.
    digest:
        uint64[A], a fingerprint of each annotation's content.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.int64]
    names: tuple[str, ...]
    severity: NDArray[np.float64]
    channels: NDArray[np.uint64]
    first: NDArray[np.int64]
    position: NDArray[np.int64]
    digest: NDArray[np.uint64]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """int64[A], the number of spans of each annotation."""
        return np.diff(self.first)


def expand(first: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Write out ranges: which range each element belongs to, and the element ``first[k] … first[k] + count[k] - 1``."""
    owner = np.repeat(np.arange(len(count)), count)
    ends = np.cumsum(count)
    return owner, np.arange(len(owner)) + np.repeat(first - (ends - count), count)


def span_table(annotations: Sequence[Sequence[Span]]) -> SpanTable:
    """Columns of all ``annotations``, each a sequence of spans."""
    spans = [span for annotation in annotations for span in annotation]
    count = len(spans)
    sizes = np.fromiter((len(a) for a in annotations), np.int64, len(annotations))
    owner, position = expand(np.zeros(len(sizes), np.int64), sizes)

    start = np.fromiter((s.start for s in spans), np.int64, count)
    end = np.fromiter((s.end for s in spans), np.int64, count)
    names = sorted({s.label for s in spans if s.label is not None})
    codes: dict[str | None, int] = {name: code for code, name in enumerate(names)}
    codes[None] = -1
    label = np.fromiter((codes[s.label] for s in spans), np.int64, count)
    severity = np.fromiter((np.nan if s.severity is None else s.severity for s in spans), np.float64, count)
    channels = _channel_bits(spans)

    # The last key of lexsort counts first. Rows that are equal in every key are interchangeable in every metric.
    order = np.lexsort((*channels.T, severity, label, end, start, owner))
    # Codes depend on what else is in the table; the fingerprint must not, so it takes the label's text.
    hashes = np.array([zlib.crc32(name.encode()) for name in names] + [0], dtype=np.uint64)
    return SpanTable(
        start=start[order],
        end=end[order],
        label=label[order],
        names=tuple(names),
        severity=severity[order],
        channels=channels[order],
        first=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        position=position[order],
        digest=_digest(owner, len(sizes), (start, end, hashes[label], severity)),
    )


def _channel_bits(spans: Sequence[Span]) -> NDArray[np.uint64]:
    names = sorted({name for span in spans for name in span.channels})
    bits = np.full((len(spans), -(-len(names) // _WORD)), np.iinfo(np.uint64).max, dtype=np.uint64)
    place = {name: divmod(index, _WORD) for index, name in enumerate(names)}
    for row, span in enumerate(spans) if names else ():
        if span.channels:
            bits[row] = 0
            for name in span.channels:
                word, bit = place[name]
                bits[row, word] |= np.uint64(1) << np.uint64(bit)
    return bits


def _digest(
    owner: NDArray[np.int64], annotations: int, columns: tuple[NDArray[np.int64 | np.uint64 | np.float64], ...]
) -> NDArray[np.uint64]:
    """Fingerprint of each annotation, whatever the order of its spans."""
    mixed = np.zeros(len(owner), np.uint64)
    for column, factor in zip(columns, _MIX, strict=True):
        mixed = (mixed ^ (column.view(np.uint64) * factor)) * _MIX[0]
        mixed ^= mixed >> np.uint64(29)
    digest = np.zeros(annotations, np.uint64)
    np.add.at(digest, owner, mixed)
    return digest
