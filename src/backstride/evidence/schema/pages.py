"""Shape of `pages/*.yaml`: one general question each, answered before the check; statements say what they rest on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .common import Entry

Part = Literal["else", "sets_off", "helps", "seen", "prevents"]


class Statement(Entry):
    """What is said, and the ids it rests on: claims, facts, conditions, triage or plan rules, references."""

    says: str = Field(min_length=1)
    by: list[str] = Field(min_length=1)


class Often(Entry):
    """A line of what it most often is: conditions whose shares are added up."""

    name: str
    conditions: list[str] = Field(min_length=1)


class Section(Entry):
    """One part of the page."""

    part: Part
    says: list[Statement] = Field(min_length=1)


class PageFile(Entry):
    """One page. `region` is the place whose shares `often` counts; without it nothing is counted.

    `elsewhere` are conditions of the region that hurt in another part of it and are left out of the count.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    question: str
    short: Statement
    order: int
    danger_signs: list[str] = Field(min_length=1)
    region: str | None = None
    elsewhere: list[str] = []
    often: list[Often] = []
    sections: list[Section] = Field(min_length=1)
