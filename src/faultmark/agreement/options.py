"""What makes two regions comparable: the parameters of matching, all in one visible place."""

from __future__ import annotations

from dataclasses import dataclass

from faultmark.errors import ConfigError

__all__ = ["OTHER_LABEL", "MatchOptions"]

OTHER_LABEL = 0.8
"""With ``any_label``, how much of its overlap a pair of different classes counts while pairs are chosen.

Below 1 so that of two regions on the same stretch each finds the one of its own class.
"""


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """When two regions may be one finding.

    Attributes
    ----------
    tolerance:
        Ticks. A moment agrees with a region whose both ends are at most this far from it. It has no effect on two
        ranges, whose overlap is graded already.
    any_label:
        Match across classes, to see *where* people agree. By default only equal classes match.
    any_channel:
        Match across channels. By default two regions that both name channels must share one.
    """

    tolerance: int = 0
    any_label: bool = False
    any_channel: bool = False

    def __post_init__(self) -> None:
        if self.tolerance < 0:
            raise ConfigError(
                "agreement.tolerance.negative",
                f"The tolerance for instants is {self.tolerance} ticks.",
                expected="0 or more.",
            )
