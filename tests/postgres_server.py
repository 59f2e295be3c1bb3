"""A PostgreSQL of its own in a folder, for as long as a test needs it."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from live_server import free_port

ROOT = Path(__file__).resolve().parents[1]
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


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a server that only this machine reaches; gives the URL of an empty database."""
    # Not below pytest's folders: root's are closed to PostgreSQL's user.
    folder = Path(tempfile.mkdtemp(prefix="faultmark-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = folder / "data"
        as_server("initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        port = free_port()
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
        # Its log goes to a file, so that nobody waits for a pipe that the server keeps open.
        as_server("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            as_server("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
