"""Beside the answer: does a scan or a nerve test help now, how it usually goes, how it is confirmed, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .beside_result import Beside, Told
from .would_change import would_change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backstride.evidence.model import Evidence

    from .answers import Answer, Answers
    from .result import Assessment
    from .weigh import Weighed

DAYS_A_WEEK = 7.0


def beside(answers: Answers, weighed: Weighed, assessment: Assessment, evidence: Evidence) -> Beside:
    """What to tell beside an answer that does not press and has an explanation to speak of.

    Parameters
    ----------
    weighed
        The answers, weighed (`weigh.weigh`); draws are not needed.
    """
    section = evidence.sections["explain"]
    first = evidence.conditions[assessment.differential.candidates[0].condition]
    case = _Case(
        level=assessment.urgency,
        family=first.care_family,
        condition=first.id,
        nerve=first.care_family == "radicular" or _any_yes(evidence.vocabulary.neuro_deficit_items, weighed.said),
        weeks=None if answers.duration_days is None else answers.duration_days / DAYS_A_WEEK,
        said=weighed.said,
    )
    course = case.first_fit(section["courses"])
    confirm = section["confirm"]
    return Beside(
        moderate_from=float(section["strength"]["moderate_from"]),
        strong_from=float(section["strength"]["strong_from"]),
        would_change=would_change(weighed, assessment, section["asks"], evidence),
        scan=case.first_fit(section["scans"]),
        incidental=_incidental(section["incidental"], case.family, answers.age),
        nerve_test=case.first_fit(section["nerve_tests"]),
        course=course,
        course_words=section["course_unknown"] if course is None else course.text,
        confirm=confirm["families"].get(case.family, confirm["otherwise"]),
    )


class _Case:
    """What the rows of the base ask about: level, first explanation, nerve signs, weeks, answers."""

    def __init__(
        self,
        *,
        level: str,
        family: str | None,
        condition: str,
        nerve: bool,
        weeks: float | None,
        said: Mapping[str, Answer],
    ) -> None:
        self.level, self.family, self.condition, self.nerve, self.weeks = level, family, condition, nerve, weeks
        self.said = said

    def first_fit(self, rows: Sequence[Mapping[str, Any]]) -> Told | None:
        for row in rows:
            if self._fits(row):
                return Told(row["id"], row["text"], tuple(row["sources"]), row.get("useful"))
        return None

    def _fits(self, row: Mapping[str, Any]) -> bool:
        return (
            _among(self.level, row["levels"])
            and _among(self.family, row["families"])
            and _among(self.condition, row["conditions"])
            and row.get("nerve") in (None, self.nerve)
            and (not row["any_yes"] or _any_yes(row["any_yes"], self.said))
            and self._lasts(row.get("weeks_from"), row.get("weeks_under"))
        )

    def _lasts(self, least: float | None, under: float | None) -> bool:
        """A row that asks how long it has hurt fits nobody who did not say so."""
        if least is None and under is None:
            return True
        return self.weeks is not None and (least or 0.0) <= self.weeks < (float("inf") if under is None else under)


def _among(value: str | None, named: Sequence[str]) -> bool:
    return not named or value in named


def _any_yes(findings: Sequence[str], said: Mapping[str, Answer]) -> bool:
    return any(said.get(finding) is True for finding in findings)


def _incidental(entry: Mapping[str, Any], family: str | None, age: float | None) -> Told | None:
    """What scans show in people of this age without pain, where the back is in question; age by the decade below."""
    if family not in entry["families"]:
        return None
    sources = tuple(entry["sources"])
    if age is None:
        return Told("incidental", entry["without_age"], sources)
    shares = {finding: {int(years): n for years, n in of.items()} for finding, of in entry["by_age"].items()}
    ages = sorted(next(iter(shares.values())))
    decade = max((years for years in ages if years <= age), default=ages[0])
    counts = {finding: of[decade] for finding, of in shares.items()}
    return Told("incidental", entry["text"].format(age=decade, **counts), sources)
