"""``faultmark manage write_openapi FILE``: the OpenAPI schema of our endpoints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from faultmark.web.api.openapi import openapi_schema

__all__ = ["Command"]


class Command(BaseCommand):
    """Writes the schema that the snapshot test compares and the TypeScript types come from."""

    help = "Write the OpenAPI schema of Faultmark's endpoints."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write the file."""
        options["file"].write_text(json.dumps(openapi_schema(), indent=2) + "\n", encoding="utf-8")
