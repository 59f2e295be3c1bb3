"""Seeded noise in blocks, and the first-order lag that most of the machine's physics is made of.

Every block of noise has a generator of its own, keyed by (seed, stream, block number). So block 900 does not depend
on how the blocks before it were made, and adding a channel does not change the others.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

__all__ = ["BLOCK", "Lag", "generator", "white"]

BLOCK = 65_536
"""Samples in one block. Part of what a seed means: changing it changes every simulated file."""

Floats = npt.NDArray[np.float64]


def generator(*key: int) -> np.random.Generator:
    """Return the PCG64 generator of a key of non-negative integers; the same on every platform."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def white(seed: int, stream: int, block: int) -> Floats:
    """Draw the unit white noise of one block, shape ``(BLOCK,)``."""
    return generator(seed, stream, block).standard_normal(BLOCK)


class Lag:
    """First-order lag ``y' = (u - y) / tau``, stepped exactly for a held input, over consecutive blocks.

    The first sample starts in balance with its input.
    """

    def __init__(self, tau: float, step: float) -> None:
        """``tau`` and ``step`` in seconds."""
        self._decay = math.exp(-step / tau)
        self._last: float | None = None

    def __call__(self, u: Floats) -> Floats:
        """Filter the next block ``u``, shape ``(n,)``.

        The recursion is unrolled by doubling: after pass k each sample holds the sum over its last 2^k inputs. That
        needs log2(n) array passes and no Python loop over samples.
        """
        decay = self._decay
        before = float(u[0]) if self._last is None else self._last
        y = u * (1.0 - decay)
        y[0] += decay * before
        factor, shift = decay, 1
        while shift < len(y) and factor > 1e-18:
            y[shift:] += factor * y[:-shift]
            factor *= factor
            shift *= 2
        self._last = float(y[-1])
        return y

    def coloured(self, noise: Floats) -> Floats:
        """Unit-variance coloured noise from unit white ``noise``, shape ``(n,)``."""
        if self._last is None:
            self._last = 0.0
        gain = math.sqrt((1.0 - self._decay) / (1.0 + self._decay))
        # the filter keeps its state in its own scale; only what leaves is normalised
        return self(noise) / gain
