"""People, machines, an S3 endpoint and a way to run the background's jobs at once, for the tests of our API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from telemetry_project import TEXT_TIMES, Machine, make_project

if TYPE_CHECKING:
    from s3_endpoint import Endpoint


@pytest.fixture
def ada(make_user: Any) -> Any:
    return make_user("ada@example.com")


@pytest.fixture
def machine(ada: Any, client_for: Any) -> Machine:
    """A project whose files have numbers as times, with Ada at work."""
    return make_project(client_for(ada))


@pytest.fixture
def text_machine(ada: Any, client_for: Any) -> Machine:
    """A project whose config has a ``timeFormat``, with Ada at work."""
    return make_project(client_for(ada), TEXT_TIMES)


@pytest.fixture
def stranger(make_user: Any) -> Any:
    """Somebody of another organization on the same server."""
    from organizations.models import Organization

    user = make_user("eve@example.com")
    user.active_organization.remove_user(user)
    user.active_organization = Organization.create_organization(created_by=user, title="Another plant")
    user.save()
    return user


@pytest.fixture
def ingest(booted: Any) -> Callable[[int], Any]:
    """Run the ingest of a task as the job worker does, in a real process; return the link afterwards."""
    from faultmark.web.jobs import ingest_task
    from faultmark.web.models import SeriesLink, SeriesState
    from faultmark.web.platform import platform
    from faultmark.web.series_links import ensure_queued

    def run(task: int) -> Any:
        found = platform().task(task)
        assert found is not None
        ensure_queued(found)
        assert SeriesLink.objects.get(task_id=task).state in (SeriesState.QUEUED, SeriesState.READY)
        ingest_task.func(task)
        return SeriesLink.objects.get(task_id=task)

    return run


@pytest.fixture
def ready(booted: Any) -> Callable[..., str]:
    """Read a task's file in this process, for tests that are about what comes after; return the series id."""
    from faultmark.actions.ingest_series import ingest_series
    from faultmark.actions.series_options import series_options
    from faultmark.labels.config import parse_config
    from faultmark.store.peek import first_cells
    from faultmark.web.models import SeriesLink, SeriesState
    from faultmark.web.platform import platform
    from faultmark.web.series_links import telemetry_of
    from faultmark.web.series_store import series_store

    def run(task: int, **chosen: Any) -> str:
        found = platform().task(task)
        assert found is not None
        telemetry = telemetry_of(found)
        path = telemetry.path
        options = series_options(parse_config(found.project.config), first_cells(path, ","), chosen)
        series = ingest_series(path, options, series_store()).series_id
        state = {"state": SeriesState.READY, "series_id": series, "source": telemetry.stamp(), "error": None}
        SeriesLink.objects.update_or_create(task_id=task, defaults=state)
        return series

    return run


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch, booted: Any) -> Iterator[Endpoint]:
    """An S3 endpoint, as the operator's own: Label Studio lets no member name one inside the network."""
    from io_storages.s3 import models
    from s3_endpoint import s3_endpoint

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with s3_endpoint() as endpoint:
        monkeypatch.setenv("LABEL_STUDIO_S3_ENDPOINT", endpoint.url)
        models.clients_cache.clear()
        yield endpoint
    models.clients_cache.clear()
