"""Who may do what: decided here, for every endpoint, ours and Label Studio's, and for tiles.

A person has one role in each project, or none and then the project does not exist for him. An *act* is what an
endpoint does; a *subject* is what it does it to. :func:`decide` is the only place that puts the three together. The
middleware asks it before any view runs; which endpoint is which act stands in a table beside that middleware, and an
endpoint that stands in no table is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from faultmark.web.models import Membership, ProjectRules, Seat, SeriesLink
from faultmark.web.platform import platform

__all__ = [
    "Act",
    "Answer",
    "Role",
    "Subject",
    "decide",
    "hidden_people",
    "know_roles",
    "may_read_series",
    "may_see_others",
    "names_hidden",
    "project_or_none",
    "role_in",
    "sees_credentials",
    "sees_others",
    "task_or_none",
    "visible_annotations",
    "visible_drafts",
    "visible_people",
    "visible_projects",
    "visible_tasks",
]


class Role(IntEnum):
    """What somebody is in a project, as memberships keep it; the last is for all projects of the installation."""

    ANNOTATOR = 1
    REVIEWER = 2
    MANAGER = 3
    ADMINISTRATOR = 4


class Act(Enum):
    """What an endpoint does, as far as permission goes."""

    PUBLIC = "public"
    LOG_IN = "any person who is logged in"
    SEE = "annotators, of their own tasks"
    LABEL = "annotators, their own work"
    REVIEW = "reviewers"
    MANAGE = "managers"
    ADMINISTER = "administrators"
    OWN = "the person himself, and administrators"


_LEAST = {
    Act.SEE: Role.ANNOTATOR,
    Act.LABEL: Role.ANNOTATOR,
    Act.REVIEW: Role.REVIEWER,
    Act.MANAGE: Role.MANAGER,
}


class Answer(Enum):
    """What comes of a question. ``HIDDEN``: as if there were no such thing."""

    ALLOWED = "allowed"
    LOG_IN = "log in"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an endpoint is about.

    Attributes
    ----------
    project:
        The project it belongs to; None for what belongs to none or spans all.
    task:
        The task, where it is one or belongs to one.
    owner:
        Who made it, where that matters: an annotation, a draft, an account.
    private:
        Only its owner may see it, like a draft.
    exists:
        False for what the request names and there is not.
    """

    project: int | None = None
    task: int | None = None
    owner: int | None = None
    private: bool = False
    exists: bool = True


def _is_person(user: Any) -> bool:
    return user is not None and user.is_authenticated and user.is_active


def _in_organization(user: Any) -> bool:
    organization = user.active_organization
    if organization is None:
        return False
    if "faultmark_belongs" not in user.__dict__:
        user.faultmark_belongs = not organization.has_deleted(user)
    return bool(user.faultmark_belongs)


def role_in(user: Any, project_id: int) -> Role | None:
    """The role of a person in a project; None where there is none, or no such project for him.

    Who created a project manages it, until he is given another role in it. It is looked up once in the life of
    ``user``, which is that of a request.
    """
    if not _is_person(user):
        return None
    known: dict[int, Role | None] = user.__dict__.setdefault("faultmark_roles", {})
    if project_id not in known:
        known[project_id] = _role_in(user, project_id)
    return known[project_id]


def know_roles(user: Any, project_ids: Iterable[int]) -> None:
    """Look up at once what :func:`role_in` will be asked of many projects that the person may see."""
    known: dict[int, Role | None] = user.__dict__.setdefault("faultmark_roles", {})
    missing = [project for project in project_ids if project not in known]
    if user.is_superuser:
        known.update(dict.fromkeys(missing, Role.ADMINISTRATOR))
        return
    given = dict(Membership.objects.filter(project__in=missing, user=user).values_list("project", "role"))
    # What he may see without a role he created.
    known.update({project: Role(given.get(project, Role.MANAGER)) for project in missing})


