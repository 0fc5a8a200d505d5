"""Marks of one layer of the body map: as a form sends them, as the store keeps them, and as words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .words import NAMES, STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Marks = dict[str, str]
"""Region -> `some` or `strong`; what is not marked is not in it."""


class BadMarksError(ValueError):
    """A form that we cannot have sent: one sentence says what is wrong with it."""


@dataclass(frozen=True)
class Layer:
    """One question put to the figure, and the two lists of the answers document that hold its marks."""

    address: str
    plain: str
    strong: str

    def read(self, said: Mapping[str, Any]) -> Marks:
        """The marks among the answers of a check."""
        strong = set(said.get(self.strong) or ())
        marked = strong | set(said.get(self.plain) or ())
        return {region: "strong" if region in strong else "some" for region in NAMES if region in marked}

    def values(self, marks: Marks) -> dict[str, list[str]]:
        """The marks as the answers document holds them, in the order of the list whatever the order of the taps."""
        return {
            self.plain: [region for region in NAMES if region in marks],
            self.strong: [region for region in NAMES if marks.get(region) == "strong"],
        }


PAIN = Layer("answer-where", "regions", "regions_strong")
NUMB = Layer("answer-where-numb", "regions_numb", "regions_numb_strong")

OF_THE_FORM = ("csrfmiddlewaretoken", "version", "autosave", "skip")


def sent(form: Mapping[str, Any]) -> Marks:
    """The marks of a form, sent by taps, keys or the list alike.

    Raises
    ------
    BadMarksError
        For a place or a strength that the body map does not have.
    """
    marks = {}
    for name, value in form.items():
        if name in OF_THE_FORM:
            continue
        if name not in NAMES:
            raise BadMarksError(
                _("The drawing has no place called “{name}”. Load the page again.").format(name=name[:40])
            )
        if value not in STRENGTHS:
            words = _("{place}: choose none, some or strong, not “{given}”.")
            raise BadMarksError(words.format(place=NAMES[name], given=str(value)[:40]))
        if value != "none":
            marks[name] = value
    return marks


def in_words(marks: Marks) -> Iterable[str]:
    """One phrase a mark: "Left buttock: strong"."""
    return [f"{NAMES[region]}: {STRENGTHS[marks[region]]}" for region in NAMES if region in marks]
