"""What ships: the wheel and the sdist hold everything a user needs, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).parent / "uv"


def run(*command: str | Path, cwd: Path, path: str | None = None) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("FAULTMARK", "LABEL_STUDIO"))}
    if path is not None:
        environment["PATH"] = path
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    run(UV, "build", "--sdist", "--no-build-isolation", "--python", sys.executable, "-o", out, cwd=ROOT)
    return next(out.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, as a user does, with no node anywhere in sight."""
    out = tmp_path_factory.mktemp("wheel")
    bare = tmp_path_factory.mktemp("bin")
    for name in ("git", "sh", "env"):
        if found := shutil.which(name):
            (bare / name).symlink_to(found)
    assert shutil.which("node", path=str(bare)) is None
    run(
        UV,
        "build",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "-o",
        out,
        sdist,
        cwd=out,
        path=str(bare),
    )
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_built_parts(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "faultmark/py.typed",
        "faultmark/web/bundle/manifest.json",
        "faultmark/host/template.sqlite3.gz",
        "faultmark/host/template.json",
        "faultmark/web/templates/faultmark/shell.html",
    ):
        assert wanted in names, f"{wanted} is missing from the wheel"
    assert any(name.startswith("faultmark/web/bundle/assets/") and name.endswith(".js") for name in names)
    assert any(name.endswith("machine_temperature_system_failure.csv") for name in names)
    licences = [name.rsplit("/", 1)[-1] for name in names if "/licenses/" in name]
    assert sorted(licences) == ["LICENSE", "NOTICE"]


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    for name in zipfile.ZipFile(wheel).namelist():
        assert name.startswith(("faultmark/", "faultmark-")), f"{name} would land beside the package"
        assert not name.endswith((".pyc", ".map", ".sqlite3", ".log")), f"{name} does not belong into a wheel"
        assert "node_modules" not in name


def test_the_sdist_can_be_built_from(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for wanted in ("pyproject.toml", "hatch_build.py", "scripts/frontend.py", "frontend/package-lock.json", "NOTICE"):
        assert wanted in names
    assert not any("node_modules" in name for name in names)


def test_an_installed_wheel_runs(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, away from the checkout."""
    run(UV, "venv", "-q", "--python", sys.executable, tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    run(
        UV,
        "pip",
        "install",
        "-q",
        "--python",
        python,
        "-c",
        ROOT / "requirements" / "runtime.lock",
        wheel,
        cwd=tmp_path,
    )
    faultmark = tmp_path / "env" / "bin" / "faultmark"
    version = run(faultmark, "version", cwd=tmp_path)
    assert wheel.name.split("-")[1] in version
    said = run(faultmark, "check", "--data-dir", tmp_path / "data", cwd=tmp_path)
    assert "bundle" not in said.lower() or "missing" not in said.lower()
