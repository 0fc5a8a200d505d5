"""Ids that follow from what a file holds: the same file always gives the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from backstride.store.models import Runner

NAMESPACE = UUID("6d7b2c4e-6d0a-5d57-9f0e-0b1f4c0e8a51")
"""Ours alone, drawn once."""


def original_id(runner: Runner, sha256: str) -> UUID:
    """Id of the file with these bytes."""
    return uuid5(NAMESPACE, f"{runner.pk}/{sha256}")


def run_id(runner: Runner, sha256: str, number: int) -> UUID:
    """Id of the activity with this number, from 0, in that file."""
    return uuid5(NAMESPACE, f"{runner.pk}/{sha256}/{number}")


def set_aside_id(runner: Runner, sha256: str) -> UUID:
    """Id of the note that the file was set aside."""
    return uuid5(NAMESPACE, f"{runner.pk}/{sha256}/set-aside")
