"""A task as Label Studio's exports tell it, with what we know of its annotations beyond Label Studio."""

from __future__ import annotations

from typing import Any

from data_export.serializers import BaseExportDataSerializer

__all__ = ["ExportDataSerializer"]


class ExportDataSerializer(BaseExportDataSerializer):
    """Label Studio's serializer of exports: of its page, of its snapshots and of the SDK."""

    def to_representation(self, task: Any) -> Any:
        """Say why somebody skipped the task, where he said so."""
        from faultmark.web.skips import with_skip_reasons  # noqa: PLC0415 - needs all apps to be ready

        shown = super().to_representation(task)
        if isinstance(shown.get("annotations"), list):
            shown["annotations"] = with_skip_reasons(shown["annotations"])
        return shown
