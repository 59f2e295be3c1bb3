"""Faultmark: Label Studio plus the instrument it lacks for machine telemetry."""

__all__ = ["__version__"]

__version__ = "0.1.0"