def _role_in(user: Any, project_id: int) -> Role | None:
    if not _in_organization(user):
        return None
    projects = apps.get_model("projects", "Project").objects.filter(
        pk=project_id, organization_id=user.active_organization_id
    )
    creators = list(projects.values_list("created_by_id", flat=True))
    if not creators:
        return None
    if user.is_superuser:
        return Role.ADMINISTRATOR
    given = Membership.objects.filter(project_id=project_id, user=user).values_list("role", flat=True).first()
    if given is not None:
        return Role(given)
    return Role.MANAGER if creators[0] == user.pk else None


def decide(user: Any, act: Act, subject: Subject | None = None) -> Answer:
    """Whether ``user`` may do ``act`` to ``subject``."""
    if act is Act.PUBLIC:
        return Answer.ALLOWED
    if not _is_person(user):
        return Answer.LOG_IN
    subject = subject or Subject()
    if act in (Act.LOG_IN, Act.ADMINISTER, Act.OWN):
        himself = act is Act.OWN and subject.owner == user.pk
        return Answer.ALLOWED if act is Act.LOG_IN or user.is_superuser or himself else Answer.FORBIDDEN
    if not subject.exists:
        return Answer.HIDDEN
    if subject.project is None:
        return _decide_anywhere(user, _LEAST[act])
    return _decide_in_project(user, act, subject)


def _decide_anywhere(user: Any, least: Role) -> Answer:
    """For what spans projects: enough to have the role in one. What is listed then, the filters decide."""
    if user.is_superuser or Membership.objects.filter(user=user, role__gte=least).exists():
        return Answer.ALLOWED
    created = apps.get_model("projects", "Project").objects.filter(created_by=user).exists()
    return Answer.ALLOWED if created or least is Role.ANNOTATOR else Answer.FORBIDDEN


def _decide_in_project(user: Any, act: Act, subject: Subject) -> Answer:
    assert subject.project is not None
    role = role_in(user, subject.project)
    if role is None:
        return Answer.HIDDEN
    mine = subject.owner == user.pk
    if role is Role.ANNOTATOR and subject.task is not None and not _has_task(user, subject.task):
        return Answer.HIDDEN
    if subject.owner is not None and not mine:
        if subject.private and role < Role.MANAGER:
            return Answer.HIDDEN
        if role is Role.ANNOTATOR and not may_see_others(subject.project):
            return Answer.HIDDEN
        if act is Act.LABEL and role < Role.MANAGER:
            return Answer.FORBIDDEN
    return Answer.ALLOWED if role >= _LEAST[act] else Answer.FORBIDDEN


def may_see_others(project_id: int) -> bool:
    """Whether the annotators of a project see each other's annotations."""
    return bool(ProjectRules.of(project_id).see_others)


def sees_others(user: Any, project_id: int) -> bool:
    """Whether a person sees what others annotated in a project."""
    role = role_in(user, project_id)
    return role is not None and (role >= Role.REVIEWER or may_see_others(project_id))


def sees_credentials(user: Any, project_id: int) -> bool:
    """Whether a person is told what a project logs in with where its files lie: whoever manages it."""
    role = role_in(user, project_id)
    return role is not None and role >= Role.MANAGER


def names_hidden(user: Any, project_id: int) -> bool:
    """Whether a person does not learn who annotated in a project: whoever does not manage it, where it is blind."""
    role = role_in(user, project_id)
    return (role is None or role < Role.MANAGER) and bool(ProjectRules.of(project_id).blind)


def hidden_people(user: Any) -> frozenset[int]:
    """Ids of those whose names this person is not told anywhere: annotators of blind projects that he reviews.

    Looked up once in the life of ``user``. It is for what spans projects, such as the platform's list of users.
    """
    if not _is_person(user) or user.is_superuser:
        return frozenset()
    if "faultmark_hidden" not in user.__dict__:
        blind = Membership.objects.filter(user=user, role__lt=Role.MANAGER, project__faultmark_rules__blind=True)
        of_them = Membership.objects.filter(project__in=blind.values("project"), role=Role.ANNOTATOR)
        user.faultmark_hidden = frozenset(of_them.exclude(user=user).values_list("user", flat=True))
    hidden: frozenset[int] = user.faultmark_hidden
    return hidden


