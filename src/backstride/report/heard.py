"""What was understood of a runner's own words: as statements with their quotes, and as answers once confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backstride.assess.story.counts import told_by
from backstride.report.history import answer_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backstride.assess.answers import Answers
    from backstride.evidence import Evidence

TOP_LEVEL = {"age_years": ("age", 1), "pain_duration_weeks": ("duration_days", 7)}
NUMBERS = {"age_years": "{:g} years old", "pain_intensity_nrs": "worst pain {:g} of 10"}
SEXES = {"sex_female": "female", "sex_male": "male"}

BESIDE = {finding: key for finding, (key, _) in TOP_LEVEL.items()} | dict.fromkeys(SEXES, "sex")
"""Findings that stand beside the answers in a document, by their key there."""


def open_findings(answers: Answers, document: Mapping[str, Any], evidence: Evidence) -> dict[str, dict[str, Any]]:
    """What a story says that nobody confirmed, answered or dropped: finding -> `value` and `quote`, in its order."""
    known = {f for f, key in BESIDE.items() if document.get(key) is not None} | set(document.get("answers") or {})
    return {
        finding: {"value": heard.value, "quote": heard.quote}
        for finding, heard in told_by(answers, evidence).heard.items()
        if heard.value is not None and finding not in known
    }


def quotes(answers: Answers, evidence: Evidence) -> dict[str, str]:
    """The runner's own words behind each finding of a story."""
    return {finding: heard.quote for finding, heard in told_by(answers, evidence).heard.items()}


def statement(finding: str, value: Any, evidence: Evidence) -> str:
    """One finding of a story in words; None is what the runner was not sure of."""
    entry = evidence.findings[finding]
    if value is None:
        return f"maybe {entry.yes}"
    if value is False:
        return entry.no
    if finding in NUMBERS:
        return NUMBERS[finding].format(value)
    if finding == "pain_duration_weeks":
        return f"for about {value * 7:.0f} days"
    words = answer_words(entry, value)
    return entry.yes.replace("{}", words) if isinstance(value, str) and "{}" in entry.yes else words


def with_answers(document: dict[str, Any], confirmed: Mapping[str, Any], dropped: Sequence[str]) -> dict[str, Any]:
    """The document with confirmed findings as answers and misread ones named; what was answered stays."""
    answers = dict(document.get("answers") or {})
    result = dict(document)
    for finding, value in confirmed.items():
        if finding in TOP_LEVEL:
            key, factor = TOP_LEVEL[finding]
            if result.get(key) is None:
                result[key] = round(value * factor, 2)
        elif finding in SEXES:
            if result.get("sex") is None:
                result["sex"] = SEXES[finding]
        else:
            answers.setdefault(finding, value)
    result["answers"] = answers
    if dropped:
        result["story_dropped"] = [*result.get("story_dropped", []), *dropped]
    return result
