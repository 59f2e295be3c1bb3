"""How the reasons of detectors write numbers."""

from __future__ import annotations

from faultmark.detect.series import Channel

__all__ = ["count_of", "sigmas", "units_of"]


def units_of(channel: Channel) -> str:
    """The channel's unit with a blank before it, or nothing."""
    return f" {channel.units}" if channel.units else ""


def sigmas(change: float, spread: float) -> str:
    """A change in standard deviations of its channel, with its sign: ``+3.2 σ``."""
    return f"{change / spread:+.1f} σ"


def count_of(samples: int) -> str:
    """A number of samples: ``1 sample``, ``32 samples``."""
    return f"{samples} sample" if samples == 1 else f"{samples} samples"
