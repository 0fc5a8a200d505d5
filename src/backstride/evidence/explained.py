"""What stands beside the answer, with its figures filled in from the facts; and the proof that it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .figures import FigureError, facts, fill, incidental, of_ten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source


def explained(source: Source) -> dict[str, Any]:
    """The section `explain` as plain JSON, every figure in words, with the share of scans by age."""
    content = source.explain.model_dump(exclude_none=True)
    for rows in (content["scans"], content["nerve_tests"], content["courses"]):
        for row in rows:
            row["text"] = fill(row["text"], source)
    content["incidental"]["without_age"] = fill(content["incidental"]["without_age"], source)
    # By age, so that a runner of 43 reads the figures of the forties.
    content["incidental"]["by_age"] = {
        finding: {str(age): of_ten(percent / 100) for age, percent in by_age.items()}
        for finding, by_age in incidental(source).items()
    }
    return content


def unresolved_figures(source: Source) -> Iterator[str]:
    """Figures, facts and findings named beside the answer that do not exist."""
    explain = source.explain
    known = facts(source)
    for row in (*explain.scans, *explain.nerve_tests, *explain.courses):
        try:
            fill(row.text, source)
        except FigureError as error:
            yield f"explain.yaml, {row.id}: {error}"
        yield from (f"explain.yaml, {row.id}: there is no fact `{f}`." for f in row.facts if f not in known)
        yield from (
            f"explain.yaml, {row.id}: there is no finding `{f}`." for f in row.any_yes if f not in source.findings
        )
        yield from (
            f"explain.yaml, {row.id}: there is no condition `{c}`."
            for c in row.conditions
            if c not in source.conditions
        )
    try:
        fill(explain.incidental.without_age, source)
        explain.incidental.text.format(age=40, **dict.fromkeys(incidental(source), ""))
    except (FigureError, KeyError, IndexError) as error:
        yield f"explain.yaml, incidental: {error}"
    for what, rows in (("scans", explain.scans), ("nerve_tests", explain.nerve_tests)):
        if not rows or _open_ended(rows[-1]) is False:
            yield f"explain.yaml, {what}: the last row has to fit everybody that the rows above leave."


def _open_ended(row: Any) -> bool:
    return not (row.levels or row.families or row.conditions or row.any_yes or row.weeks_from or row.weeks_under)
