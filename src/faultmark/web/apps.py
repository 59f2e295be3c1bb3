"""Registers the app with Django."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["FaultmarkWebConfig"]


class FaultmarkWebConfig(AppConfig):
    """Faultmark's Django app, which lives beside Label Studio's."""

    name = "faultmark.web"
    label = "faultmark"
    verbose_name = "Faultmark"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what listens and what checks."""
        from faultmark.web import checks, signals  # noqa: F401, PLC0415
