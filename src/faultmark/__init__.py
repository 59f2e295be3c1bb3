"""Faultmark: Label Studio plus the instrument it lacks for machine telemetry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from faultmark.remote.reading import LabeledProject

__all__ = ["__version__", "read"]

__version__ = "0.1.0"


def read(project: int | str | Path, *, url: str | None = None, api_key: str | None = None) -> LabeledProject:
    """Open a project's labels, for a notebook: ``faultmark.read("Pumps").events()``.

    Parameters
    ----------
    project:
        Its id or its title, or the file that ``faultmark pull`` wrote.
    url, api_key:
        Of the server; by default what the variables ``LABEL_STUDIO_URL`` (else this machine's port 8080) and
        ``LABEL_STUDIO_API_KEY`` say.

    Raises
    ------
    FaultmarkError
        Why the project cannot be opened.
    """
    # Whoever only wants the version loads nothing.
    from faultmark.remote.reading import open_project  # noqa: PLC0415

    return open_project(project, url=url, api_key=api_key)
