"""Label Studio is pinned to one version in every place that names it: an upgrade is a decision, not an accident."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

from faultmark.host.boot import LABEL_STUDIO_VERSION

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_that_runs_is_the_one_we_are_made_for() -> None:
    assert importlib.metadata.version("label-studio") == LABEL_STUDIO_VERSION


def test_package_and_lock_files_pin_it_exactly() -> None:
    for name in ("pyproject.toml", "requirements/runtime.lock", "requirements/dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        found = re.findall(r'^\s*"?label-studio==([^\s"\\]+)', text, re.MULTILINE)
        assert found == [LABEL_STUDIO_VERSION], f"{name} pins label-studio to {found}"
