"""Several yes/no questions on one screen, closed by "none of these": what stands on it, and what a reply to it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from backstride.evidence.model import URGENCIES

from .answers import AnswersError
from .prompts import SAFETY, Prompt, stage_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backstride.evidence.model import Evidence

    from .questions import Worth

NONE = "none"
"""What alone records no: to everything on the screen, or to all that was not named beside it."""
UNSURE = "not_sure"
"""Not sure about one of those that were not named: each of them is asked by itself."""
RAISED_TO = URGENCIES[:3]
"""What a yes on a screen of rare signs leads to: to be seen within days, or sooner."""


def first_screen(finding: str, still_open: Collection[str], evidence: Evidence) -> Prompt | None:
    """The screen of first safety questions that a question stands on, with those still open; None for fewer than two.

    Parameters
    ----------
    still_open : questions that may stand on it, in the order of triage
    """
    for screen in evidence.ranking.settings["questions"]["screens"]["first"]:
        items = [f for f in still_open if f in screen["asks"]]
        if finding in screen["asks"] and len(items) > 1:
            return _screen(screen["id"], SAFETY, screen, items, evidence)
    return None


def further_screen(worth: Sequence[Worth], evidence: Evidence) -> Prompt | None:
    """The best question with others that go with it; None where it has to come alone.

    Rare signs that would only raise the level go together, whatever they are about; the others go with those of their
    stage. A screen is filled with questions that would not be worth one by themselves, best first.

    Parameters
    ----------
    worth : questions in their order; the first is worth asking
    """
    screens = evidence.ranking.settings["questions"]["screens"]
    kind = _kind(worth[0], evidence)
    items = [w.finding for w in worth if kind is not None and _kind(w, evidence) == kind and _fills(w, screens)]
    if kind is None or len(items) < int(screens["at_least"]):
        return None
    words = screens["further"][kind]
    return _screen(words["id"], SAFETY if kind == "rare" else kind, words, items[: int(screens["at_most"])], evidence)


def pages(worth: Sequence[Worth], evidence: Evidence) -> int:
    """How many pages these questions would take, those that go together on one screen."""
    kinds = Counter(_kind(w, evidence) for w in worth)
    alone = kinds.pop(None, 0)
    return alone + sum(
        ceil(n / int(evidence.ranking.settings["questions"]["screens"]["at_most"])) for n in kinds.values()
    )


def _kind(worth: Worth, evidence: Evidence) -> str | None:
    """`rare`, or the stage of a question; None for what is no yes or no, a test, or asked for a probable danger."""
    entry, settings = evidence.findings[worth.finding], evidence.ranking.settings["questions"]
    if worth.safety or entry.kind != "yes_no" or entry.who == "self_test":
        return None
    raising = sum(p / float(settings["asks_above"][level]) for level, p in worth.changes.items() if level in RAISED_TO)
    if raising >= worth.decides / 2.0 and worth.p_yes < float(settings["screens"]["rarer_than"]):
        return "rare"
    stage = stage_of(entry.group, settings["stages"])
    return stage if stage in settings["screens"]["further"] else None


def _fills(worth: Worth, screens: Mapping[str, Any]) -> bool:
    return worth.order >= float(screens["fills_from"])


def _screen(name: str, stage: str, words: Mapping[str, Any], items: Sequence[str], evidence: Evidence) -> Prompt:
    texts = tuple(evidence.findings[f].question for f in items)
    return Prompt(name, words["text"], words["why"], "screen", stage, tuple(items), texts)


def screen_again(name: str, stage: str, items: Sequence[str], evidence: Evidence) -> Prompt | None:
    """A screen that was put before, by its name, stage and questions; None if the base has it no more."""
    screens = evidence.ranking.settings["questions"]["screens"]
    words = next((s for s in (*screens["first"], *screens["further"].values()) if s["id"] == name), None)
    return None if words is None or not items else _screen(name, stage, words, items, evidence)


def told_by(prompt: Prompt, reply: Mapping[str, Any]) -> dict[str, bool | None]:
    """What a reply to a screen says of the questions on it; what it does not name stays open.

    Parameters
    ----------
    reply
        `{"id": screen, "value": ...}`, or `{"id", "value"}` of one of the questions as if it came alone. The value for
        a screen: a list of the ids that are true, with `"none"` in it if none of the others is, or `"not_sure"`, which
        asks each of the others by itself; `"none"`; a mapping of ids to true, false or null; or null for "not sure".

    Raises
    ------
    AnswersError
        If it is none of these. An empty list is no "none of these": nobody is reassured by a slip.
    """
    value = reply["value"]
    if reply["id"] != prompt.id:
        value = {reply["id"]: value}
    if value is None:
        return {}
    if value == NONE:
        value = [NONE]
    if isinstance(value, list) and value and _ticks(value, prompt):
        others = {str(f): False for f in prompt.choices} if NONE in value else {}
        return {**others, **{f: True for f in value if f not in (NONE, UNSURE)}}
    if isinstance(value, Mapping) and value and all(_answers(f, v, prompt) for f, v in value.items()):
        return dict(value)
    raise AnswersError(
        f'"{prompt.id}" takes a list of the ids that are true (of {", ".join(map(str, prompt.choices))}) with '
        f'"{NONE}" in it if none of the others is or "{UNSURE}" if that is not sure, a mapping of ids to true, false '
        "or null, or null for not sure."
    )


def unsure_of(prompt: Prompt, reply: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions of a screen that a reply, understood by `told_by`, wants to have asked one by one."""
    value = reply["value"]
    if reply["id"] != prompt.id or (value is not None and not (isinstance(value, list) and UNSURE in value)):
        return ()
    return tuple(str(f) for f in prompt.choices if f not in (value or ()))


def _ticks(value: list[Any], prompt: Prompt) -> bool:
    closing = [v for v in value if v in (NONE, UNSURE)]
    return len(closing) < 2 and all(v in (*prompt.choices, *closing) for v in value)


def _answers(finding: Any, value: Any, prompt: Prompt) -> bool:
    return finding in prompt.choices and (value is None or isinstance(value, bool))
