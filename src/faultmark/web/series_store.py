"""The store of this installation, one object a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from faultmark.store.series_store import SeriesStore

__all__ = ["series_store"]


@lru_cache(maxsize=1)
def series_store() -> SeriesStore:
    """The series of this installation; the folder comes from the setting ``FAULTMARK_STORE_DIR``."""
    return SeriesStore(Path(settings.FAULTMARK_STORE_DIR))
