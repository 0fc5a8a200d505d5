"""A question as its page shows it: words, options with what was answered before, stages, time left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backstride.assess.prompts import STAGES
from backstride.assess.screens import NONE, UNSURE

from .number_words import hint
from .read_reply import NO, NOT_SURE, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.assess.prompts import Prompt

    from .course import Course

WHOLE_UNITS = ("years", "days")
HALF_A_MINUTE_S = 30


@dataclass(frozen=True)
class Option:
    """One radio or tick box."""

    value: str
    words: str
    chosen: bool
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """The form of one page; `kind` says which fields it has."""

    kind: str
    head: str
    why: str
    options: list[Option] = field(default_factory=list)
    closing: list[Option] = field(default_factory=list)
    text: str = ""
    hint: str = ""
    unit: str = ""
    inputmode: str = "numeric"


@dataclass(frozen=True)
class Stage:
    """One of the five bars."""

    state: str
    """`full`, `half` or `open`."""
    words: str
    here: bool


def shown(prompt: Prompt, told: Mapping[str, Any], typed: Mapping[str, Any] | None = None) -> Shown:
    """The form of a question.

    Parameters
    ----------
    told
        What was answered before, by id.
    typed
        What stood in a form that could not be taken: `ticked` and `chosen`.
    """
    make = {"screen": _screen, "number": _number}.get(prompt.type, _choice)
    return make(prompt, told, typed)


def _choice(prompt: Prompt, told: Mapping[str, Any], typed: Mapping[str, Any] | None) -> Shown:
    pairs: list[tuple[str, Any, str]] = [(YES, True, _("Yes")), (NO, False, _("No"))]
    if prompt.type != "yes_no":
        words = prompt.choice_words or tuple(map(str, prompt.choices))
        pairs = [(str(c), c, w[:1].upper() + w[1:]) for c, w in zip(prompt.choices, words, strict=True)]
    pairs.append((NOT_SURE, None, _("I’m not sure")))
    known = prompt.id in told
    options = [
        Option(value, words, typed["chosen"] == value if typed else known and told[prompt.id] == means)
        for value, means, words in pairs
    ]
    return Shown("one", prompt.text, prompt.why, options)


def _screen(prompt: Prompt, told: Mapping[str, Any], typed: Mapping[str, Any] | None) -> Shown:
    ticked = typed["ticked"] if typed else {f for f, value in told.items() if value is True}
    options = [
        Option(str(f), words, str(f) in ticked) for f, words in zip(prompt.choices, prompt.choice_words, strict=True)
    ]
    rest = [told.get(str(f)) for f in prompt.choices if str(f) not in ticked]
    chosen = typed["chosen"] if typed else (NONE if told and rest and all(v is False for v in rest) else "")
    closing = [
        Option(NONE, _("None of these"), chosen == NONE, _("Or none of the others, if you ticked some.")),
        Option(UNSURE, _("Not sure about one of these"), chosen == UNSURE, _("We then ask them one by one.")),
    ]
    return Shown("several", prompt.text, prompt.why, options, closing)


def _number(prompt: Prompt, told: Mapping[str, Any], typed: Mapping[str, Any] | None) -> Shown:
    value = told.get(prompt.id)
    text = typed["chosen"] if typed else ("" if value is None else f"{value:g}")
    whole = prompt.unit in WHOLE_UNITS or (prompt.maximum or 100) <= 10
    return Shown(
        "number",
        prompt.text,
        prompt.why,
        text=text,
        hint=hint(prompt),
        unit=prompt.unit or "",
        inputmode="numeric" if whole else "decimal",
    )


def stages(course: Course) -> list[Stage]:
    """The five stages, filled in their order; who looks back at an earlier question sees how far they came."""
    at = int(course.reached)
    return [
        Stage("full" if n < at else "half" if n == at else "open", _words(n, at), n == at) for n in range(len(STAGES))
    ]


def _words(n: int, at: int) -> str:
    state = _("now") if n == at else _("done") if n < at else _("to come")
    return _("Part {n} of {all}: {state}").format(n=n + 1, all=len(STAGES), state=state)


def time_left(course: Course, *, waits: bool) -> str:
    """The time left in words, to half a minute; empty where nothing waits."""
    if not waits or course.left_s is None:
        return ""
    if course.longer:
        return _("A few more questions: your answers need a closer look.")
    halves = max(round(course.left_s / HALF_A_MINUTE_S), 1)
    whole, half = divmod(halves, 2)
    if not whole:
        return _("About half a minute left")
    if half:
        return _("About {minutes}½ minutes left").format(minutes=whole)
    return ngettext("About {minutes} minute left", "About {minutes} minutes left", whole).format(minutes=whole)
