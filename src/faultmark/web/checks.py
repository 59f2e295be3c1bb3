"""System checks: what would otherwise be a blank page becomes a message with its remedy."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from faultmark.web.bundle_manifest import MANIFEST, bundle_entry

__all__ = ["check_bundle"]


@register("faultmark")
def check_bundle(**_options: Any) -> list[CheckMessage]:
    """The built front end is there."""
    if bundle_entry() is not None:
        return []
    return [
        Warning(
            f"The front end has not been built: {MANIFEST} is missing.",
            hint="In a checkout run `make bundle`; an installed package always contains it, so install that anew.",
            id="faultmark.W001",
        )
    ]
