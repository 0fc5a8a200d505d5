"""What triage makes of simulated runners: how many ordinary ones it sends on, which serious ones it sees too late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backstride.assess.answers import read_answers
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES
from simulated_runners import Runners, Simulated, answer_further, document
from tables import Section, Table, share
from urgency_accuracy import rank

if TYPE_CHECKING:
    from numpy.random import Generator

    from backstride.assess.result import FiredRule, TriageResult
    from backstride.evidence import Evidence, Urgency

SEED = 20261121
ORDINARY_RUNNERS, SERIOUS_EACH = 2000, 100
SETTING = "community_runner"
DROPPED = 0.4
YOUNGEST_YEARS = 16
"""Younger runners are served with a guardian only (never event NE_16)."""
TODAY: tuple[Urgency, ...] = URGENCIES[:2]
SERIOUS: tuple[Urgency, ...] = URGENCIES[:3]
ORDINARY: tuple[Urgency, ...] = URGENCIES[3:]
SELF_CARE = URGENCIES[-1]
SHOWN_RULES = 15
NO_LEAKS = "records and base rates"
WANTED_AT_MOST = "5 %"
INTRO = """\
Runners drawn from the base itself (`benchmarks/simulated_runners.py`, seed {seed}): a condition by its prior in the
setting *{setting}*, its findings by P(finding | condition), findings of one dependence group correlated. The first
safety questions, the splitting questions and what follows up on them are answered truthfully, {dropped:.0%} of the
other answers are missing. These are not patients. The numbers behind them are mostly judgement and are never fitted
to this; the figures show what the rules make of pictures that the base believes in, and a change between two
versions shows what an amended rule does. Beside its records a condition has the base rates of other findings, and
the tables hold no zeros but leaks, which are no prevalences: which of these are drawn decides the figures as much
as the rules do, so several are shown. What a question excludes in words (tired legs, breathing hard) cannot be
drawn. Wanted: at most {wanted} of ordinary runners to emergency or same day."""


@dataclass(frozen=True)
class Judged:
    """A simulated runner and where triage sends them."""

    runner: Simulated
    result: TriageResult


def check_in(
    runner: Simulated,
    evidence: Evidence,
    random: Generator,
    *,
    dropped: float,
    splits_answered: bool = True,
    tells_only_recorded: bool = False,
) -> TriageResult:
    """One check-in as the interview leads it: the answers, then every safety question that they open."""
    said = document(runner, evidence, random, dropped=dropped, tells_only_recorded=tells_only_recorded)
    while True:
        result = evaluate(read_answers(said, evidence), evidence)
        asked = [
            question.finding
            for question in result.open_safety_questions
            if evidence.findings[question.finding].kind == "yes_no" and (splits_answered or question.split is None)
        ]
        if not answer_further(runner, asked, said["answers"], tells_only_recorded=tells_only_recorded):
            return result


def ordinary(
    evidence: Evidence, n: int, *, leak: float = 0.0, records_alone: bool = False, splits_answered: bool = True
) -> list[Judged]:
    """Runners with a condition that is routine or self-care, by prior."""
    random = np.random.default_rng(SEED)
    runners = Runners(evidence, leak=leak, records_alone=records_alone)
    conditions = runners.of_levels(ORDINARY)
    drawn = random.choice(len(conditions), size=n, p=runners.priors(SETTING, conditions))
    judged = []
    for index in drawn:
        runner = runners.draw(conditions[index], random, youngest_years=YOUNGEST_YEARS)
        result = check_in(runner, evidence, random, dropped=DROPPED, splits_answered=splits_answered)
        judged.append(Judged(runner, result))
    return judged


def serious(evidence: Evidence, each: int, *, dropped: float) -> list[Judged]:
    """As many runners of every condition that is to be seen within days or sooner; no leaks."""
    random = np.random.default_rng(SEED)
    runners = Runners(evidence)
    judged = []
    for condition in runners.of_levels(SERIOUS):
        for _ in range(each):
            runner = runners.draw(condition, random)
            result = check_in(runner, evidence, random, dropped=dropped, tells_only_recorded=True)
            judged.append(Judged(runner, result))
    return judged


def simulated_section(evidence: Evidence) -> Section:
    """Simulated runners: ordinary ones sent to emergency or same day and why, serious ones below their level."""
    variants = {
        "records alone": ordinary(evidence, ORDINARY_RUNNERS, records_alone=True),
        NO_LEAKS: ordinary(evidence, ORDINARY_RUNNERS),
        "the same, splitting questions open": ordinary(evidence, ORDINARY_RUNNERS, splits_answered=False),
        "and a tenth of the leaks": ordinary(evidence, ORDINARY_RUNNERS, leak=0.1),
        "and all leaks": ordinary(evidence, ORDINARY_RUNNERS, leak=1.0),
    }
    asked = {
        f"{DROPPED:.0%} of the answers missing".replace("%", " %"): serious(evidence, SERIOUS_EACH, dropped=DROPPED),
        "everything answered": serious(evidence, SERIOUS_EACH, dropped=0.0),
    }
    return Section(
        "Simulated runners",
        INTRO.format(seed=SEED, setting=SETTING, dropped=DROPPED, wanted=WANTED_AT_MOST).replace("40%", "40 %"),
        (
            _levels_table(variants),
            _rules_table(evidence, variants[NO_LEAKS]),
            _serious_table(evidence, asked),
            _below_table(evidence, *asked.values()),
        ),
    )


def _levels_table(variants: dict[str, list[Judged]]) -> Table:
    rows = []
    for name, judged in variants.items():
        levels = [j.result.urgency for j in judged]
        rows.append(
            (
                name,
                share(sum(level in TODAY for level in levels), len(levels)),
                share(sum(level == TODAY[0] for level in levels), len(levels)),
                share(sum(level == SERIOUS[2] for level in levels), len(levels)),
                share(sum(level == SELF_CARE for level in levels), len(levels)),
            )
        )
    return Table(
        "Ordinary runners",
        ("drawn", "emergency or same day", "of these emergency", "within days", "self-care"),
        rows,
    )


def _rules_table(evidence: Evidence, judged: list[Judged]) -> Table:
    fired: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    behind: dict[str, Counter[str]] = {}
    for case in judged:
        today: list[FiredRule] = [reason for reason in case.result.reasons if reason.level in TODAY]
        for reason in today:
            fired[reason.rule] += 1
            behind.setdefault(reason.rule, Counter())[case.runner.condition] += 1
        if len(today) == 1:
            alone[today[0].rule] += 1
    rules = {rule.id: rule for rule in evidence.triage.rules}
    rows = [
        (
            rule,
            rules[rule].urgency,
            rules[rule].title,
            share(count, len(judged)),
            str(alone[rule]),
            ", ".join(f"{condition} {n}" for condition, n in behind[rule].most_common(3)),
        )
        for rule, count in fired.most_common(SHOWN_RULES)
    ]
    return Table(
        "Rules that send ordinary runners to emergency or same day",
        ("rule", "level", "title", "fired", "alone", "most often in"),
        rows,
        note=f"Records and base rates; the {SHOWN_RULES} most frequent. *Alone*: no other rule of these two levels "
        "fired.",
    )


def _serious_table(evidence: Evidence, asked: dict[str, list[Judged]]) -> Table:
    rows = []
    for name, judged in asked.items():
        for level in SERIOUS:
            of_level = [j for j in judged if evidence.conditions[j.runner.condition].urgency == level]
            below = [rank(j.result.urgency) - rank(level) for j in of_level]
            rows.append(
                (
                    name,
                    level,
                    share(sum(b <= 0 for b in below), len(below)),
                    share(sum(b > 1 for b in below), len(below)),
                    share(sum(j.result.urgency == SELF_CARE for j in of_level), len(below)),
                )
            )
    return Table(
        "Serious conditions",
        ("answers", "own level", "at least this level", "two or more levels below", "self-care"),
        rows,
        note=f"{SERIOUS_EACH} runners of each condition, so common and rare ones count alike. What the base has no "
        "record of in a condition is left unanswered. A condition may need a test or a story that no question asks "
        "for, so its own level cannot always be reached from answers.",
    )


def _below_table(evidence: Evidence, missing: list[Judged], everything: list[Judged]) -> Table:
    def reached(judged: list[Judged]) -> dict[str, list[bool]]:
        result: dict[str, list[bool]] = {}
        for j in judged:
            own = evidence.conditions[j.runner.condition].urgency
            result.setdefault(j.runner.condition, []).append(rank(j.result.urgency) <= rank(own))
        return result

    some, all_asked = reached(missing), reached(everything)
    lowest = {
        condition: max((j.result.urgency for j in missing if j.runner.condition == condition), key=rank)
        for condition in some
    }
    rows = [
        (
            condition,
            evidence.conditions[condition].urgency,
            share(sum(met), len(met)),
            share(sum(all_asked[condition]), len(all_asked[condition])),
            lowest[condition],
        )
        for condition, met in sorted(some.items(), key=lambda item: (sum(item[1]), item[0]))
        if not all(met)
    ]
    return Table(
        "Conditions that are not always sent to their own level",
        ("condition", "own level", "at least this level", "with everything answered", "lowest level, answers missing"),
        rows,
    )
