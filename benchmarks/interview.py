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
from simulated_replies import Replies, replies_of
from simulated_runners import Runners
from simulated_triage import ORDINARY, SETTING, YOUNGEST_YEARS
from tables import Section, Table, share
from urgency_accuracy import rank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.random import Generator

    from backstride.evidence import Evidence, Urgency

SEED = 20261121
TODAY = date(2026, 11, 21)
ORDINARY_RUNNERS, EMERGENCIES_EACH = 200, 10
EMERGENCY = URGENCIES[0]


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
    return Outcome(result.triage.urgency, max(mass, key=lambda f: mass[f]), replies.condition in first, put, told, document)


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
    """Every question that may be asked, asked and answered; tests by oneself last, where nothing speaks against them."""
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
    replies: Replies, evidence: Evidence, further: int, order: Callable[[Sequence[str]], str]
) -> Outcome:
    """The same first questions, then `further` others in some order; splits and follow-ups are asked as they open."""
    first = {f: replies.to(f) for f in (*evidence.triage.ask_first, "regions", "check_reason")}
    answers = {f: value for f, value in first.items() if value is not None}
    document: dict[str, Any] = {**replies.opening, "answers": answers}
    bands = {band.finding: band.number for band in evidence.vocabulary.bands}
    asked = set(first)
    told = 0
    while told < further:
        read = read_answers(document, evidence)
        triage = evaluate(read, evidence)
        splits = [q.finding for q in triage.open_safety_questions if q.finding not in asked]
        weighed = weigh(said(read, evidence, {}), evidence, draws=False)
        rest = open_questions(weighed, outlook(read, evidence, {}, triage.urgency), evidence)
        still = [bands.get(f, f) for f in rest if bands.get(f, f) not in asked]
        if triage.urgency == EMERGENCY or not (splits or still):
            break
        name = splits[0] if splits else order(still)
        asked.add(name)
        told += 1
        if replies.to(name) is not None:
            answers[name] = replies.to(name)
    return outcome(document, replies, evidence, put=told, told=told)


def ordinary_runners(evidence: Evidence, n: int, random: Generator, *, all_base_rates: bool = False, slips: bool = True) -> list[Replies]:
    """Runners with a condition that is routine or self-care, by prior, with slips."""
    runners = Runners(evidence, all_base_rates=all_base_rates)
    conditions = runners.of_levels(ORDINARY)
    drawn = random.choice(len(conditions), size=n, p=runners.priors(SETTING, conditions))
    return [
        replies_of(runners.draw(conditions[i], random, youngest_years=YOUNGEST_YEARS), evidence, random, slips=slips) for i in drawn
    ]


def emergencies(evidence: Evidence, each: int, random: Generator, *, slips: bool = True) -> list[Replies]:
    """As many runners of every condition that is an emergency, with slips."""
    runners = Runners(evidence)
    return [
        replies_of(runners.draw(condition, random), evidence, random, slips=slips)
        for condition in runners.of_levels((EMERGENCY,))
        for _ in range(each)
    ]
