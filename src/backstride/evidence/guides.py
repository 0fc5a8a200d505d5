"""The general pages: what brings such pain on, what it mostly is, what helps, as they are read before the check."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import Evidence


class NoSuchGuideError(LookupError):
    """No page goes by that id; says which there are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing it may be. `counts` are the ends of its range out of ten, `low` and `high` the same as shares."""

    name: str
    words: str
    counts: tuple[int, int]
    low: float
    high: float
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and what it rests on: pairs of id and kind (claim, fact, condition, rule, plan, reference)."""

    text: str
    by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page."""

    part: str
    heading: str
    says: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One page: danger signs first, then what it mostly is, the other sections, and how to start the check.

    `danger` holds signs with what to do about them; `often` is empty on a page about no one place.
    """

    id: str
    question: str
    short: Said
    danger_heading: str
    danger: tuple[tuple[tuple[str, ...], str], ...]
    often_heading: str
    often_lead: str
    often: tuple[Line, ...]
    parts: tuple[Part, ...]
    start_heading: str
    start: str


def guides(evidence: Evidence) -> tuple[Guide, ...]:
    """Every page, in order."""
    return tuple(_guide(page) for page in evidence.sections["pages"])


def guide(evidence: Evidence, name: str) -> Guide:
    """The page of that id.

    Raises
    ------
    NoSuchGuideError
        If there is none; names the nearest, or all.
    """
    known = {page.id: page for page in guides(evidence)}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"the nearest is `{near[0]}`" if near else f"there are: {', '.join(known)}"
        raise NoSuchGuideError(f"There is no page `{name}`; {hint}.")
    return known[name]


def _said(said: dict[str, Any]) -> Said:
    return Said(said["text"], tuple((by["id"], by["kind"]) for by in said["by"]))


def _guide(page: dict[str, Any]) -> Guide:
    often = page["often"] or {"heading": "", "lead": "", "lines": []}
    return Guide(
        id=page["id"],
        question=page["question"],
        short=_said(page["short"]),
        danger_heading=page["danger"]["heading"],
        danger=tuple((tuple(group["signs"]), group["act"]) for group in page["danger"]["groups"]),
        often_heading=often["heading"],
        often_lead=often["lead"],
        often=tuple(
            Line(
                name=line["name"],
                words=line["words"],
                counts=(line["counts"][0], line["counts"][1]),
                low=line["low"],
                high=line["high"],
                conditions=tuple(line["conditions"]),
            )
            for line in often["lines"]
        ),
        parts=tuple(
            Part(
                section["part"],
                section["heading"],
                tuple(_said(said) for said in section["says"]),
            )
            for section in page["sections"]
        ),
        start_heading=page["start"]["heading"],
        start=page["start"]["text"],
    )
