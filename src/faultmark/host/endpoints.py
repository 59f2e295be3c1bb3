"""Which act each of Label Studio's endpoints is, and what it is about.

The one table of permission beside :mod:`faultmark.web.access`. An endpoint is named by its route, or by the dotted
name of its view with ``*`` for anything; the first entry that fits counts. What fits none is refused to everybody, and
a test that walks the URL configuration names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from data_export.models import Export
from data_import.models import FileUpload

from faultmark.host import originals
from faultmark.host import subjects as s
from faultmark.web.access import Act

__all__ = ["Rule", "rule_for", "view_name"]


@dataclass(frozen=True, slots=True)
class Rule:
    """An act and what it is about. ``moves`` also asks for the project or task that the body names."""

    act: Act
    about: s.Finder = s.nothing
    moves: bool = True


Rules = Mapping[str, Rule | Callable[[Any], Rule]]


def _all(act: Act, about: s.Finder = s.nothing, *, moves: bool = True) -> Rules:
    return {"*": Rule(act, about, moves)}


def _read_write(read: Rule, write: Rule) -> Rules:
    return {"GET": read, "*": write}


def _dm_action(request: Any) -> Rule:
    """Whatever the Data Manager does to selected tasks is a manager's, but for asking what comes next."""
    asked = s.project_asked(default=1)
    return Rule(Act.SEE if request.GET.get("id") == "next_task" else Act.MANAGE, asked, moves=False)


def _original(about: s.Finder, file: Callable[[Any], Path | None]) -> Rules:
    """An original file is read with the tasks that name it; with columns that name people it is a manager's."""
    return {"*": lambda request: Rule(Act.MANAGE if originals.names_people(file(request)) else Act.SEE, about)}


_PUBLIC = _all(Act.PUBLIC)
_LOG_IN = _all(Act.LOG_IN)
_ADMIN = _all(Act.ADMINISTER)
_MANAGE_PK = _all(Act.MANAGE, s.project_at(), moves=False)
_SEE_PK = _all(Act.SEE, s.project_at())
_SEE_ASKED = _all(Act.SEE, s.project_asked(default=1))

_ROUTES: tuple[tuple[str, Rules], ...] = (
    # Our pages say for themselves, through the API, what there is to see.
    ("faultmark/projects/*", _LOG_IN),
    ("faultmark/docs*", _PUBLIC),
    ("faultmark/.*", _PUBLIC),
    ("faultmark/", _LOG_IN),
    ("llms.txt", _PUBLIC),
    ("heidi-tips*", _PUBLIC),
    ("", _PUBLIC),
    # Front-end files
    ("sw.js", _PUBLIC),
    ("sw-fallback.js", _PUBLIC),
    ("favicon.ico", _PUBLIC),
    ("label-studio-frontend/*", _PUBLIC),
    ("dm/(?P<path>*", _PUBLIC),
    ("react-app/*", _PUBLIC),
    ("static/*", _PUBLIC),
    # The ways in and out
    ("user/login/", _PUBLIC),
    ("user/signup/", _PUBLIC),
    ("logout/[?]", _PUBLIC),
    ("api-auth/*", _PUBLIC),
    ("api/token/refresh/", _PUBLIC),
    ("api/token/blacklist/", _PUBLIC),
    ("user/account/*", _LOG_IN),
    ("api/token/*", _LOG_IN),
    ("api/current-user/*", _LOG_IN),
    ("data/avatars/*", _LOG_IN),
    # The installation
    ("health/", _PUBLIC),
    ("metrics/", _ADMIN),
    ("trigger500/", _ADMIN),
    ("__lsa/", _LOG_IN),
    ("feature-flags/", _LOG_IN),
    ("version/", _LOG_IN),
    ("api/version/", _LOG_IN),
    ("samples/*", _LOG_IN),
    ("docs/*", _LOG_IN),
    ("swagger*", _LOG_IN),
    ("admin/*", _ADMIN),
    ("django-rq/*", _ADMIN),
    ("api/jwt/settings", _read_write(Rule(Act.LOG_IN), Rule(Act.ADMINISTER))),
    ("api/session-policy/", _read_write(Rule(Act.LOG_IN), Rule(Act.ADMINISTER))),
    ("organization/*", _ADMIN),
    ("people/", _LOG_IN),
    ("models/", _LOG_IN),
    ("projects/", _LOG_IN),
    ("projects/<int:pk>/settings/*", _MANAGE_PK),
    ("projects/<int:pk>/data/*port", _MANAGE_PK),
    ("projects/<int:pk>/", _SEE_PK),
    ("projects/<int:pk>/data/", _SEE_PK),
)

