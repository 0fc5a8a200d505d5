"""`python -m backstride.evidence.build`: compile the packaged evidence where it stands, if it changed."""

from __future__ import annotations

import json
import sys

from .compile import compile_folder
from .compile_names import CORE
from .load import packaged, packaged_sources
from .source import EvidenceError, content_hash


def main() -> int:
    """Compile when the sources are newer in content than the compiled files; return an exit code."""
    try:
        version = json.loads((packaged() / CORE).read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError):
        version = ""
    if version.endswith(f"+{content_hash(packaged_sources())[:8]}"):
        return 0
    try:
        print(f"Evidence {compile_folder(packaged_sources(), packaged())} compiled.")
    except EvidenceError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
