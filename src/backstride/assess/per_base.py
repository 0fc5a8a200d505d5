"""Work that depends on the evidence alone is done once for each base, and forgotten with it."""

from __future__ import annotations

import weakref
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from backstride.evidence.model import Evidence

T = TypeVar("T")


def once_per_base(work: Callable[[Evidence], T]) -> Callable[[Evidence], T]:
    """Remember the result of `work` for each evidence object; bases never change."""
    done: dict[int, T] = {}

    @wraps(work)
    def remembered(evidence: Evidence) -> T:
        key = id(evidence)
        if key not in done:
            done[key] = work(evidence)
            weakref.finalize(evidence, done.pop, key, None)
        return done[key]

    return remembered
