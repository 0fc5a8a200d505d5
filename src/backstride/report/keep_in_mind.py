"""Serious conditions that must not be missed, each with the answers that make us think of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.report.body import region_names
from backstride.report.history import answer_words, is_place
from backstride.report.page import ToKeepInMind
from backstride.report.words import duration_words, lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment, ToRuleOut
    from backstride.evidence.model import Evidence

GROUNDS = 3
"""Most answers named for one condition."""
NO_PLACE_YET = "possible as long as we don’t know where it hurts"


def keep_in_mind(assessment: Assessment, answers: Answers, evidence: Evidence) -> tuple[ToKeepInMind, ...]:
    """Every condition to rule out, those that answers point to first.

    Parameters
    ----------
    assessment : Assessment
        With the rules that fired: for what they suspect, the answers that fired them are named.
    answers : Answers
        For the words of what was told.
    evidence : Evidence

    Returns
    -------
    tuple of ToKeepInMind
        `why` holds at most three answers, places only where nothing else was told.
    """
    wanted = sorted(assessment.differential.must_rule_out, key=lambda item: not item.because)
    return tuple(
        ToKeepInMind(
            name=_named(item.condition, evidence),
            plain_name=_named(item.condition, evidence, plain=True),
            why=_why(item, assessment, answers, evidence),
        )
        for item in wanted
    )


def _named(condition: str, evidence: Evidence, *, plain: bool = False) -> str:
    known = evidence.conditions.get(condition)
    if known is None:
        return condition.replace("_", " ")
    return known.plain_name if plain else known.name


def _why(item: ToRuleOut, assessment: Assessment, answers: Answers, evidence: Evidence) -> str:
    if not item.because:
        return NO_PLACE_YET
    fired = {rule.rule: rule for rule in assessment.triage.reasons}
    told = [fact for one in item.because for fact in (fired[one].because if one in fired else (one,))]
    regions = region_names()
    places = [fact for fact in told if is_place(fact) or fact in regions]
    said = {m.finding: m.value for m in assessment.measured} | dict(answers.findings)
    for facts in ([fact for fact in told if fact not in places], places):
        words = list(dict.fromkeys(words for fact in facts for words in _words(fact, said, answers, evidence)))
        if words:
            return "; ".join(words[:GROUNDS])
    return "; ".join(fired[one].title for one in item.because if one in fired)


def _words(fact: str, said: Mapping[str, object], answers: Answers, evidence: Evidence) -> Iterator[str]:
    """What was told, as a statement; nothing for what was never told in so many words."""
    fact = fact.partition("=")[0]
    regions = region_names()
    if fact in regions:
        yield f"pain in the {lower_first(regions[fact])}"
    elif fact == "age_years" and answers.age is not None:
        yield f"age {answers.age:g}"
    elif fact == "pain_duration_weeks" and answers.duration_days is not None:
        yield f"for {duration_words(answers.duration_days)}"
    elif fact in evidence.findings:
        words = answer_words(evidence.findings[fact], said.get(fact, True))
        if words:
            yield words
