"""The body of a request, read before its view does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request

__all__ = ["body_of", "number_in"]


def body_of(request: Any) -> Mapping[str, Any]:
    """The fields of a request's body; empty where it has none, or is none that can be read.

    What cannot be read here, the view cannot read either, and says so.
    """
    known = getattr(request, "_faultmark_body", None)
    if known is None:
        known = _read(request)
        request._faultmark_body = known
    return known


def _read(request: Any) -> Mapping[str, Any]:
    # Kept by Django once it is read as a whole, so that the view can read it again.
    _ = request.body
    try:
        data = Request(request, parsers=[JSONParser(), FormParser(), MultiPartParser()]).data
    except APIException:
        return {}
    return data if isinstance(data, Mapping) else {}


def number_in(fields: Mapping[str, Any], name: str) -> int | None:
    """A whole number among fields; None where it is missing. What is no number names nothing that exists: -1."""
    value = fields.get(name)
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError:
        return -1
