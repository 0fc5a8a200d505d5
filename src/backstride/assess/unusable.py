"""What cannot be used of the answers, said in one sentence that names it and the nearest thing that would do."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTED = 60
"""Longest piece of an unknown name that a message repeats."""


class AnswersError(ValueError):
    """Answers that cannot be used: one sentence says which one, why, and what would do instead."""


def nearest(name: Any, known: Iterable[str]) -> str:
    """The known name that looks most like the one given, in quotation marks."""
    text = name[:QUOTED] if isinstance(name, str) else quoted(name)
    return f'"{get_close_matches(text, list(known), n=1, cutoff=0.0)[0]}"'


def quoted(value: Any) -> str:
    """A value as a message repeats it: short, and never in full where it is large."""
    if isinstance(value, Mapping | list | tuple):
        return kind(value)
    try:
        text = repr(value[: QUOTED + 1] if isinstance(value, str) else value)
    except ValueError:
        return "a number of thousands of digits"
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}..."


def kind(value: Any) -> str:
    """What kind of JSON value it is, in words."""
    kinds = {dict: "an object", list: "a list", tuple: "a list", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
