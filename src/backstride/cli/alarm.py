"""What the interview in the terminal says at once when an answer means help today or now."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .answer import COLOURS, SIGNS
from .answer_causes import LOCKED
from .terminal import colour_wanted, width

if TYPE_CHECKING:
    from backstride.assess.interview import Interview
    from backstride.evidence import Urgency


@dataclass(frozen=True)
class Alarm:
    """The level of the answers so far, the rules behind it and their words; nothing below a level for today."""

    level: Urgency
    rules: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    open_split: bool = False


def alarm_of(state: Interview) -> Alarm:
    """What the answers so far mean for today."""
    if state.urgency not in LOCKED:
        return Alarm(state.urgency)
    from backstride.assess import assess, read_answers

    answers = read_answers(state.document, state.evidence)
    triage = assess(answers, state.evidence, today=state.today, exposures=state.exposures).triage
    reasons = [r for r in triage.reasons if r.level == triage.urgency]
    return Alarm(
        level=triage.urgency,
        rules=frozenset(r.rule for r in triage.reasons if r.level in LOCKED),
        words=tuple(r.text for r in reasons),
        open_split=bool(triage.provisional) and state.pending is not None,
    )


def tell(alarm: Alarm, state: Interview, country: str | None) -> None:
    """Print the level and what to do, before any further question."""
    from backstride.report import country_words

    services = country_words(country, state.evidence)
    words = state.evidence.triage.level_words[alarm.level]
    line = f"{SIGNS[alarm.level]} {words['short']}  {services.local(words['head'])}"
    head = "\n".join(textwrap.wrap(line, width(), subsequent_indent="  "))
    print()
    print(f"\033[{COLOURS[alarm.level]}m{head}\033[0m" if colour_wanted() else head)
    for text in (*alarm.words[:2], words["action"]):
        print("\n".join(textwrap.wrap(services.local(text), width(), initial_indent="  ", subsequent_indent="  ")))
    print()
