"""Any metric of two annotations, taken label by label or channel by channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from faultmark.agreement.span import Span

__all__ = ["PairMetric", "by_channel", "by_label"]

PairMetric = Callable[[Sequence[Span], Sequence[Span]], float]


def by_label(metric: PairMetric, a: Sequence[Span], b: Sequence[Span]) -> dict[str | None, float]:
    """``metric`` on the regions of each label that either side uses; None stands for regions without one."""
    labels = {span.label for span in (*a, *b)}
    return {
        label: metric([s for s in a if s.label == label], [s for s in b if s.label == label])
        for label in sorted(labels, key=lambda name: (name is None, name))
    }


def by_channel(
    metric: PairMetric, a: Sequence[Span], b: Sequence[Span], channels: Sequence[str] | None = None
) -> dict[str, float]:
    """``metric`` on the regions that speak of each channel; a region that names none speaks of all.

    Parameters
    ----------
    metric, a, b:
        The metric and the two annotations.
    channels:
        Channels to report, in this order; by default those that some region names, sorted.
    """
    if channels is None:
        channels = sorted({name for span in (*a, *b) for name in span.channels})
    return {name: metric(_speaking_of(name, a), _speaking_of(name, b)) for name in channels}


def _speaking_of(channel: str, spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if not span.channels or channel in span.channels]
