"""What to ask next: open safety questions first, then what is expected to change what to do, a little for the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .askable import can_be_asked
from .body_map import open_places
from .criteria import truth
from .decisive import changes
from .information import outcomes
from .likelihood import MAP, denied_above
from .result import Question
from .serious import questions_of_serious

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backstride.evidence.model import Evidence

    from .information import Outcomes
    from .outlook import Outlook
    from .result import OpenSafetyQuestion
    from .weigh import Weighed


class Worth(NamedTuple):
    """A question and what it is expected to do; hundreds are made for each question that is put.

    Parameters
    ----------
    bits : expected information about the explanation [bits]
    p_yes : probability of a yes, where there is a yes
    changes : level, `lower` or `plan` -> probability that the answer changes it (`decisive.changes`)
    decides : the same, each as a multiple of what it is asked above; the sum
    order : what the order goes by: `decides` and a small share for the explanation
    """

    finding: str
    bits: float
    p_yes: float
    safety: bool
    changes: Mapping[str, float]
    decides: float
    order: float


def ask_next(
    weighed: Weighed, outlook: Outlook, safety: Sequence[OpenSafetyQuestion], evidence: Evidence
) -> tuple[tuple[Question, ...], Outcomes]:
    """The questions to show with a result, and what all could tell.

    Open safety questions come before any other, then those of a serious explanation that the ranking makes probable.
    `expected_information_bits` is the information about the explanation alone. Where the safety questions fill what is
    shown, no other question is looked at.
    """
    shown = int(evidence.ranking.settings["questions"]["shown"])
    worth, told = _worth(weighed, outlook, safety, evidence, but=frozenset(), enough=shown)
    return tuple(Question(w.finding, evidence.findings[w.finding].question, w.bits) for w in worth[:shown]), told


def worth_asking(
    weighed: Weighed,
    outlook: Outlook,
    safety: Iterable[OpenSafetyQuestion],
    evidence: Evidence,
    *,
    but: frozenset[str] = frozenset(),
) -> list[Worth]:
    """Every question worth asking: open safety questions, those of a probable serious explanation, the others.

    The others are ordered by how probably the answer changes the level or the plan, each against the bound from which
    that is worth a question, with a small share for what it tells about the explanation. Where a band follows from an
    exact number, the number is asked for.

    Parameters
    ----------
    safety
        In the order of triage: splitting questions, then the first safety questions.
    but
        Questions not to be asked, such as those the runner could not answer.
    """
    return _worth(weighed, outlook, list(safety), evidence, but=but)[0]


def _worth(
    weighed: Weighed,
    outlook: Outlook,
    safety: Sequence[OpenSafetyQuestion],
    evidence: Evidence,
    *,
    but: frozenset[str],
    enough: int | None = None,
) -> tuple[list[Worth], Outcomes]:
    asked_as = {band.finding: band.number for band in evidence.vocabulary.bands}
    first = [question.finding for question in safety if question.finding not in but]
    rest: list[str] = []
    if enough is None or len(first) < enough:
        still_open = open_questions(weighed, outlook, evidence)
        left_out = {*first, *but}
        rest = [f for f in still_open if f not in left_out and asked_as.get(f) not in but]
    serious = questions_of_serious(weighed, outlook, rest, evidence)
    rest = [f for f in rest if f not in serious]
    told = outcomes([*first, *serious, *rest], weighed, evidence)
    bits = told.bits()
    ahead = [Worth(f, bits[f], 0.0, safety=True, changes={}, decides=0.0, order=0.0) for f in (*first, *serious)]
    if not rest:
        return ahead, told
    could = changes(weighed, outlook, told, {*first, *serious, *rest}, evidence)
    settings = evidence.ranking.settings["questions"]
    above, per_bit = settings["asks_above"], float(settings["per_bit"])
    p_yes, nothing = told.p_yes(), dict[str, float]()
    others = []
    for f in rest:
        what = could.get(f, nothing)
        decides = sum([p / float(above[level]) for level, p in what.items()])
        order = decides + per_bit * bits[f]
        others.append(Worth(asked_as.get(f, f), bits[f], p_yes.get(f, 0.0), False, what, decides, order))
    # A test by oneself comes last: an answer still open may speak against loading that part.
    return [*ahead, *sorted(others, key=lambda w: (_is_test(w.finding, evidence), -w.order))], told


def open_questions(weighed: Weighed, outlook: Outlook, evidence: Evidence) -> Iterator[str]:
    """Findings of the ranking that the runner can be asked and that nothing said so far has settled.

    Never what only a clinician can examine, a gated test (hopping on a bone that may be under stress), any test done
    by oneself while the level or an answer speaks against it, what hangs under a finding that was denied, or what the
    runner's sex rules out.
    """
    known = weighed.known
    no_tests = _tests_wait(weighed, outlook, evidence)
    places = open_places(weighed.said, weighed.places, known, evidence.ranking.settings["weighing"])
    for finding in (*known.options, *known.plain):
        entry = evidence.findings[finding]
        if finding in weighed.said or not can_be_asked(entry) or denied_above(entry, weighed.said):
            continue
        if no_tests is not None and entry.group == no_tests:
            continue
        if entry.dependence_group == MAP:
            if finding in places:
                yield finding
        elif not outlook.settled(finding) and (not entry.conditional or weighed.said.get(str(entry.parent)) is True):
            yield finding


def _is_test(finding: str, evidence: Evidence) -> bool:
    return evidence.findings[finding].who == "self_test"


def _tests_wait(weighed: Weighed, outlook: Outlook, evidence: Evidence) -> str | None:
    """The group of tests that the runner is not to be asked to do now; None where they may be asked."""
    rule = evidence.ranking.settings["questions"]["self_tests"]
    known = {**weighed.said, **outlook.told, **dict.fromkeys(outlook.facts.firm, True)}
    waits = outlook.urgency in rule["not_at"] or any(truth(node, known, {}) is True for node in rule["not_while"])
    return str(rule["group"]) if waits else None
