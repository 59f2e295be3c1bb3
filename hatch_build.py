"""Packaging hook: the wheel and the sdist carry the built front end and the migrated template database.

Both are made when they are missing, which is the case in a plain checkout; an sdist brings them along, so that
installing from it needs neither node nor minutes of migrations.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))
import frontend


class FaultmarkBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what git does not hold before hatchling collects the files."""

    PLUGIN_NAME = "custom"

    @property
    def _template(self) -> Path:
        return Path(self.root) / "src" / "faultmark" / "host" / "template.sqlite3.gz"

    @property
    def _from_sdist(self) -> bool:
        return (Path(self.root) / "PKG-INFO").exists()

    def dependencies(self) -> list[str]:
        """What the build environment needs beyond hatchling, by what is missing on this machine."""
        needed: list[str] = []
        if self._from_sdist:
            return needed
        if frontend.node_folder() is None:
            needed.append(frontend.NODE_PACKAGE)
        if not self._template.exists():
            needed += self.metadata.core.dependencies
        return needed

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle and the template. An editable install leaves them to the Makefile."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            # The product serves its own documentation; a checkout serves it from where it stands.
            build_data["force_include"][str(Path(self.root) / "docs")] = "faultmark/documentation"
        if self._from_sdist:
            return
        frontend.build()
        if not self._template.exists():
            paths = [str(Path(self.root) / "src"), os.environ.get("PYTHONPATH", "")]
            subprocess.run(
                [sys.executable, "-m", "faultmark.host.template", str(self._template)],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
                check=True,
            )
