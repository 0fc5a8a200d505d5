"""Figures in the words of the base: `{FACT.path|form}` is read from the fact: a changed fact changes the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .schema.facts import Fact
    from .source import Source

PLACE = re.compile(r"\{([A-Za-z0-9_.:]+)\|(\w+)\}")
INCIDENTAL = "IM_incidental"
"""What scans show in people without pain: `IM_incidental.FINDING.AGE`, a share."""


class FigureError(ValueError):
    """A figure that the facts do not hold: says which and where."""


def facts(source: Source) -> dict[str, Fact]:
    """Every fact of the base by its id."""
    groups = (
        source.base_rates,
        source.timing,
        source.imaging.principles,
        source.imaging.still_matters,
        source.electrodiagnosis,
    )
    return {fact.id: fact for group in groups for fact in group}


def fill(text: str, source: Source) -> str:
    """The text with each figure in its place.

    Raises
    ------
    FigureError
        If a figure names no fact, a path the fact lacks, or a form there is not.
    """
    return PLACE.sub(lambda found: _worded(found[1], found[2], source), text)


def named(text: str) -> set[str]:
    """The facts (or `IM_incidental`) whose figures a text holds."""
    return {found[1].split(".")[0] for found in PLACE.finditer(text)}


def _worded(path: str, form: str, source: Source) -> str:
    value = _value(path, source)
    if form not in FORMS:
        raise FigureError(f"`{{{path}|{form}}}`: there is no form `{form}`; choose one of: {', '.join(FORMS)}.")
    try:
        return FORMS[form](value)
    except (TypeError, ValueError):
        raise FigureError(f"`{{{path}|{form}}}`: {value!r} cannot be told as `{form}`.") from None


def _value(path: str, source: Source) -> Any:
    name, *keys = path.split(".")
    try:
        if name == INCIDENTAL:
            found = incidental(source)[keys[0]][int(keys[1])]
            return found / 100
        value: Any = facts(source)[name].figures
        for key in keys:
            value = value[key]
    except (KeyError, IndexError, TypeError, ValueError):
        raise FigureError(f"`{path}`: the facts hold no such figure.") from None
    return value


def incidental(source: Source) -> Mapping[str, Mapping[int, float]]:
    """Finding of a scan -> age -> people without pain who show it. [%]"""
    table = source.imaging.incidental_findings_without_pain
    return {row.finding: dict(zip(table.ages, row.percent, strict=True)) for row in table.rows}


ALL = 10
"""Of ten; a share that rounds to all of them is told as more than nine."""


def of_ten(value: Any) -> str:
    """A share as a count of ten; a range of shares as "6 to 8"."""
    low, high = value if isinstance(value, list | tuple) else (value, value)
    first, last = int(low * 10 + 0.5), int(high * 10 + 0.5)
    if first == ALL:
        return f"{ALL - 1} or {ALL}"
    return str(first) if first == last else f"{first} to {last}"


def number(value: Any) -> str:
    """A number as it stands; a range as "12 to 14"."""
    low, high = value if isinstance(value, list | tuple) else (value, value)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


FORMS: dict[str, Callable[[Any], str]] = {"of_ten": of_ten, "number": number}
