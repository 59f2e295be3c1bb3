"""A task as Label Studio's API tells it: with why it was skipped, without what its caller may not see."""

from __future__ import annotations

from typing import Any

from tasks.serializers import BaseTaskSerializer

__all__ = ["TaskSerializer"]

# What the Data Manager sums up over everybody's annotations.
_SUMS: dict[str, Any] = {
    "annotations_results": "",
    "annotations_ids": "",
    "annotators": [],
    "updated_by": [],
    "comment_authors": [],
    "avg_lead_time": None,
    "ground_truth": False,
    "draft_exists": False,
}
# Our columns of the Data Manager: there where it has asked for them.
_OURS = ("range_overlap", "disagreement", "review_state")


class TaskSerializer(BaseTaskSerializer):
    """Label Studio's serializer of tasks, and the base of its Data Manager's."""

    def to_representation(self, instance: Any) -> Any:
        """Cut to the caller's own work where he may not see others'."""
        from faultmark.web.skips import with_skip_reasons  # noqa: PLC0415 - needs all apps to be ready

        shown = super().to_representation(instance)
        if isinstance(shown.get("annotations"), list):
            shown["annotations"] = with_skip_reasons(shown["annotations"])
        request = self.context.get("request")
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or self._sees_all(user, instance.project_id):
            return shown | {name: getattr(instance, name) for name in _OURS if hasattr(instance, name)}
        if isinstance(shown.get("annotations"), list):
            shown["annotations"] = [item for item in shown["annotations"] if _author(item) == user.pk]
        for name, nothing in _SUMS.items():
            if name in shown:
                shown[name] = nothing
        return shown

    def _sees_all(self, user: Any, project: int) -> bool:
        """Whether the caller sees everybody's annotations; asked once for a list."""
        from faultmark.web.access import sees_others  # noqa: PLC0415 - needs all apps to be ready

        known = self.context.setdefault("faultmark_sees_all", {})
        if project not in known:
            known[project] = sees_others(user, project)
        return bool(known[project])


def _author(annotation: Any) -> int | None:
    who = annotation.get("completed_by")
    return who.get("id") if isinstance(who, dict) else who
