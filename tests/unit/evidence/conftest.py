"""The script that pins the numbers of the base stands beside the package; it is tested from here."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "scripts"))
