"""People: added with the membership that Label Studio expects of every user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faultmark.errors import ConfigError, Remedy

__all__ = ["Person", "administrator_token", "api_token", "create_user", "give_role", "has_users", "member_id"]


@dataclass(frozen=True, slots=True)
class Person:
    """A user account, as far as callers need it."""

    id: int
    email: str
    admin: bool


def has_users() -> bool:
    """Whether anybody can log in yet. Needs a booted process."""
    from users.models import User  # noqa: PLC0415

    return bool(User.objects.exists())


def create_user(email: str, password: str, *, admin: bool = False, exist_ok: bool = False) -> Person:
    """Add a person who can log in.

    Parameters
    ----------
    email, password:
        What is typed at the login; the password is checked against Label Studio's rules.
    admin:
        Whether the person may administer the installation.
    exist_ok:
        Set the password of a person who exists already instead of refusing.

    Raises
    ------
    ConfigError
        When the address is not one, is taken, or the password is too short.
    """
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from organizations.models import Organization  # noqa: PLC0415
    from users.models import User  # noqa: PLC0415

    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ConfigError("user.email.invalid", f"{email!r} is not an e-mail address.") from error
    if len(password) < 8:
        raise ConfigError("user.password.short", "A password needs at least 8 characters.")
    with transaction.atomic():
        user: Any = User.objects.filter(email=email).first()
        if user is not None and not exist_ok:
            raise ConfigError(
                "user.email.taken",
                f"There is a user {email} already.",
                remedies=(Remedy("Use --force to set a new password."),),
            )
        if user is None:
            user = User(email=email, username=email[:256])
        user.set_password(password)
        user.is_staff = user.is_superuser = admin or user.is_superuser
        user.save()
        organization: Any = Organization.objects.first()
        if organization is None:
            organization = Organization.create_organization(created_by=user, title="Faultmark")
        elif not organization.has_user(user):
            organization.add_user(user)
        user.active_organization = organization
        user.save()
        # Label Studio reads this table on every login page and API call of a member.
        if not organization.jwt.legacy_api_tokens_enabled:
            organization.jwt.legacy_api_tokens_enabled = True
            organization.jwt.save()
    return Person(user.pk, email, bool(user.is_superuser))


def api_token(email: str) -> str:
    """The legacy API token of a person, which ``label_studio_sdk`` takes as ``api_key``."""
    from rest_framework.authtoken.models import Token  # noqa: PLC0415
    from users.models import User  # noqa: PLC0415

    token, _created = Token.objects.get_or_create(user=User.objects.get(email=email.strip().lower()))
    return str(token.key)


def administrator_token() -> str | None:
    """The API token of the installation's first administrator, or None before there is one."""
    from users.models import User  # noqa: PLC0415

    first = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    return None if first is None else api_token(str(first.email))


def give_role(project: int, email: str, role: str | None, group: str = "") -> None:
    """Give a person a role in a project; None takes it.

    Raises
    ------
    ConfigError
        Where there is no such person or project.
    """
    from projects.models import Project  # noqa: PLC0415
    from users.models import User  # noqa: PLC0415

    from faultmark.web.assignment.assign import unassign  # noqa: PLC0415
    from faultmark.web.assignment.extra import call_again  # noqa: PLC0415
    from faultmark.web.models import Membership, ProjectRole  # noqa: PLC0415

    user: Any = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise ConfigError(
            "user.missing",
            f"There is no user {email}.",
            remedies=(Remedy(f"faultmark user add {email}"),),
        )
    if not Project.objects.filter(pk=project).exists():
        raise ConfigError("project.missing", f"There is no project {project}.")
    if role is None:
        Membership.objects.filter(project_id=project, user=user).delete()
        unassign(project, user.pk)
        return
    value = {label: number for number, label in ProjectRole.choices}[role]
    Membership.objects.update_or_create(project_id=project, user=user, defaults={"role": value, "group": group})
    call_again(project)


def member_id(project: int, email: str) -> int:
    """Id of a person with a role in a project.

    Raises
    ------
    ConfigError
        ``member.missing`` where the person has none.
    """
    from faultmark.web.models import Membership  # noqa: PLC0415

    found = Membership.objects.filter(project_id=project, user__email=email.strip().lower())
    user = found.values_list("user", flat=True).first()
    if user is None:
        raise ConfigError(
            "member.missing",
            f"{email} has no role in project {project}.",
            remedies=(Remedy(f"faultmark members set {project} {email} annotator"),),
        )
    return int(user)
