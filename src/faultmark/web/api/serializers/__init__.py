"""The JSON of our endpoints, declared: requests are checked with these, and the OpenAPI schema comes from them."""

from faultmark.web.api.serializers.desk import (
    LayoutBodySerializer,
    PreferencesSerializer,
    PresenceListSerializer,
    PresenceRequestSerializer,
)
from faultmark.web.api.serializers.detection import (
    DetectionSerializer,
    DetectionSettingsSerializer,
    StartDetectionSerializer,
)
from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.api.serializers.labels import (
    ConflictSerializer,
    DocumentSerializer,
    DraftRequestSerializer,
    SubmitRequestSerializer,
)
from faultmark.web.api.serializers.projects import ProjectListSerializer, ProjectSerializer, TaskListSerializer
from faultmark.web.api.serializers.proposals import ProposalSummarySerializer
from faultmark.web.api.serializers.queue import MachineListSerializer, NextRequestSerializer, NextSerializer
from faultmark.web.api.serializers.series import IngestRequestSerializer, SeriesSerializer
from faultmark.web.api.serializers.snapping import SnapSerializer
from faultmark.web.api.serializers.workbench import WorkbenchSerializer

__all__ = [
    "ConflictSerializer",
    "DetectionSerializer",
    "DetectionSettingsSerializer",
    "DocumentSerializer",
    "DraftRequestSerializer",
    "ErrorSerializer",
    "IngestRequestSerializer",
    "LayoutBodySerializer",
    "MachineListSerializer",
    "NextRequestSerializer",
    "NextSerializer",
    "PreferencesSerializer",
    "PresenceListSerializer",
    "PresenceRequestSerializer",
    "ProjectListSerializer",
    "ProjectSerializer",
    "ProposalSummarySerializer",
    "SeriesSerializer",
    "SnapSerializer",
    "StartDetectionSerializer",
    "SubmitRequestSerializer",
    "TaskListSerializer",
    "WorkbenchSerializer",
]
