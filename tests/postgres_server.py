"""A PostgreSQL of its own in a folder, for as long as a test needs it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from live_server import clean_environment, free_port
from migrated import CACHE, ROOT, checkout_key, one_at_a_time

USER = "faultmark"


@functools.cache
def programs() -> Path:
    """The folder of PostgreSQL's programs, which Debian does not put on PATH."""
    said = subprocess.run([ROOT / "scripts" / "postgres.sh"], stdout=subprocess.PIPE, text=True, check=True)
    return Path(said.stdout.strip().splitlines()[-1])


def as_server(program: str, *options: str) -> None:
    """Run one of PostgreSQL's programs; it refuses to be run by root, so root becomes its user."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*prefix, str(programs() / program), *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, f"{program} failed:\n{done.stdout}"


def _start(data: Path) -> int:
    """Serve the cluster in ``data`` on this machine alone; gives its port."""
    log = data.parent / "log"
    for _ in range(3):
        port = free_port()
        options = f"-k {data.parent} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
        log.unlink(missing_ok=True)
        try:
            # Its log goes to a file, so that nobody waits for a pipe that the server keeps open.
            as_server("pg_ctl", "-D", str(data), "-o", options, "-l", str(log), "-w", "start")
        except AssertionError as error:
            said = log.read_text(errors="replace") if log.exists() else ""
            # Between asking for a free port and listening on it, a connection of somebody's may have been given it.
            if "Address already in use" not in said:
                raise AssertionError(f"{error}\n{said}") from None
        else:
            return port
    raise AssertionError("PostgreSQL found three ports taken that had been free.")


@contextlib.contextmanager
def _running(data: Path) -> Iterator[str]:
    """Serve the cluster in ``data`` for as long as it is needed; gives its URL."""
    port = _start(data)
    stop = "immediate"
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        # What is to be copied must be whole; what is thrown away need not be.
        stop = "fast"
    finally:
        as_server("pg_ctl", "-D", str(data), "-m", stop, "-w", "stop")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # Not below pytest's folders: root's are closed to PostgreSQL's user.
    folder = Path(tempfile.mkdtemp(prefix="faultmark-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


MIGRATE = """
import pathlib, sys
from faultmark.host.boot import boot
from faultmark.host.config import load_config
boot(load_config(data_dir=pathlib.Path(sys.argv[1]), environment={}, database_url=sys.argv[2]))
from faultmark.host.database import prepare_database
prepare_database()
"""


@functools.cache
def _migrated() -> Path:
    """A packed cluster whose database a first start has migrated; made anew when migrations have changed.

    Two hundred migrations take most of a minute, and a good many tests want a database of their own.
    """
    with one_at_a_time("postgresql"):
        key = f"{checkout_key()}-{programs().parent.name}"
        packed = CACHE / f"postgresql-{hashlib.sha256(key.encode()).hexdigest()[:16]}.tar"
        if packed.exists():
            return packed
        with _folder() as folder, tempfile.TemporaryDirectory() as home:
            data = folder / "data"
            as_server("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
            with _running(data) as url:
                migrate = [sys.executable, "-c", MIGRATE, home, url]
                subprocess.run(migrate, env=clean_environment(), check=True, timeout=600)
            part = packed.with_suffix(".part")
            with tarfile.open(part, "w") as tar:
                tar.add(data, "data")
            for old in CACHE.glob("postgresql-*.tar"):
                old.unlink()
            part.rename(packed)
    return packed


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a server that only this machine reaches; gives the URL of a database as a first start leaves it."""
    with _folder() as folder:
        with tarfile.open(_migrated()) as tar:
            # Its files belong to PostgreSQL's user, and are to belong to him again.
            tar.extractall(folder, filter="fully_trusted")
        with _running(folder / "data") as url:
            yield url
