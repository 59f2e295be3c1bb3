"""The endpoints of a project's people: who is in it, what it allows them, and which tasks they have."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.web.access import Act, Role, names_hidden, role_in
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.api.errors import error_shape
from faultmark.web.api.serializers import people as shapes
from faultmark.web.api.serializers.errors import ErrorSerializer
from faultmark.web.assignment.assign import assign, assign_by_rule, members_json, unassign
from faultmark.web.assignment.extra import call_again
from faultmark.web.models import Membership, ProjectRole, ProjectRules
from faultmark.web.overview.names import names_in
from faultmark.web.platform import platform

__all__ = ["AssignmentsView", "MemberView", "MembersView", "RulesView"]

ROLES: dict[str, int] = {label: value for value, label in ProjectRole.choices}


class MembersView(ProjectView):
    """People of a project."""

    acts: ClassVar = {"GET": Act.REVIEW, "POST": Act.MANAGE}

    @extend_schema(operation_id="listMembers", responses={200: shapes.MemberListSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:
        """Everybody with a role in the project, with how much he has to do; and the asking user's own role."""
        role = role_in(request.user, project)
        members = members_json(project)
        if names_hidden(request.user, project):
            names = names_in(request.user, project, [m["user"] for m in members if m["role"] == "annotator"])
            # Without the id, which what people annotate carries.
            members = [
                {**m, "user": None, "email": names[m["user"]], "name": ""} if m["user"] in names else m for m in members
            ]
        return Response({"role": role.name.lower() if role is not None else None, "results": members})

    @extend_schema(
        operation_id="addMember",
        request=shapes.MemberRequestSerializer,
        responses={201: shapes.MemberSerializer, **ERRORS, 409: ErrorSerializer},
    )
    def post(self, request: Request, project: int) -> Response:
        """Give a person of the installation a role in the project."""
        asked = shapes.MemberRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        email = asked.validated_data["email"].strip().lower()
        organization = getattr(request.user, "active_organization", None)
        person = (
            get_user_model().objects.filter(email__iexact=email, is_active=True, organizations=organization).first()
        )
        if person is None:
            told = f"There is nobody with the address {email} here. An administrator adds people to the installation."
            return Response(error_shape(404, told), status=404)
        if Membership.objects.filter(project_id=project, user=person).exists():
            return Response(error_shape(409, f"{email} has a role in this project already. Change that."), status=409)
        role, group = ROLES[asked.validated_data["role"]], asked.validated_data["group"]
        Membership.objects.create(project_id=project, user=person, role=role, group=group)
        call_again(project)
        return Response(_member(project, person.pk), status=201)


def _member(project: int, user: int) -> dict[str, Any]:
    return next(member for member in members_json(project) if member["user"] == user)


class MemberView(ProjectView):
    """One person of a project."""

    acts: ClassVar = {"PUT": Act.MANAGE, "DELETE": Act.MANAGE}

    @extend_schema(
        operation_id="changeMember",
        request=shapes.MemberChangeSerializer,
        responses={200: shapes.MemberSerializer, **ERRORS},
    )
    def put(self, request: Request, project: int, user: int) -> Response:
        """Give a person another role."""
        asked = shapes.MemberChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        role, group = ROLES[asked.validated_data["role"]], asked.validated_data["group"]
        found = Membership.objects.filter(project_id=project, user_id=user)
        if not found.update(role=role, group=group):
            return Response(error_shape(404, f"There is no member {user} in this project."), status=404)
        call_again(project)
        return Response(_member(project, user))

    @extend_schema(operation_id="removeMember", responses={204: None, **ERRORS, 409: ErrorSerializer})
    def delete(self, request: Request, project: int, user: int) -> Response:
        """Take a person's role; what he annotated stays. A manager cannot lock himself out."""
        if user == request.user.pk and role_in(request.user, project) is not Role.ADMINISTRATOR:
            return Response(error_shape(409, "Somebody else has to take your own role from you."), status=409)
        with transaction.atomic():
            if not Membership.objects.filter(project_id=project, user_id=user).delete()[0]:
                return Response(error_shape(404, f"There is no member {user} in this project."), status=404)
            unassign(project, user)
        return Response(status=204)


class RulesView(ProjectView):
    """What a project allows and asks of its people."""

    acts: ClassVar = {"GET": Act.SEE, "PATCH": Act.MANAGE}

    @extend_schema(operation_id="getRules", responses={200: shapes.RulesSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """The rules, and the parameters of agreement and consensus."""
        return Response({"overlap": self.project.overlap, **shapes.RulesSerializer(ProjectRules.of(project)).data})

    @extend_schema(
        operation_id="changeRules", request=shapes.RulesSerializer, responses={200: shapes.RulesSerializer, **ERRORS}
    )
    def patch(self, request: Request, project: int) -> Response:
        """Change some of them. Numbers that exist are computed anew by ``faultmark agreement recompute``."""
        shape = shapes.RulesSerializer(ProjectRules.of(project), data=request.data, partial=True)
        shape.is_valid(raise_exception=True)
        overlap = shape.validated_data.pop("overlap", self.project.overlap)
        if overlap != self.project.overlap:
            platform().set_project_overlap(request.user, project, overlap)
        shape.save(project_id=project)
        return Response({"overlap": overlap, **shapes.RulesSerializer(shape.instance).data})


class AssignmentsView(ProjectView):
    """Which tasks people have."""

    acts: ClassVar = {"POST": Act.MANAGE, "DELETE": Act.MANAGE}

    @extend_schema(
        operation_id="assignTasks",
        request=shapes.AssignRequestSerializer,
        responses={200: shapes.AssignedSerializer, **ERRORS},
    )
    def post(self, request: Request, project: int) -> Response:
        """Give tasks to people: to those named, or by a rule to those with a role. No task is given to too many."""
        shape = shapes.AssignRequestSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = shape.validated_data
        if asked["users"]:
            given = assign(project, asked["tasks"], asked["users"])
        else:
            given = assign_by_rule(project, asked["by"], asked["tasks"], asked["machine_key"], asked["group_key"])
        return Response({"given": [{"task": task, "user": user} for task, user in given]})

    @extend_schema(
        operation_id="unassignTasks",
        request=shapes.UnassignRequestSerializer,
        responses={200: shapes.AssignedSerializer, **ERRORS},
    )
    def delete(self, request: Request, project: int) -> Response:
        """Take tasks back from a person, but for those that he has annotated."""
        shape = shapes.UnassignRequestSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        user = shape.validated_data["user"]
        taken = unassign(project, user, shape.validated_data["tasks"])
        return Response({"given": [{"task": task, "user": user} for task in taken]})
