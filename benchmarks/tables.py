"""Sections of tables as Markdown that also reads well in a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rater_agreement import wilson_95

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Table:
    """Rows of words with what a reader must know to judge them; a title where the section has several tables."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the benchmarks."""

    title: str
    intro: str
    tables: tuple[Table, ...] = field(default=())


def markdown(section: Section) -> str:
    """The section with its tables; columns are padded to the same width."""
    blocks = [f"## {section.title}", section.intro, *(_table(table) for table in section.tables)]
    return "\n\n".join(block for block in blocks if block)


def share(successes: int, n: int) -> str:
    """A proportion with its Wilson 95 % interval: `20 of 25 (80 %, 61 to 91 %)`."""
    if n == 0:
        return f"{NOT_MEASURED} (no cases)"
    low, high = wilson_95(successes, n)
    return f"{successes} of {n} ({successes / n:.0%}, {low * 100:.0f} to {high:.0%})".replace("%", " %")


def _table(table: Table) -> str:
    rows = [table.columns, *([_cell(text) for text in row] for row in table.rows)]
    widths = [max(3, *(len(row[i]) for row in rows)) for i in range(len(table.columns))]
    head, *body = ["| " + " | ".join(text.ljust(w) for text, w in zip(row, widths, strict=True)) + " |" for row in rows]
    rule = "| " + " | ".join("-" * w for w in widths) + " |"
    lines = "\n".join([head, rule, *body]) if body else "None."
    return "\n\n".join(block for block in (f"### {table.title}" if table.title else "", lines, table.note) if block)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
