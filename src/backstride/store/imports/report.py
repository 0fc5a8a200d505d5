"""What became of the files of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    Parameters
    ----------
    kind
        `added` (at least one activity is new), `duplicate`, `ignored` or `set_aside`.
    file
        Its path as it was given, made plain.
    reason
        Why it was set aside or ignored, in one or two sentences.
    added, running
        Activities that are new, and how many of them are runs.
    doubtful
        Why activities of the file do not count until the runner accepts them.
    """

    kind: str
    file: str
    reason: str = ""
    added: int = 0
    running: int = 0
    doubtful: tuple[str, ...] = ()


@dataclass
class Report:
    """What became of all files."""

    imported: int = 0
    runs: int = 0
    duplicates: int = 0
    ignored: int = 0
    set_aside: list[Outcome] = field(default_factory=list)
    not_counted: list[Outcome] = field(default_factory=list)
    first_ignored: str = ""
    stopped: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.imported += outcome.added
        self.runs += outcome.running
        self.duplicates += outcome.kind == "duplicate"
        self.ignored += outcome.kind == "ignored"
        if outcome.kind == "set_aside":
            self.set_aside.append(outcome)
        if outcome.kind == "ignored":
            self.first_ignored = self.first_ignored or outcome.reason
        if outcome.doubtful:
            self.not_counted.append(outcome)

    def as_json(self) -> dict[str, Any]:
        """The document of `backstride import --json`."""
        return {
            "imported": self.imported,
            "runs": self.runs,
            "duplicates": self.duplicates,
            "ignored": self.ignored,
            "set_aside": [{"file": aside.file, "reason": aside.reason} for aside in self.set_aside],
            "not_counted": [{"file": out.file, "reason": " ".join(out.doubtful)} for out in self.not_counted],
            "stopped": self.stopped,
        }
