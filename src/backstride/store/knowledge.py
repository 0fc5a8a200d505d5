"""The evidence that came with the package, loaded once a process and handed to the rooms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstride.evidence import Evidence


@cache
def the_evidence() -> Evidence:
    """The packaged evidence.

    Raises
    ------
    EvidenceNotBuiltError
        If the package was installed without it.
    """
    from backstride import evidence

    return evidence.load(evidence.packaged())
