"""The JSON documents of the API, put together from the platform, the labels and the store."""

from faultmark.web.documents.context import context_json
from faultmark.web.documents.labels import (
    document_json,
    proposals_json,
    read_stored,
    regions_in,
    regions_of,
    version_of,
)
from faultmark.web.documents.lists import project_json, task_row_json
from faultmark.web.documents.page import page_json
from faultmark.web.documents.series import schema_json, series_json, series_of
from faultmark.web.documents.titles import file_key, task_title

__all__ = [
    "context_json",
    "document_json",
    "file_key",
    "page_json",
    "project_json",
    "proposals_json",
    "read_stored",
    "regions_in",
    "regions_of",
    "schema_json",
    "series_json",
    "series_of",
    "task_row_json",
    "task_title",
    "version_of",
]
