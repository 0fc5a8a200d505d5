"""The answers document of a check-in -> `Answers`: ids known and current, values possible, unknown left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from .drawing import KEYS as DRAWING_KEYS
from .drawing import NOTHING_MARKED, Drawing, findings_of, read_drawing
from .unusable import AnswersError as AnswersError
from .unusable import kind, nearest, quoted

if TYPE_CHECKING:
    from backstride.evidence.model import Band, Evidence, Finding

Answer = bool | str | float
"""Yes or no, an option of a choice, or a number in the unit of its finding."""

KEYS = ("id", "age", "sex", "duration_days", "story", "story_dropped", "answers")
AGE, DURATION, FEMALE, MALE = "age_years", "pain_duration_weeks", "sex_female", "sex_male"
WORDS: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
DAYS_IN_A_WEEK = 7
OLDEST_YEARS = 120
"""Nobody has lived much longer; design, used only where the base gives no limit of its own."""


@dataclass(frozen=True, slots=True)
class Answers:
    """One check-in as answered.

    Parameters
    ----------
    id : name of the check-in in a batch
    age : [years]
    sex : at birth
    duration_days : how long this pain has lasted [days]
    story : the runner's own words
    story_dropped : findings that the runner says were misread in them; they do not count
    findings : current finding id -> yes/no, option or number
        Unknown answers are left out. Marks on the body drawing and what the top-level keys say are in it too;
        bands (`age_band` ...) follow from the exact number wherever there is one.
    regions : regions of the body drawing that hurt, such as `low_back_left`
    drawing : the same, with how much they hurt and where it is numb
    """

    id: str | None
    age: float | None
    sex: Literal["female", "male"] | None
    duration_days: float | None
    story: str | None
    findings: Mapping[str, Answer]
    regions: tuple[str, ...]
    story_dropped: tuple[str, ...] = ()
    drawing: Drawing = NOTHING_MARKED


def read_answers(document: Any, evidence: Evidence) -> Answers:
    """Read the answers document of one check-in.

    Parameters
    ----------
    document : parsed JSON, `{"id", "age", "sex", "duration_days", "story", "answers": {finding: value}}`;
        `"story_dropped"` lists findings misread in the story
        Every key may be left out. Old names of findings are accepted. `null` and `"unknown"` mean not answered,
        `"yes"` and `"no"` stand for true and false.
    evidence : the base whose findings, limits, bands and body drawing hold

    Raises
    ------
    AnswersError
        Unknown key, finding, option or region (named with the nearest known one), a value of the wrong type, a
        number that cannot be, or two different numbers for one question.

    Notes
    -----
    Where a finding and its old name, or a mark and an answer, disagree, yes outweighs no. An exact number
    outweighs a band.
    """
    if not isinstance(document, Mapping):
        raise AnswersError(f'The answers must be one JSON object such as {{"age": 34}}, not {kind(document)}.')
    for key in document:
        if key not in KEYS:
            raise AnswersError(_unknown_key(key, evidence))
    said, drawing = _said(document.get("answers"), evidence)
    _add_number(said, evidence.findings[AGE], document.get("age"), "age", 1)
    _add_number(said, evidence.findings[DURATION], document.get("duration_days"), "duration_days", DAYS_IN_A_WEEK)
    _add_sex(said, document.get("sex"))
    for band in evidence.vocabulary.bands:
        if band.number in said:
            said[band.finding] = band_of(band, float(said[band.number]))
    age, weeks = said.get(AGE), said.get(DURATION)
    return Answers(
        id=_text(document.get("id"), "id", numbers=True),
        age=None if age is None else float(age),
        sex=_sex(said),
        duration_days=None if weeks is None else float(weeks) * DAYS_IN_A_WEEK,
        story=_text(document.get("story"), "story"),
        findings=said,
        regions=drawing.hurts,
        story_dropped=_dropped(document.get("story_dropped"), evidence),
        drawing=drawing,
    )


def band_of(band: Band, number: float) -> str:
    """The option of a band that a number falls in.

    Edges are written as whole years or to a hundredth of a week, so 19.5 years is still `under_20` and 3 days
    (0.4286 weeks) are `from_3_days_to_2_weeks` (0.43): the last option whose lower edge is not above the
    number, rounded to a hundredth. A number below every edge falls in the first option.
    """
    by_lower_edge = sorted(band.edges, key=lambda option: band.edges[option][0])
    reached = [option for option in by_lower_edge if band.edges[option][0] <= round(number, 2)]
    return reached[-1] if reached else by_lower_edge[0]


def _said(given: Any, evidence: Evidence) -> tuple[dict[str, Answer], Drawing]:
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        raise AnswersError(f'"answers" must be an object of findings and their answers, not {kind(given)}.')
    said: dict[str, Answer] = {}
    for name, value in given.items():
        if name in DRAWING_KEYS:
            continue
        current = evidence.finding_id(name)
        if current is None:
            known = (*evidence.findings, *evidence.vocabulary.aliases, *DRAWING_KEYS)
            raise AnswersError(f"There is no finding {quoted(name)}; the nearest known one is {nearest(name, known)}.")
        answer = _answer(evidence.findings[current], value, name)
        if answer is None:
            continue
        if not isinstance(answer, bool) and said.get(current, answer) != answer:
            raise AnswersError(f'"{current}" is answered twice, once under an old name, and differently; keep one.')
        said[current] = answer or said.get(current, False) if isinstance(answer, bool) else answer
    drawing = read_drawing(given, evidence)
    said |= dict.fromkeys(findings_of(drawing, evidence), True)
    return said, drawing


def _answer(finding: Finding, value: Any, name: str) -> Answer | None:
    if isinstance(value, str) and value.strip().lower() == "unknown":
        return None
    if value is None:
        return None
    if finding.kind == "number":
        return _number(finding, value, name, 1)
    if finding.kind == "choice":
        return _option(finding, value, name)
    answer = WORDS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(answer, bool):
        raise AnswersError(f'"{name}" is a yes/no question: true, false or null, not {quoted(value)}.')
    return answer


def _option(finding: Finding, value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise AnswersError(f'"{name}" takes one of {", ".join(finding.options)}, not {quoted(value)}.')
    if value not in finding.options:
        known = nearest(value, finding.options)
        raise AnswersError(f'"{name}" has no option {quoted(value)}; the nearest known one is {known}.')
    return value


def _number(finding: Finding, value: Any, name: str, per_unit: int) -> float:
    """The number in the finding's unit; `per_unit` of what was given make one unit of the finding."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswersError(f'"{name}" must be a number, not {quoted(value)}.')
    low = finding.minimum if finding.minimum is not None else 0.0
    high = finding.maximum
    if high is None and finding.id == AGE:
        high = float(OLDEST_YEARS)
    try:
        number = float(value) / per_unit
    except OverflowError:
        number = float("inf")
    if not isfinite(number) or number < low or (high is not None and number > high):
        limits = f"at least {low * per_unit:g}" if high is None else f"from {low * per_unit:g} to {high * per_unit:g}"
        raise AnswersError(f'"{name}" cannot be {quoted(value)}; it has to be a number {limits}.')
    return number


