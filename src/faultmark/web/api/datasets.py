"""Endpoints of a project's datasets: list, build, cancel, download."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import FileResponse
from django_tasks.base import TASK_MAX_PRIORITY
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from faultmark.actions.ports import PlatformRefusal
from faultmark.datasets.recipe import read_recipe
from faultmark.errors import ConfigError
from faultmark.web.access import Act
from faultmark.web.api.base import ERRORS, ProjectView
from faultmark.web.api.errors import missing
from faultmark.web.api.serializers.datasets import BuildListSerializer, BuildRequestSerializer, BuildSerializer
from faultmark.web.dataset_job import build_project_dataset, datasets_folder
from faultmark.web.models import BuildState, DatasetBuild, DetectionRun, DetectionState

__all__ = ["DatasetFileView", "DatasetView", "DatasetsView"]

_SHOWN = 50
_FILE: dict[Any, Any] = {(200, "application/octet-stream"): OpenApiTypes.BINARY, **ERRORS}


def _build_json(build: DatasetBuild) -> dict[str, Any]:
    folder = datasets_folder(build.project_id) / build.folder
    there = [path for path in folder.rglob("*") if path.is_file()] if build.folder and folder.is_dir() else []
    names = ("id", "state", "stage", "share", "folder", "recipe", "counts", "error", "created_at")
    files = sorted(path.relative_to(folder).as_posix() for path in there)
    size = sum(path.stat().st_size for path in there)
    told = {name: getattr(build, name) for name in names}
    return {**told, "files": files, "size": size, "waits_for": _waits_for(build)}


def _waits_for(build: DatasetBuild) -> str:
    """What goes on before it begins: long jobs are done one by one. What it is of, other projects' people are not told.

    With several workers it may begin sooner than that.
    """
    if build.state != BuildState.QUEUED:
        return ""
    run = DetectionRun.objects.filter(state=DetectionState.RUNNING).order_by("-updated_at").first()
    if run is not None and run.project_id == build.project_id:
        return f"detection on this project: {run.done:,} of {run.total:,} tasks done"
    if run is not None:
        return "detection on another project"
    before = DatasetBuild.objects.filter(state=BuildState.RUNNING).order_by("-updated_at").first()
    if before is not None:
        return "another training set" + ("" if before.project_id == build.project_id else " of another project")
    return ""


def _build_of(project: int, build: int) -> DatasetBuild:
    found: DatasetBuild | None = DatasetBuild.objects.filter(project_id=project, pk=build).first()
    if found is None:
        raise PlatformRefusal(404, missing(f"dataset {build}").data)
    return found


class DatasetsView(ProjectView):
    """Datasets of a project."""

    acts: ClassVar = {"GET": Act.MANAGE, "POST": Act.MANAGE}

    @extend_schema(operation_id="listDatasets", responses={200: BuildListSerializer, **ERRORS})
    def get(self, request: Request, project: int) -> Response:  # noqa: ARG002
        """The latest builds, newest first, with their files."""
        found = DatasetBuild.objects.filter(project_id=project).order_by("-pk")[:_SHOWN]
        return Response({"results": [_build_json(build) for build in found]})

    @extend_schema(
        operation_id="buildDataset", request=BuildRequestSerializer, responses={202: BuildSerializer, **ERRORS}
    )
    def post(self, request: Request, project: int) -> Response:
        """Build one from a recipe, in the background. The same recipe and labels give the same dataset."""
        asked = BuildRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        recipe = read_recipe(asked.validated_data["recipe"])
        if recipe.project != project or recipe.labels.file is not None:
            raise ConfigError(
                "dataset.recipe.invalid", f"The recipe has to name project {project}, and no file of labels."
            )
        with transaction.atomic():
            build = DatasetBuild.objects.create(
                project_id=project, recipe=asked.validated_data["recipe"], created_by=request.user
            )
            # Somebody waits for it: it does not stand behind detectors that run over whole projects.
            job = build_project_dataset.using(priority=TASK_MAX_PRIORITY)
            transaction.on_commit(lambda: job.enqueue(build.pk))
        return Response(_build_json(build), status=202)


class DatasetView(ProjectView):
    """One build."""

    acts: ClassVar = {"GET": Act.MANAGE, "DELETE": Act.MANAGE}

    @extend_schema(operation_id="getDataset", responses={200: BuildSerializer, **ERRORS})
    def get(self, request: Request, project: int, build: int) -> Response:  # noqa: ARG002
        """How far it is, and its files."""
        return Response(_build_json(_build_of(project, build)))

    @extend_schema(operation_id="cancelDataset", responses={200: BuildSerializer, **ERRORS})
    def delete(self, request: Request, project: int, build: int) -> Response:  # noqa: ARG002
        """Cancel it. What is done is kept for the next build of the same."""
        _build_of(project, build)
        busy = DatasetBuild.objects.filter(pk=build, state__in=[BuildState.QUEUED, BuildState.RUNNING])
        busy.update(state=BuildState.CANCELLED)
        return Response(_build_json(_build_of(project, build)))


class DatasetFileView(ProjectView):
    """A file of a dataset."""

    acts: ClassVar = {"GET": Act.MANAGE}

    @extend_schema(
        operation_id="downloadDataset",
        parameters=[OpenApiParameter("name", str, required=True, description="One of the dataset's files.")],
        responses=_FILE,
    )
    def get(self, request: Request, project: int, build: int) -> FileResponse:
        """Download it."""
        found = _build_of(project, build)
        name = request.query_params.get("name", "")
        if name not in _build_json(found)["files"]:
            raise PlatformRefusal(404, missing(f"file {name[:100]} in dataset {build}").data)
        path = datasets_folder(project) / found.folder / name
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
