"""The tables of the triage rules lie with the spec tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "spec/triage"))
