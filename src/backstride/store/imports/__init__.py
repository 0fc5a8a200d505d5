"""How files from a watch come into the store: found, read in a process of their own, kept, counted.

The names are loaded on first use, because the reading process (`child`) lives in this package and must not load Django.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .finding import walk
    from .report import Report
    from .staging import Staging, stage
    from .work import cancel, enqueue, import_paths, run

__all__ = ["Report", "Staging", "cancel", "enqueue", "import_paths", "run", "stage", "walk"]

_HOME = {
    "Report": "report",
    "Staging": "staging",
    "cancel": "work",
    "enqueue": "work",
    "import_paths": "work",
    "run": "work",
    "stage": "staging",
    "walk": "finding",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
