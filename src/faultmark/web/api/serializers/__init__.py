"""The JSON of our endpoints, declared: requests are checked with these, and the OpenAPI schema comes from them."""

from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.api.serializers.labels import (
    ConflictSerializer,
    DocumentSerializer,
    DraftRequestSerializer,
    SubmitRequestSerializer,
)
from faultmark.web.api.serializers.projects import ProjectListSerializer, TaskListSerializer
from faultmark.web.api.serializers.series import IngestRequestSerializer, SeriesSerializer
from faultmark.web.api.serializers.workbench import WorkbenchSerializer

__all__ = [
    "ConflictSerializer",
    "DocumentSerializer",
    "DraftRequestSerializer",
    "ErrorSerializer",
    "IngestRequestSerializer",
    "ProjectListSerializer",
    "SeriesSerializer",
    "SubmitRequestSerializer",
    "TaskListSerializer",
    "WorkbenchSerializer",
]
