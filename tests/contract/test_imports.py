"""Every name that the host imports from Label Studio's packages is there, under its top-level name."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pytest

import faultmark.host
from faultmark.host.boot import label_studio_folder

HOST = Path(faultmark.host.__file__).parent


def imported_names() -> list[tuple[str, str, str]]:
    """(our file, Label Studio's module, name) of every import in the host, wherever it stands in the file."""
    packages = {path.name for path in label_studio_folder().iterdir() if (path / "__init__.py").exists()}
    found = set()
    for file in HOST.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in packages:
                found |= {(str(file.relative_to(HOST)), node.module, alias.name) for alias in node.names}
            elif isinstance(node, ast.Import):
                found |= {
                    (str(file.relative_to(HOST)), alias.name, "")
                    for alias in node.names
                    if alias.name.split(".")[0] in packages
                }
    return sorted(found)


@pytest.mark.parametrize(("file", "module", "name"), imported_names(), ids=lambda value: value or "-")
def test_it_is_where_we_import_it_from(booted: Any, file: str, module: str, name: str) -> None:
    try:
        loaded = importlib.import_module(module)
    except ImportError as error:
        pytest.fail(f"host/{file} needs Label Studio's module {module}, which is gone: {error}")
    if name not in {"", "*"}:
        assert hasattr(loaded, name), f"host/{file} needs {name} of Label Studio's {module}, which has moved"


def test_only_the_host_names_label_studios_packages() -> None:
    packages = {path.name for path in label_studio_folder().iterdir() if (path / "__init__.py").exists()}
    packages.add("label_studio")
    source = HOST.parent
    for file in source.rglob("*.py"):
        if HOST in file.parents:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            wrong = [name for name in names if name.split(".")[0] in packages]
            assert not wrong, f"{file.relative_to(source)} imports {wrong}; only the host may"


def test_its_apps_exist_once_under_their_top_level_names(booted: Any) -> None:
    from tasks.models import Task

    assert Task.__module__ == "tasks.models"
    with pytest.raises(RuntimeError, match="explicit app_label"):
        importlib.import_module("label_studio.tasks.models")
