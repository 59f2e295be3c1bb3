"""Fixtures that the tests share: a migrated database, Django in this process, and a real server in its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from live_server import Server, clean_environment, start_server
from migrated import CACHE, checkout_key, one_at_a_time

ROOT = Path(__file__).resolve().parents[1]

# A shared machine may stall for longer than any deadline, which says nothing of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def template_db() -> Path:
    """The packed, migrated SQLite database; made anew, once, when migrations have changed."""
    template = ROOT / "src" / "faultmark" / "host" / "template.sqlite3.gz"
    stamp = CACHE / "template.key"
    with one_at_a_time("template"):
        key = f"{checkout_key()} {template.stat().st_mtime_ns if template.exists() else 0}"
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != key:
            ensure = "from faultmark.host.template import ensure_template; ensure_template()"
            subprocess.run([sys.executable, "-c", ensure], env=clean_environment(), check=True, timeout=600)
            stamp.write_text(f"{checkout_key()} {template.stat().st_mtime_ns}", encoding="utf-8")
    return template


@pytest.fixture(scope="session")
def server(template_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server with an administrator and no way out of this machine, to which webhooks may be sent."""
    running = start_server(tmp_path_factory.mktemp("server"), {"FAULTMARK_WEBHOOK_HOSTS": "127.0.0.1"})
    yield running
    code = running.stop()
    assert not running.outbound, f"The server tried to reach other machines:\n{running.outbound}"
    assert code == 0, f"The server stopped with {code}:\n{''.join(running.said)}"


@pytest.fixture(scope="session")
def booted(template_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Label Studio and our app, set up in this process on a database of its own; the config that it runs with."""
    from faultmark.host.boot import boot
    from faultmark.host.config import load_config
    from faultmark.host.database import prepare_database

    # The same tests run once more on PostgreSQL: see tests/host/test_postgresql.py.
    url = os.environ.get("FAULTMARK_TEST_DATABASE_URL")
    config = load_config(data_dir=tmp_path_factory.mktemp("booted"), environment={}, database_url=url)
    boot(config)
    from django.conf import settings

    # Hundreds of tests make people; how their passwords are hashed is not what any of them is about.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    prepare_database()
    return config


@pytest.fixture
def database(booted: Any) -> Iterator[None]:
    """The database of :func:`booted`, as empty after the test as before it: everything is rolled back.

    What waits for a commit, such as queueing a job, therefore never happens, unless the test asks for it with
    ``django.test.TestCase.captureOnCommitCallbacks(execute=True)``.
    """
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def make_user(database: None) -> Any:
    """Make people: ``make_user("ada@example.com")`` returns Label Studio's user, an administrator unless told not."""
    from users.models import User

    from faultmark.host.users import create_user

    def make(email: str = "ada@example.com", *, admin: bool = True, password: str = "telemetry-123") -> Any:
        return User.objects.get(pk=create_user(email, password, admin=admin).id)

    return make


@pytest.fixture
def client_for(database: None) -> Any:
    """Make HTTP clients in this process: ``client_for(user)`` is logged in, ``client_for(None)`` is nobody.

    They send the CSRF token, as pages do, unless ``csrf=False``.
    """
    from clients import client_of

    return client_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last: while Playwright is open, its event loop bars Django from this process.

    The long ones come first, so that of two processes none is left alone with them at the end.
    """
    items.sort(
        key=lambda item: ("browser" in item.path.relative_to(ROOT).parts, item.get_closest_marker("long") is None)
    )
