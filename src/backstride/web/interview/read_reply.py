"""What a runner sent by a question page, as a reply the engine takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backstride.assess.screens import NONE, UNSURE

from ..typed_number import typed_number
from .number_words import limits, problem

if TYPE_CHECKING:
    from django.http import QueryDict

    from backstride.assess.prompts import Prompt

YES, NO, NOT_SURE = "yes", "no", "unsure"
"""What the radios of a yes/no question send; the last also under a choice."""


class UnreadError(Exception):
    """A reply that cannot be taken, in one sentence, and the id of the field it is about."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def reply_of(prompt: Prompt, sent: QueryDict) -> Any:
    """The value for the engine: null for "don't know".

    Raises
    ------
    UnreadError
        If nothing was chosen, or what was sent is no answer to this question.
    """
    if "skip" in sent:
        # On a screen each question is then not known; "not sure about one" asks one by one instead.
        return dict.fromkeys(map(str, prompt.choices)) if prompt.type == "screen" else None
    read = {"screen": _screen, "number": _number}.get(prompt.type, _choice)
    return read(prompt, sent)


def typed(prompt: Prompt, sent: QueryDict) -> dict[str, Any]:
    """What stood in the form, so that it comes back as it was."""
    chosen = sent.get("close" if prompt.type == "screen" else "answer", "")
    return {
        "ticked": set(sent.getlist("is")) & set(map(str, prompt.choices)),
        "chosen": "" if _is_another_screen(prompt, sent) else chosen,
    }


def _choice(prompt: Prompt, sent: QueryDict) -> Any:
    value = sent.get("answer", "")
    if value == NOT_SURE:
        return None
    known = {YES: True, NO: False} if prompt.type == "yes_no" else {str(c): c for c in prompt.choices}
    if value not in known:
        raise UnreadError(_("Choose one answer, or skip this question."), "answer-1")
    return known[value]


def _screen(prompt: Prompt, sent: QueryDict) -> Any:
    if _is_another_screen(prompt, sent):
        raise UnreadError(_("These questions changed meanwhile. Look at them again."), "is-1")
    ticks = [str(choice) for choice in prompt.choices if str(choice) in sent.getlist("is")]
    close = {NONE: [NONE], UNSURE: [UNSURE]}.get(sent.get("close", ""), [])
    if not ticks and not close:
        raise UnreadError(_("Tick what is true for you. If nothing is, choose “None of these”."), "is-1")
    # Without a closing answer only the ticks count, at once; the others are asked again.
    return [*ticks, *close]


def _is_another_screen(prompt: Prompt, sent: QueryDict) -> bool:
    """Whether the page asked something else than the screen does by now: its "none of these" denies nothing else."""
    asks = set(map(str, prompt.choices))
    return not asks.issuperset(sent.getlist("is")) or ("shown" in sent and set(sent.getlist("shown")) != asks)


def _number(prompt: Prompt, sent: QueryDict) -> Any:
    number = typed_number(sent.get("answer", ""))
    low, high = limits(prompt)
    if number is None:
        raise UnreadError(problem(prompt, None), "answer-1")
    if number < low or (high is not None and number > high):
        raise UnreadError(problem(prompt, number), "answer-1")
    return int(number) if number.is_integer() else number
