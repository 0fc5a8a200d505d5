"""Whether open safety questions alone keep self-care back: triage once more, with a no to each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import triage as rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence

    from .answers import Answer, Answers
    from .result import TriageResult


def self_care_if_no(
    answers: Answers, evidence: Evidence, measured: Mapping[str, Answer], shown: TriageResult
) -> tuple[str, ...]:
    """The open questions that lead to self-care if each is answered no, in the order triage asks them.

    Parameters
    ----------
    answers, measured
        What was told, and finding id -> value from the watch.
    shown
        The result as it is shown, with its open questions.

    Returns
    -------
    tuple of str
        Ids of findings. Empty where nothing is open, where a question is not answered by yes or no, where the level is
        not the default one, or where a no to all leads anywhere else or opens further questions.

    Notes
    -----
    It tells what the rules would say, and nothing of how likely the answers are. Measurements may only raise a level,
    so both readings, with and without them, have to reach self-care.
    """
    ask = tuple(question.finding for question in shown.open_safety_questions)
    yes_no = all(evidence.findings[finding].kind == "yes_no" for finding in ask)
    if not ask or not yes_no or shown.urgency != evidence.triage.default_urgency:
        return ()
    denied = replace(answers, findings={**answers.findings, **dict.fromkeys(ask, False)})
    for values in (measured, {}) if measured else ({},):
        then = rules.evaluate(denied, evidence, values)
        if then.urgency != rules.SELF_CARE or then.open_safety_questions or then.safety_asked < then.safety_total:
            return ()
    return ask
