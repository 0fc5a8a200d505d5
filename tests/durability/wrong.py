"""Stores with one mistake each, kept so that every harness is seen to find what it is for."""

from __future__ import annotations

from typing import Any

from durability.file_operations import FILE_OPERATIONS
from durability.operations import OPERATIONS, CheckIn, Diary, KeepFile, Operation, _evidence, _runner


class AcknowledgesFirst(Diary):
    """Says saved and saves with the next step."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, int]] = []

    def step(self, number: int, stage: int) -> None:
        """Keep the step before this one."""
        for earlier in self.waiting:
            super().step(*earlier)
        self.waiting = [(number, stage)]


class FinishesInTwo(CheckIn):
    """Closes the check in one transaction and keeps the assessment in another."""

    def step(self, number: int, stage: int) -> None:
        """As the store, but for the finish."""
        if stage != 2:
            super().step(number, stage)
            return
        from django.utils import timezone

        from backstride.assess import assess
        from backstride.store import checks
        from backstride.store.models import Assessment, Check

        check = self._check(number)
        check.change(2, state=Check.State.FINISHED, finished_at=timezone.now())
        result = assess(checks.answers_of(check, _evidence()), _evidence(), today=check.day).as_json()
        Assessment.objects.create(
            runner=_runner(),
            made_of=check,
            evidence_version="",
            product_version="",
            urgency=result["urgency"],
            result=result,
        )


class RowBeforeFile(KeepFile):
    """Keeps the row, then writes the file straight to its name."""

    def step(self, number: int, stage: int) -> None:
        """Row, then file."""
        import hashlib

        from django.conf import settings

        from backstride.store.models import Original

        assert stage == 0
        content = self._content(number)
        sha256 = hashlib.sha256(content).hexdigest()
        Original.objects.create(runner=_runner(), sha256=sha256, name=f"{number}.gpx", size_bytes=len(content))
        path: Any = settings.DATA_FOLDER.original(_runner().pk, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class NoSync(KeepFile):
    """Writes the file before the row, but leaves it to the system when it reaches the disk."""

    def step(self, number: int, stage: int) -> None:
        """File without a sync, then row."""
        import hashlib

        from django.conf import settings

        from backstride.store.models import Original

        assert stage == 0
        content = self._content(number)
        sha256 = hashlib.sha256(content).hexdigest()
        path: Any = settings.DATA_FOLDER.original(_runner().pk, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.rename(path)
        Original.objects.create(runner=_runner(), sha256=sha256, name=f"{number}.gpx", size_bytes=len(content))


ALL = {**OPERATIONS, **FILE_OPERATIONS}
WRONG: dict[str, Operation] = {
    "acknowledges first": AcknowledgesFirst(),
    "finishes in two": FinishesInTwo(),
    "row before file": RowBeforeFile(),
    "no sync": NoSync(),
}


def operation(name: str) -> Operation:
    """A right or a wrong one, by name."""
    return {**ALL, **WRONG}[name]