def _add_number(said: dict[str, Answer], finding: Finding, value: Any, key: str, per_unit: int) -> None:
    if value is None:
        return
    number = _number(finding, value, key, per_unit)
    # Three weeks written as 2.9 is the same answer as 20 days; a day is the grain of the top-level key.
    if finding.id in said and abs(float(said[finding.id]) - number) >= 1 / per_unit:
        raise AnswersError(f'"{key}" and "{finding.id}" give two different numbers; keep one of them.')
    said[finding.id] = number


def _add_sex(said: dict[str, Answer], sex: Any) -> None:
    if sex not in ("female", "male", None):
        raise AnswersError(f'"sex" must be "female", "male" or null, not {quoted(sex)}.')
    if sex is not None:
        said[FEMALE] = sex == "female" or said.get(FEMALE, False)
        said[MALE] = sex == "male" or said.get(MALE, False)
    for one, other in ((FEMALE, MALE), (MALE, FEMALE)):
        if one in said:
            said.setdefault(other, not said[one])


def _sex(said: Mapping[str, Answer]) -> Literal["female", "male"] | None:
    if said.get(FEMALE) == said.get(MALE):
        return None
    return "female" if said[FEMALE] else "male"


def _dropped(given: Any, evidence: Evidence) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple):
        raise AnswersError(f'"story_dropped" must be a list of findings, not {kind(given)}.')
    found = [evidence.finding_id(name) if isinstance(name, str) else None for name in given]
    for name, current in zip(given, found, strict=True):
        if current is None:
            raise AnswersError(
                f"There is no finding {quoted(name)}; the nearest known one is {nearest(name, evidence.findings)}."
            )
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _unknown_key(key: Any, evidence: Evidence) -> str:
    if evidence.finding_id(key) is not None or key in DRAWING_KEYS:
        return f'{quoted(key)} belongs inside "answers", not beside it.'
    return f"There is no key {quoted(key)} in the answers document; the nearest known one is {nearest(key, KEYS)}."


def _text(value: Any, key: str, *, numbers: bool = False) -> str | None:
    if numbers and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise AnswersError(f'"{key}" must be text, not {quoted(value)}.')
    return value
