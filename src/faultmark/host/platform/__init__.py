"""Label Studio behind our ports: reads through its models, saves through its own REST views, in process."""

from __future__ import annotations

from faultmark.host.platform.labels import Labels
from faultmark.host.platform.projects import Projects
from faultmark.host.platform.sources import Sources
from faultmark.host.platform.tasks import Tasks

__all__ = ["LabelStudioPlatform"]


class LabelStudioPlatform(Projects, Tasks, Sources, Labels):
    """See :class:`faultmark.actions.ports.Platform`."""
