"""What we keep beside Label Studio's tables. Labels are not here: they are Label Studio's."""

from faultmark.web.models.desk import Layout, Preferences, Presence
from faultmark.web.models.proposals import Outcome, ProposalOutcome
from faultmark.web.models.queue import SkipReason, TaskCard
from faultmark.web.models.series import SeriesLink, SeriesState

__all__ = [
    "Layout",
    "Outcome",
    "Preferences",
    "Presence",
    "ProposalOutcome",
    "SeriesLink",
    "SeriesState",
    "SkipReason",
    "TaskCard",
]