_VIEWS: tuple[tuple[str, Rules], ...] = (
    ("rest_framework.routers.APIRootView", _LOG_IN),
    # Organizations and accounts
    ("organizations.api.OrganizationListAPI", _read_write(Rule(Act.LOG_IN), Rule(Act.ADMINISTER))),
    # The rest tells the token of the invitation, or of everybody's projects.
    ("organizations.api.*", _ADMIN),
    ("users.api.UserAPI", {"GET": Rule(Act.LOG_IN), "POST": Rule(Act.ADMINISTER), "*": Rule(Act.OWN, s.account)}),
    # Projects
    (
        "projects.api.ProjectListAPI",
        {"GET": Rule(Act.LOG_IN), "POST": Rule(Act.MANAGE, moves=False)},
    ),
    ("projects.api.ProjectCountsListAPI", _LOG_IN),
    ("projects.api.TemplateListAPI", _LOG_IN),
    ("projects.api.LabelConfigValidateAPI", _LOG_IN),
    ("projects.api.ProjectAPI", _read_write(Rule(Act.SEE, s.project_at()), Rule(Act.MANAGE, s.project_at()))),
    ("projects.api.ProjectNextTaskAPI", _SEE_PK),
    ("projects.api.LabelStreamHistoryAPI", _SEE_PK),
    # Counts labels over everybody's annotations and drafts.
    ("projects.api.ProjectSummaryAPI", _all(Act.REVIEW, s.project_at())),
    ("projects.api.ProjectSampleTask", _SEE_PK),
    (
        "projects.api.ProjectModelVersions",
        _read_write(Rule(Act.SEE, s.project_at()), Rule(Act.MANAGE, s.project_at())),
    ),
    ("projects.api.ProjectAnnotatorsAPI", _all(Act.REVIEW, s.project_at())),
    # Answers with every task of the project; annotators have the other list, which is cut to theirs.
    (
        "projects.api.ProjectTaskListAPI",
        _read_write(Rule(Act.REVIEW, s.project_at()), Rule(Act.MANAGE, s.project_at())),
    ),
    ("projects.api.*", _MANAGE_PK),
    # Import and export
    ("data_import.api.FileUploadAPI", _all(Act.MANAGE, s.of_model(FileUpload))),
    ("data_import.api.UploadedFileResponse", _original(s.uploaded_file, originals.uploaded_original)),
    ("data_import.api.DownloadStorageData", _original(s.stored_file, originals.stored_original)),
    ("data_import.api.*", _MANAGE_PK),
    ("data_export.api.ExportFormatsListAPI", _SEE_PK),
    ("data_export.api.ProjectExportFilesAuthCheck", _ADMIN),
    ("data_export.api.ExportDetailAPI", _all(Act.MANAGE, s.both(s.project_at(), s.of_model(Export, "export_pk")))),
    ("data_export.api.ExportDownloadAPI", _all(Act.MANAGE, s.both(s.project_at(), s.of_model(Export, "export_pk")))),
    ("data_export.api.ExportConvertAPI", _all(Act.MANAGE, s.both(s.project_at(), s.of_model(Export, "export_pk")))),
    ("data_export.api.*", _MANAGE_PK),
    # Data Manager
    ("data_manager.api.ViewAPI", {"GET": Rule(Act.SEE, s.tab_or_asked), "*": Rule(Act.REVIEW, s.tab_or_asked)}),
    ("data_manager.api.ProjectColumnsAPI", _SEE_ASKED),
    ("data_manager.api.ProjectStateAPI", _SEE_ASKED),
    ("data_manager.api.ProjectActionsAPI", {"GET": Rule(Act.SEE, s.project_asked(default=1)), "POST": _dm_action}),
    ("data_manager.api.ProjectActionsFormAPI", _all(Act.MANAGE, s.project_asked(default=1))),
    # Tasks and what is made of them
    ("tasks.api.TaskListAPI", _read_write(Rule(Act.SEE, s.tasks_asked), Rule(Act.MANAGE, s.project_asked()))),
    ("tasks.api.TaskAPI", _read_write(Rule(Act.SEE, s.task_at()), Rule(Act.MANAGE, s.task_at()))),
    ("tasks.api.TaskAgreementAPI", _all(Act.REVIEW, s.task_at())),
    ("tasks.api.AnnotationsListAPI", _read_write(Rule(Act.SEE, s.task_at()), Rule(Act.LABEL, s.task_at()))),
    ("tasks.api.AnnotationDraftListAPI", _read_write(Rule(Act.SEE, s.task_at()), Rule(Act.LABEL, s.task_at()))),
    ("tasks.api.AnnotationAPI", _read_write(Rule(Act.SEE, s.annotation_at), Rule(Act.LABEL, s.annotation_at))),
    ("tasks.api.AnnotationConvertAPI", _all(Act.LABEL, s.annotation_at)),
    ("tasks.api.AnnotationDraftAPI", _read_write(Rule(Act.SEE, s.draft_at), Rule(Act.LABEL, s.draft_at))),
    (
        "tasks.api.PredictionAPI",
        {
            "GET": Rule(Act.SEE, s.prediction_or_list),
            "POST": Rule(Act.MANAGE),
            "*": Rule(Act.MANAGE, s.prediction_or_list),
        },
    ),
    ("fsm.api.FSMEntityHistoryAPI", _all(Act.SEE, s.entity)),
    ("fsm.api.FSMEntityTransitionAPI", _all(Act.MANAGE, s.entity)),
    # Storages and the files they hold
    ("io_storages.all_api.*TypesAPI", _LOG_IN),
    ("io_storages.all_api.*", _all(Act.MANAGE, s.project_asked())),
    ("io_storages.proxy_api.TaskResolveStorageUri", _original(s.named_object, originals.bucket_original)),
    ("io_storages.proxy_api.ProjectResolveStorageUri", _original(s.named_object, originals.bucket_original)),
    ("io_storages.localfiles.views.localfiles_data", _original(s.local_file, originals.local_original)),
    ("io_storages.*StorageListAPI", _all(Act.MANAGE, s.project_asked())),
    ("io_storages.*StorageDetailAPI", _all(Act.MANAGE, s.storage_at)),
    ("io_storages.*StorageSyncAPI", _all(Act.MANAGE, s.storage_at)),
    ("io_storages.*StorageValidateAPI", _all(Act.MANAGE, s.storage_body)),
    ("io_storages.*StorageListFilesAPI", _all(Act.MANAGE, s.storage_body)),
    ("io_storages.*StorageFormLayoutAPI", _all(Act.MANAGE)),
    # Models, webhooks, labels
    ("ml.api.MLBackendListAPI", _all(Act.MANAGE, s.project_asked())),
    ("ml.api.MLBackendInteractiveAnnotating", _all(Act.SEE, s.ml_backend)),
    ("ml.api.*", _all(Act.MANAGE, s.ml_backend)),
    ("webhooks.api.WebhookListAPI", _all(Act.MANAGE, s.project_asked())),
    ("webhooks.api.WebhookAPI", _all(Act.MANAGE, s.webhook)),
    ("webhooks.api.WebhookInfoAPI", _LOG_IN),
    ("labels_manager.api.LabelLinkAPI", _read_write(Rule(Act.SEE, s.link_or_asked), Rule(Act.MANAGE, s.link_or_asked))),
    ("labels_manager.api.*", _read_write(Rule(Act.LOG_IN), Rule(Act.MANAGE))),
)


