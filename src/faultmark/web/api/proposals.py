"""The endpoint that tells how proposals fared."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.web.access import Act
from faultmark.web.api import serializers as shapes
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.outcomes import summary_of

__all__ = ["ProposalSummaryView"]


class ProposalSummaryView(ProjectView):
    """How people judged what models proposed."""

    acts: ClassVar = {"GET": Act.REVIEW}

    @extend_schema(operation_id="summarizeProposals", responses={200: shapes.ProposalSummarySerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """Accepted, edited, dismissed and open proposals by model version, over all users."""
        return Response({"results": summary_of(project)})