def _has_task(user: Any, task_id: int) -> bool:
    return bool(Seat.objects.filter(task_id=task_id, user=user).exists())


# What somebody sees of a list


def _of_user(user: Any, path: str) -> Q:
    return Q(**{f"{path}organization_id": user.active_organization_id})


def visible_projects(user: Any, queryset: Any, path: str = "") -> Any:
    """Those of ``queryset`` whose project, reached by ``path``, the person has a role in."""
    if not _is_person(user) or not _in_organization(user):
        return queryset.none()
    queryset = queryset.filter(_of_user(user, path))
    if user.is_superuser:
        return queryset
    return queryset.filter(_role_at_least(user, path, Role.ANNOTATOR))


def _role_at_least(user: Any, path: str, least: Role) -> Q:
    """Condition on rows whose project is at ``path``: the person has at least this role in it."""
    key = f"{path}pk"
    given = Membership.objects.filter(project=OuterRef(key), user=user)
    found = Q(Exists(given.filter(role__gte=least)))
    if least <= Role.MANAGER:
        found |= Q(**{f"{path}created_by_id": user.pk}) & ~Q(Exists(given))
    return found


def visible_tasks(user: Any, queryset: Any, path: str = "") -> Any:
    """Those of ``queryset`` whose task, reached by ``path``, the person may open."""
    if not _is_person(user) or not _in_organization(user):
        return queryset.none()
    project = f"{path}project__"
    queryset = queryset.filter(_of_user(user, project))
    if user.is_superuser:
        return queryset
    seats = Seat.objects.filter(task=OuterRef(f"{path}pk"), user=user)
    member = _role_at_least(user, project, Role.ANNOTATOR)
    return queryset.filter(_role_at_least(user, project, Role.REVIEWER) | (Q(Exists(seats)) & member))


def visible_annotations(user: Any, queryset: Any) -> Any:
    """Those annotations that the person may see: all of a task, or his own alone."""
    found = visible_tasks(user, queryset, "task__")
    if not _is_person(user) or user.is_superuser:
        return found
    open_projects = ProjectRules.objects.filter(project=OuterRef("task__project"), see_others=True)
    return found.filter(
        Q(completed_by=user) | _role_at_least(user, "task__project__", Role.REVIEWER) | Q(Exists(open_projects))
    )


def visible_drafts(user: Any, queryset: Any) -> Any:
    """The person's own drafts: nobody works on somebody else's."""
    return visible_tasks(user, queryset, "task__").filter(user=user)


def visible_people(user: Any, queryset: Any) -> Any:
    """Himself and those who work on his projects; all for who manages any, since he may give them roles."""
    if _decide_anywhere(user, Role.MANAGER) is Answer.ALLOWED:
        return queryset
    mine = Membership.objects.filter(user=user).values("project")
    members = Membership.objects.filter(project__in=mine).values("user")
    creators = apps.get_model("projects", "Project").objects.filter(pk__in=mine).values("created_by")
    return queryset.filter(Q(pk=user.pk) | Q(pk__in=members) | Q(pk__in=creators))


# Shorthands of our own endpoints


def task_or_none(user: Any, task_id: int) -> Any:
    """The task, if there is one that this user may open, else None: what may not be seen does not exist."""
    found = platform().task(task_id)
    if found is None:
        return None
    subject = Subject(project=found.project.id, task=task_id)
    return found if decide(user, Act.SEE, subject) is Answer.ALLOWED else None


def project_or_none(user: Any, project_id: int) -> Any:
    """The project, if there is one that this user has a role in, else None."""
    if decide(user, Act.SEE, Subject(project=project_id)) is not Answer.ALLOWED:
        return None
    return platform().project_for(user, project_id)


def may_read_series(user: Any, task_id: int, series_id: str) -> bool:
    """Whether this is the task's series and the user may open the task."""
    linked = SeriesLink.objects.filter(task_id=task_id, series_id=series_id).exists()
    return linked and task_or_none(user, task_id) is not None