def view_name(callback: Any) -> str:
    """Dotted name of a view: of its class where it has one."""
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    module = getattr(view or callback, "__module__", "")
    name = getattr(view, "__name__", None) or getattr(callback, "__qualname__", "")
    # A view that is a function becomes a class of its own name in the framework's decorators.
    if name == "WrappedAPIView":
        name = callback.__name__
    return f"{module}.{name}"


def _plain(route: str) -> str:
    """A route as it is written for people: without anchors and escapes."""
    return route.replace("^", "").replace("\\", "").rstrip("$")


@lru_cache(maxsize=2048)
def _rules(route: str, name: str) -> Rules | None:
    plain = _plain(route)
    by_route = (rules for pattern, rules in _ROUTES if fnmatchcase(plain, pattern))
    by_view = (rules for pattern, rules in _VIEWS if fnmatchcase(name, pattern))
    return next(by_route, None) or next(by_view, None)


def rule_for(request: Any, route: str, callback: Any, method: str) -> Rule | None:
    """The rule of an endpoint and method; None where there is none.

    A view of ours says itself which act each of its methods is, see ``FaultmarkView.acts``.
    """
    own = getattr(getattr(callback, "cls", None), "acts", None)
    if own is not None:
        act = own.get(method)
        return None if act is None else Rule(act, s.of_our_view, moves=False)
    found = _rules(route, view_name(callback))
    if found is None:
        return None
    chosen = found.get(method) or found.get("*")
    return chosen(request) if callable(chosen) and not isinstance(chosen, Rule) else chosen
