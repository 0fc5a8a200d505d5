"""The interview in the terminal: one question at a time, every answer can be taken back, urgent news comes at once."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from .alarm import alarm_of, tell
from .answer_causes import LOCKED
from .terminal import width
from .ticked import TICK, ticked

if TYPE_CHECKING:
    from backstride.assess.interview import Interview
    from backstride.assess.prompts import Prompt

    from .alarm import Alarm

YES = ("y", "yes")
NO = ("n", "no")
BACK = ("b", "back")
UNKNOWN = ("", "s", "d", "don't know", "not sure")


class _LeaveError(Exception):
    """The runner wants to stop here, with the answers of this state where there is one."""

    def __init__(self, state: Interview | None = None) -> None:
        super().__init__()
        self.state = state


def converse(state: Interview, country: str | None) -> Interview:
    """Ask until the end; every answer can be taken back, also the one that ends the questions."""
    from backstride.assess.interview import ENDED, respond

    how = "Answer with the number or y/n. ? why we ask · b back · s skip, not sure · q leave"
    print("\n".join(textwrap.wrap(how, width())) + "\n")
    earlier: list[Interview] = []
    told = alarm_of(state)
    if told.level in LOCKED:
        tell(told, state, country)
    while state.pending is not None:
        prompt = state.pending
        try:
            value = _ask(state, prompt)
            if value is _BACK:
                if not earlier:
                    print("  This is the first question.")
                    continue
                state = earlier.pop()
                told = alarm_of(state)
                continue
            after, message = respond(state, {"id": prompt.id, "value": value})
            if "error" in message:
                print(f"  {_how(prompt)}")
                continue
            now = alarm_of(after)
            if now.rules - told.rules and not _kept(now, after, country):
                continue
        except _LeaveError as leaving:
            return respond(leaving.state or state, {"stop": True})[0]
        earlier.append(state)
        # An open split leaves the level open: its answer decides what is said.
        state, told = after, (told if now.open_split else now)
    if state.ended == "nothing_more":
        print("\n".join(textwrap.wrap(ENDED["nothing_more"], width())))
    return state


def _kept(now: Alarm, after: Interview, country: str | None) -> bool:
    """Say at once what an answer means for today; whether the runner keeps it.

    Raises
    ------
    _LeaveError
        If the runner goes on without more questions.
    """
    if now.open_split:
        print("  This may need help today. The next question tells more.")
        return True
    tell(now, after, country)
    over = after.pending is None
    ask = (
        "Enter: see what to do · b: I mistyped, ask me again"
        if over
        else ("Enter: go on with the questions · b: I mistyped, ask me again · q: stop and see the whole answer")
    )
    print("\n".join(textwrap.wrap(ask, width())))
    while True:
        typed = _typed(after)
        if typed in BACK:
            return False
        if typed == "q" and not over:
            raise _LeaveError(after)
        if typed in ("", "q"):
            return True
        print("  Press Enter, or type b.")


_BACK = object()


def _typed(state: Interview | None = None) -> str:
    try:
        return input("> ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        raise _LeaveError(state) from None


def _ask(state: Interview, prompt: Prompt) -> Any:
    print(f"{prompt.stage} · about {state.expected_remaining} more")
    print("\n".join(textwrap.wrap(prompt.text, width())))
    choices = _choices(prompt)
    for number, (_, words) in enumerate(choices, start=1):
        lead = f"  {number} "
        print("\n".join(textwrap.wrap(words, width(), initial_indent=lead, subsequent_indent=" " * len(lead))))
    if prompt.type == "screen":
        print("\n".join(textwrap.wrap(TICK, width())))
    while True:
        typed = _typed()
        if typed == "q":
            raise _LeaveError(None)
        if typed in BACK:
            return _BACK
        if typed == "?":
            print("\n".join(textwrap.wrap(prompt.why, width(), initial_indent="  ", subsequent_indent="  ")))
            continue
        if typed in UNKNOWN:
            return None
        try:
            return _value(prompt, typed, choices)
        except ValueError:
            print(f"  {_how(prompt)}")


def _choices(prompt: Prompt) -> list[tuple[Any, str]]:
    if prompt.type in ("choice", "screen"):
        return list(zip(prompt.choices, prompt.choice_words or map(str, prompt.choices), strict=True))
    if prompt.type == "regions":
        from backstride.report.body import region_names

        names = region_names()
        return [(region, names.get(str(region), str(region))) for region in prompt.choices]
    return []


def _value(prompt: Prompt, typed: str, choices: list[tuple[Any, str]]) -> Any:
    if prompt.type == "yes_no":
        if typed in YES or typed in NO:
            return typed in YES
        raise ValueError(typed)
    if prompt.type == "screen":
        return ticked(typed, [str(choice) for choice, _ in choices])
    if prompt.type == "number":
        number = float(typed.replace(",", "."))
        low = -math.inf if prompt.minimum is None else prompt.minimum
        high = math.inf if prompt.maximum is None else prompt.maximum
        if not (math.isfinite(number) and low <= number <= high):
            raise ValueError(typed)
        return number
    picked = [int(part) for part in typed.replace(",", " ").split()]
    if any(not 1 <= number <= len(choices) for number in picked) or (prompt.type == "choice" and len(picked) != 1):
        raise ValueError(typed)
    values = [choices[number - 1][0] for number in picked]
    return values if prompt.type == "regions" else values[0]


def _how(prompt: Prompt) -> str:
    if prompt.type == "yes_no":
        return "Type y or n, or s if you are not sure."
    if prompt.type == "number":
        unit = f" of {prompt.unit}" if prompt.unit else ""
        limits = (
            ""
            if prompt.minimum is None or prompt.maximum is None
            else f" from {prompt.minimum:g} to {prompt.maximum:g}"
        )
        return f"Type a number{unit}{limits}, or s if you are not sure."
    if prompt.type == "screen":
        return TICK
    if prompt.type == "regions":
        return "Type the numbers of all places that hurt, such as 7 12, or s to skip."
    return "Type one of the numbers, or s if you are not sure."
