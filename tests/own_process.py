"""Runs a script of the tests in a process of its own, where threads may commit to a database of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from live_server import clean_environment


def run_script(script: Path, folder: Path, *database: str) -> dict[str, Any]:
    """What the script said last, as JSON; it is given a folder and, if not SQLite, a database."""
    done = subprocess.run(
        [sys.executable, str(script), str(folder), *database],
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return said
