"""What is asked before anything that is chosen: who, how long, the first safety questions, where, and why today.

After an emergency, or an answer for today, what set that level comes right after the first safety questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .compare import set_by
from .facts import PLACE
from .prompts import OPENING, REASON, REGIONS, Prompt, opening, question, regions
from .screens import first_screen

if TYPE_CHECKING:
    from backstride.evidence.model import Evidence

    from .answers import Answers
    from .interview import Interview
    from .result import TriageResult


def first_prompts(answers: Answers, triage: TriageResult, interview: Interview) -> list[Prompt]:
    """The first questions as they are put, those of one screen together where the interview is grouped."""
    evidence, prompts = interview.evidence, []
    first = _ids(answers, triage, interview)
    whole = {q.finding for q in triage.open_safety_questions if q.split is None and not q.from_story}
    rest = [name for name in first if name in whole and name not in interview.singly]
    done: set[str] = set()
    for name in first:
        screen = first_screen(name, rest, evidence) if interview.grouped and name in rest else None
        if name not in done:
            prompts.append(screen or put(name, evidence))
            done |= {name, *map(str, screen.choices if screen else ())}
    return prompts


def _ids(answers: Answers, triage: TriageResult, interview: Interview) -> list[str]:
    """Ids of the questions that come before any that is chosen for what it tells, in order."""
    safety = [q for q in triage.open_safety_questions if q.finding not in interview.asked]
    beside = [key for key in OPENING if interview.document.get(key) is None]
    places = [f for f in answers.findings if f.startswith(PLACE) and answers.findings[f] is True]
    before = () if interview.previous is None else set_by(interview.previous, interview.evidence)
    ids = [
        *(q.finding for q in safety if q.split is not None),
        *(q.finding for q in safety if q.from_story),
        *beside,
        *(q.finding for q in safety if q.split is None and not q.from_story),
        *(f for f in before if f not in answers.findings and f not in interview.evidence.triage.ask_first),
        *([] if places else [REGIONS]),
        *([] if REASON in answers.findings else [REASON]),
    ]
    return [name for name in ids if name not in interview.asked]


def put(name: str, evidence: Evidence) -> Prompt:
    """One question by its id, as the first questions put it."""
    if name in OPENING:
        return opening(name, evidence)
    if name == REGIONS:
        return regions(evidence)
    return question(name, evidence, safety=name != REASON)
