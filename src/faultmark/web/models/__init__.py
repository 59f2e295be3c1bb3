"""What we keep beside Label Studio's tables. Labels are not here: they are Label Studio's."""

from faultmark.web.models.desk import Layout, Preferences, Presence
from faultmark.web.models.detection import DetectionRun, DetectionSettings, DetectionState
from faultmark.web.models.people import Distribution, Membership, ProjectRole, ProjectRules
from faultmark.web.models.proposals import Outcome, ProposalOutcome
from faultmark.web.models.queue import SkipReason, TaskCard
from faultmark.web.models.review import Comment, ReviewState, Step, StepKind, TaskAgreement, TaskReview
from faultmark.web.models.seats import Seat, SeatState, live_seats
from faultmark.web.models.series import SeriesLink, SeriesState

__all__ = [
    "Comment",
    "DetectionRun",
    "DetectionSettings",
    "DetectionState",
    "Distribution",
    "Layout",
    "Membership",
    "Outcome",
    "Preferences",
    "Presence",
    "ProjectRole",
    "ProjectRules",
    "ProposalOutcome",
    "ReviewState",
    "Seat",
    "SeatState",
    "SeriesLink",
    "SeriesState",
    "SkipReason",
    "Step",
    "StepKind",
    "TaskAgreement",
    "TaskCard",
    "TaskReview",
    "live_seats",
]
