"""The WSGI application: static files in front, then the short way for tiles, then Label Studio's stack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["asset_roots", "make_application"]


def asset_roots() -> dict[str, Path]:
    """Folder of static files for each url prefix. Needs a booted process."""
    from django.conf import settings  # noqa: PLC0415

    import faultmark.web  # noqa: PLC0415

    ours = Path(faultmark.web.__file__).parent
    return {
        "/static/": Path(settings.STATIC_ROOT),
        "/react-app/": Path(settings.REACT_APP_ROOT).resolve(),
        "/label-studio-frontend/": Path(settings.EDITOR_ROOT).resolve(),
        "/dm/": Path(settings.DM_ROOT).resolve(),
        "/faultmark/assets/": ours / "bundle",
        "/faultmark/static/": ours / "static",
    }


def make_application() -> Callable[..., Any]:
    """Build the application. Needs a booted process."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415

    from faultmark.host.assets import Assets, compress_assets  # noqa: PLC0415
    from faultmark.host.boot import current_config  # noqa: PLC0415
    from faultmark.host.fast_lane import FastLane  # noqa: PLC0415

    roots = asset_roots()
    compressed = compress_assets(roots, current_config().data_dir / "cache" / "static")
    application = get_wsgi_application()
    # All views and what they import, once, before the workers are forked: no first visitor waits for it.
    _ = get_resolver().url_patterns
    return Assets(FastLane(application), roots, compressed)
