"""The OpenAPI schema of our endpoints alone; Label Studio publishes its own."""

from __future__ import annotations

from typing import Any, cast

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator

import faultmark

__all__ = ["openapi_schema"]


def openapi_schema() -> dict[str, Any]:
    """Generate the schema as JSON values. Needs a booted process."""
    patterns = [path("faultmark/api/", include("faultmark.web.api.urls"))]
    schema = cast(dict[str, Any], SchemaGenerator(patterns=patterns).get_schema(request=None, public=True))
    schema["info"] = {
        "title": "Faultmark",
        "version": faultmark.__version__,
        "description": "What Faultmark adds to Label Studio's API. Sessions and Label Studio's tokens are accepted.",
    }
    # Label Studio's settings would name its own server and contact.
    for other in ("servers", "externalDocs", "security"):
        schema.pop(other, None)
    return schema
