"""The platform behind the ports, found by the name in the settings so that nothing here imports the host."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from faultmark.actions.ports import Platform

__all__ = ["platform"]


@lru_cache(maxsize=1)
def platform() -> Platform:
    """The adapter that the setting ``FAULTMARK_PLATFORM`` names."""
    return cast(Platform, import_string(settings.FAULTMARK_PLATFORM)())
