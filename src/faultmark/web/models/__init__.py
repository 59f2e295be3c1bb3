"""What we keep beside Label Studio's tables. Labels are not here: they are Label Studio's."""

from faultmark.web.models.datasets import BuildState, DatasetBuild
from faultmark.web.models.desk import Layout, Preferences, Presence
from faultmark.web.models.detection import DetectionRun, DetectionSettings, DetectionState
from faultmark.web.models.hooks import Delivery, DeliveryState, Hook, HookEvent
from faultmark.web.models.people import Distribution, Membership, ProjectRole, ProjectRules
from faultmark.web.models.proposals import Outcome, ProposalOutcome
from faultmark.web.models.queue import SkipReason, TaskCard
from faultmark.web.models.retention import AuditEntry, DataClass, HeldBack, Purge, PurgeItem, PurgeState, RetentionRule
from faultmark.web.models.review import Comment, ReviewState, Step, StepKind, TaskAgreement, TaskReview
from faultmark.web.models.seats import Seat, SeatState, live_seats
from faultmark.web.models.series import SeriesLink, SeriesState

__all__ = [
    "AuditEntry",
    "BuildState",
    "Comment",
    "DataClass",
    "DatasetBuild",
    "Delivery",
    "DeliveryState",
    "DetectionRun",
    "DetectionSettings",
    "DetectionState",
    "Distribution",
    "HeldBack",
    "Hook",
    "HookEvent",
    "Layout",
    "Membership",
    "Outcome",
    "Preferences",
    "Presence",
    "ProjectRole",
    "ProjectRules",
    "ProposalOutcome",
    "Purge",
    "PurgeItem",
    "PurgeState",
    "RetentionRule",
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
