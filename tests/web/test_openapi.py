"""The schema of our API as a reviewed file, from which the front end's types are made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"


def test_the_snapshot_is_what_the_code_says(booted: Any) -> None:
    from faultmark.web.api.openapi import openapi_schema

    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(openapi_schema())), (
        "docs/reference/openapi.json differs from the code. Run `make types` and review what changed."
    )


def test_every_endpoint_is_described_and_nothing_of_label_studios_is(booted: Any) -> None:
    from django.urls import get_resolver

    from faultmark.web.api.urls import urlpatterns

    schema = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert all(path.startswith("/faultmark/api/") for path in schema["paths"])
    assert len(schema["paths"]) == len(urlpatterns)
    assert get_resolver()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                assert operation["description"], f"{method} {path} says nothing"
                assert operation["operationId"]
