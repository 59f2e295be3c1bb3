"""The same API and the same server on a real PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from live_server import clean_environment, start_server
from postgres_server import postgres
from server_tasks import add_task, make_project, wait_until_ready
from telemetry_project import body, region, rows

pytestmark = [pytest.mark.postgres, pytest.mark.long]

WEB = Path(__file__).resolve().parents[1] / "web"
# Those about saving, reading and finding; what is about files alone does not care for the database.
SAME = ("test_access", "test_saving", "test_lists", "test_queue", "test_outcomes", "test_tile_endpoint")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgres() as url:
        yield url


def test_the_tests_of_the_api_pass_on_it(url: str, template_db: Path) -> None:
    files = [*(str(WEB / f"{name}.py") for name in SAME), str(WEB.parent / "retention" / "test_retention_api.py")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--show-capture=no", *files],
        env=clean_environment(FAULTMARK_TEST_DATABASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-5000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout


def test_words_of_the_queue_have_an_index(url: str, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data", {"DATABASE_URL": url})
    server.stop()
    with psycopg.connect(url) as database:
        found = database.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'faultmark_words'").fetchone()
    assert found is not None
    assert "gin_trgm_ops" in found[0]


def test_the_server_runs_on_it(url: str, tmp_path: Path) -> None:
    server = start_server(tmp_path / "data", {"DATABASE_URL": url})
    try:
        folder = server.data_dir / "files" / "pumps"
        folder.mkdir(parents=True)
        (folder / "pump.csv").write_text(rows(500))
        task = add_task(server, make_project(server), folder / "pump.csv")
        assert wait_until_ready(server, task)["rows"] == 500
        path = f"/faultmark/api/tasks/{task}/annotations"
        assert server.post(path, json=body(region("a", 3, 9))).status_code == 201
        (annotation,) = server.get(f"/api/tasks/{task}/").json()["annotations"]
        assert annotation["result"][0]["value"]["end"] == 9
        database = server.data_dir / "faultmark.sqlite3"
        assert not database.exists() or not database.stat().st_size, "something was kept in SQLite"
    finally:
        assert server.stop() == 0
