"""Build hook: compile the evidence so that a wheel holds it ready to load."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileEvidence(BuildHookInterface):
    """Compile `evidence/data` into `evidence/compiled` before the files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface
        """Compile; an sdist without the sources beside it keeps what it ships."""
        src = Path(self.root) / "src"
        sys.path.insert(0, str(src))
        from backstride.evidence.compile import compile_folder

        package = src / "backstride" / "evidence"
        compile_folder(package / "data", package / "compiled")
