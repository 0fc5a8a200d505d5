"""The adaptive interview beside a fixed and a random order: questions asked, and what they miss of all answers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.assess import assess, read_answers
from backstride.assess.decisive import plan_family
from backstride.assess.interview import begin, respond
from backstride.assess.outlook import outlook
from backstride.assess.questions import open_questions
from backstride.assess.said import said
from backstride.assess.triage import evaluate
from backstride.assess.weigh import weigh
from backstride.evidence import URGENCIES
from simulated_replies import Replies, replies_of, with_slips
from simulated_runners import Runners
from simulated_triage import ORDINARY, SETTING, YOUNGEST_YEARS
from tables import Section, Table, share
from urgency_accuracy import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.random import Generator

    from backstride.evidence import Evidence, Urgency
    from simulated_runners import Simulated

SEED = 20261121
TODAY = date(2026, 11, 21)
ORDINARY_RUNNERS, EMERGENCIES_EACH = 60, 2
ON_A_SCREEN = 8
EMERGENCY = URGENCIES[0]
INTRO = """\
Simulated runners (seed {seed}) led through the interview, and the same runners with every question asked that may be
asked, answered right. The draws are those of *Simulated runners*; *rare signs drawn* keeps the base rate of every sign
that is about the region, so that many an ordinary runner has an alarm by chance; *with slips* leaves 10 % of the
questions at "don't know" and answers 3 % of the yes and 1 % of the no wrongly, so a level can differ whatever is asked.
A screen counts as one question, and each tick box on it as an answer. *One by one* is the line protocol without
screens. *Fixed* is by name, *random* any order, both after the same first questions, eight on a screen, with as many
answers as the screens took. The figures show what the choice of questions costs, never accuracy: the runners come
from the numbers that choose the questions. From reply to next question: {middle:.0f} ms, 95 % within {most:.0f} ms,
over {questions} questions, in one process."""


@dataclass(frozen=True)
class Outcome:
    """What came of some answers.

    Parameters
    ----------
    put, told : questions put, a screen counting once, and single questions answered by that
    family : the plan that the most probable explanations lead to
    third : whether the true explanation is among the first three
    """

    urgency: Urgency
    family: str
    third: bool
    put: int
    told: int
    document: Mapping[str, Any]


def outcome(document: dict[str, Any], replies: Replies, evidence: Evidence, *, put: int, told: int) -> Outcome:
    """The level, the plan and the first three explanations of an answers document."""
    result = assess(read_answers(document, evidence), evidence, today=TODAY)
    mass: dict[str, float] = {}
    for candidate in result.differential.candidates:
        family = plan_family(evidence.conditions[candidate.condition])
        mass[family] = mass.get(family, 0.0) + candidate.probability
    first = [c.condition for c in result.differential.candidates[:3]]
    return Outcome(
        result.triage.urgency, max(mass, key=lambda f: mass[f]), replies.condition in first, put, told, document
    )


def adaptive(replies: Replies, evidence: Evidence, *, grouped: bool, times: list[float] | None = None) -> Outcome:
    """The interview as it is led."""
    state = begin(evidence, today=TODAY, grouped=grouped)
    while state.pending is not None:
        prompt = state.pending
        value = replies.to(prompt.id)
        if prompt.type == "screen":
            value = {f: replies.to(str(f)) for f in prompt.choices}
        began = time.perf_counter()
        state, _ = respond(state, {"id": prompt.id, "value": value})
        if times is not None:
            times.append((time.perf_counter() - began) * 1000.0)
    return outcome(dict(state.document), replies, evidence, put=state.replies, told=len(state.asked))


def everything(replies: Replies, evidence: Evidence) -> Outcome:
    """Every question that may be asked, asked and answered; tests by oneself last, where nothing is against them."""
    document: dict[str, Any] = {
        **replies.opening,
        "answers": {f: replies.to(f) for f in (*evidence.triage.ask_first, "regions", "check_reason")},
    }
    bands = {band.finding: band.number for band in evidence.vocabulary.bands}
    asked = set(document["answers"])
    tests = False
    while True:
        read = read_answers(document, evidence)
        triage = evaluate(read, evidence)
        weighed = weigh(said(read, evidence, {}), evidence, draws=False)
        rest = open_questions(weighed, outlook(read, evidence, {}, triage.urgency), evidence)
        names = [*(q.finding for q in triage.open_safety_questions), *(bands.get(f, f) for f in rest)]
        new = [f for f in names if f not in asked and (tests or evidence.findings[f].who != "self_test")]
        if not new and tests:
            return outcome(document, replies, evidence, put=len(asked), told=len(asked))
        tests = not new
        asked |= {*new}
        document["answers"] |= {f: replies.to(f) for f in new}


def in_order(
    replies: Replies, evidence: Evidence, further: int, ordered: Callable[[list[str]], Sequence[str]]
) -> Outcome:
    """The same first questions, then `further` others in some order, eight on a screen; splits come as they open."""
    first = {f: replies.to(f) for f in (*evidence.triage.ask_first, "regions", "check_reason")}
    document: dict[str, Any] = {**replies.opening, "answers": dict(first)}
    bands = {band.finding: band.number for band in evidence.vocabulary.bands}
    asked = set(first)
    told, put = 0, len(evidence.ranking.settings["questions"]["screens"]["first"]) + len(replies.opening) + 2
    while told < further:
        read = read_answers(document, evidence)
        triage = evaluate(read, evidence)
        new = [q.finding for q in triage.open_safety_questions if q.finding not in asked]
        if not new:
            weighed = weigh(said(read, evidence, {}), evidence, draws=False)
            rest = open_questions(weighed, outlook(read, evidence, {}, triage.urgency), evidence)
            still = [bands.get(f, f) for f in rest if bands.get(f, f) not in asked]
            new = [*ordered(still)][: min(ON_A_SCREEN, further - told)]
        if triage.urgency == EMERGENCY or not new:
            break
        asked |= {*new}
        told, put = told + len(new), put + 1
        document["answers"] |= {f: replies.to(f) for f in new}
    return outcome(document, replies, evidence, put=put, told=told + len(first) + len(replies.opening))


@dataclass(frozen=True)
class Case:
    """A simulated runner: what they reply, and what would be right."""

    given: Replies
    right: Replies


def ordinary_cases(
    evidence: Evidence, n: int, random: Generator, *, all_base_rates: bool = False, slips: bool = False
) -> list[Case]:
    """Runners with a condition that is routine or self-care, by prior."""
    runners = Runners(evidence, all_base_rates=all_base_rates)
    conditions = runners.of_levels(ORDINARY)
    drawn = random.choice(len(conditions), size=n, p=runners.priors(SETTING, conditions))
    people = [runners.draw(conditions[i], random, youngest_years=YOUNGEST_YEARS) for i in drawn]
    return [_case(runner, evidence, random, slips=slips) for runner in people]


def emergency_cases(evidence: Evidence, each: int, random: Generator, *, slips: bool = False) -> list[Case]:
    """As many runners of every condition that is an emergency."""
    runners = Runners(evidence)
    people = [runners.draw(c, random) for c in runners.of_levels((EMERGENCY,)) for _ in range(each)]
    return [_case(runner, evidence, random, slips=slips) for runner in people]


def _case(runner: Simulated, evidence: Evidence, random: Generator, *, slips: bool) -> Case:
    right = replies_of(runner, evidence, random)
    return Case(with_slips(right, evidence, random) if slips else right, right)


WAYS = ("adaptive, screens", "adaptive, one by one", "fixed order", "random order")


def by_every_way(case: Case, evidence: Evidence, random: Generator, times: list[float]) -> dict[str, Outcome]:
    """The adaptive interview and both orders, these with as many answers as the screens took."""
    first = len(case.given.opening) + len(evidence.triage.ask_first) + 2
    screens = adaptive(case.given, evidence, grouped=True, times=times)
    further = max(screens.told - first, 0)
    return {
        WAYS[0]: screens,
        WAYS[1]: adaptive(case.given, evidence, grouped=False),
        WAYS[2]: in_order(case.given, evidence, further, sorted),
        WAYS[3]: in_order(case.given, evidence, further, lambda still: random.permutation(still).tolist()),
    }


def interview_section(
    evidence: Evidence, *, runners: int = ORDINARY_RUNNERS, emergencies_each: int = EMERGENCIES_EACH
) -> Section:
    """Questions asked, and how the level, the plan and the first three explanations compare with all answers."""
    times: list[float] = []
    rows: list[tuple[str, ...]] = []
    missed: list[tuple[str, ...]] = []
    for name, cases in drawn_cases(evidence, runners, emergencies_each).items():
        random = np.random.default_rng(SEED)
        whole = [everything(case.right, evidence) for case in cases]
        ways = [by_every_way(case, evidence, random, times) for case in cases]
        rows += [_row(name, way, [w[way] for w in ways], whole) for way in WAYS]
        missed += [
            (name, case.right.condition, way, w[way].urgency)
            for case, w, all_of_it in zip(cases, ways, whole, strict=True)
            for way in WAYS[:2]
            if all_of_it.urgency == EMERGENCY != w[way].urgency
        ]
    middle, most = np.percentile(times, [50, 95])
    return Section(
        "The interview: questions asked, and what they miss",
        INTRO.format(seed=SEED, middle=middle, most=most, questions=len(times)),
        (
            Table("Beside all answers", HEAD, rows),
            Table(
                "Emergencies by all answers that the interview left lower",
                ("drawn", "condition", "way", "came"),
                missed,
            ),
        ),
    )


def drawn_cases(evidence: Evidence, runners: int, emergencies_each: int) -> dict[str, list[Case]]:
    """The draws of the table, each from the same seed."""

    def random() -> Generator:
        return np.random.default_rng(SEED)

    return {
        "ordinary": ordinary_cases(evidence, runners, random()),
        "ordinary, with slips": ordinary_cases(evidence, runners, random(), slips=True),
        "ordinary, rare signs drawn": ordinary_cases(evidence, runners, random(), all_base_rates=True),
        "emergencies": emergency_cases(evidence, emergencies_each, random()),
        "emergencies, with slips": emergency_cases(evidence, emergencies_each, random(), slips=True),
    }


HEAD = (
    *("drawn", "questions by", "questions: median", "90 %", "answers: median"),
    *("same level", "lower", "lower than emergency", "same plan", "right cause in the first 3", "with all answers"),
)


def _row(name: str, way: str, came: list[Outcome], whole: list[Outcome]) -> tuple[str, ...]:
    n = len(came)
    below = [rank(c.urgency) > rank(w.urgency) for c, w in zip(came, whole, strict=True)]
    emergencies = [c.urgency == EMERGENCY for c, w in zip(came, whole, strict=True) if w.urgency == EMERGENCY]
    middle, most = np.percentile([c.put for c in came], [50, 90])
    return (
        *(name, way, f"{middle:.0f}", f"{most:.0f}", f"{np.median([c.told for c in came]):.0f}"),
        share(sum(c.urgency == w.urgency for c, w in zip(came, whole, strict=True)), n),
        share(sum(below), n),
        f"{emergencies.count(False)} of {len(emergencies)}",
        share(sum(c.family == w.family for c, w in zip(came, whole, strict=True)), n),
        share(sum(c.third for c in came), n),
        share(sum(w.third for w in whole), n),
    )
