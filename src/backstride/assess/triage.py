"""Answers -> how soon to be seen, by which rules and why, what is still to be asked first, and what to watch for."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .derive import Derivations, compile_derivations, derive
from .drawing import region_ids
from .facts import answers_behind
from .node import Compiled, compile_node, literals
from .per_base import once_per_base
from .result import FiredRule, OpenSafetyQuestion, TriageResult
from .safety_net import EMERGENCY_LIST, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backstride.evidence.model import Evidence, Rule, Split, Urgency

    from .answers import Answer, Answers
    from .facts import Facts

EMERGENCY, SELF_CARE = URGENCIES[0], URGENCIES[-1]
NOTHING_MEASURED: Mapping[str, Answer] = MappingProxyType({})


def evaluate(answers: Answers, evidence: Evidence, measured: Mapping[str, Answer] = NOTHING_MEASURED) -> TriageResult:
    """Run the triage rules on one check-in.

    Parameters
    ----------
    answers : as read by `read_answers`
    evidence : the base with rules, vocabulary and safety nets
    measured : finding id -> value a watch measured
        Fills what was not answered; where both are known a yes outweighs a no.

    Returns
    -------
    TriageResult
        The highest level and the strictest activity limit of all rules that fired; the default level, never
        self-care, if none did. Reasons are all rules that fired, most urgent first; their `because` names what was
        answered, marked or measured.
        Open questions: splitting questions first, then the first safety questions, then what follows up on a known
        answer; after an emergency only the splitting questions, which alone can change it.

    Notes
    -----
    Valid answers raise no error. A caller that meets one all the same (damaged evidence, a time-out) must show
    `fallback` instead of nothing.
    """
    known = compiled_triage(evidence)
    told = with_measurements(answers.findings, measured)
    facts = derive(told, known.derivations)
    fired = [rule for rule, when in known.rules if when.holds(facts)]
    urgency = fired[0].urgency if fired else evidence.triage.default_urgency
    limits = [rule.activity for rule in fired] or [evidence.triage.default_activity]
    open_first = [f for f in known.derivations.ask_first if not _settled(f, facts, known.derivations)]
    questions = [*_splitting(facts, urgency, evidence)]
    if urgency != EMERGENCY:
        asked = {question.finding for question in questions}
        also = [*_opened_by_marks(answers, facts, evidence), *open_first, *_following_up(facts, known)]
        for finding in dict.fromkeys(also):
            if finding not in asked:
                level = level_if_yes(finding, told, facts, urgency, known)
                questions.append(
                    OpenSafetyQuestion(finding, evidence.findings[finding].question, could_become=level, split=None)
                )
    return TriageResult(
        urgency=urgency,
        reasons=tuple(_reason(rule, known.when[rule.id], facts) for rule in fired),
        activity=max(limits, key=evidence.triage.activity_order.index),
        open_safety_questions=tuple(questions),
        provisional=facts.provisional,
        safety_asked=len(known.derivations.ask_first) - len(open_first),
        safety_total=len(known.derivations.ask_first),
        safety_net=lines(evidence.safety_nets, known.nets, fired, facts),
    )


def fallback(reason: str) -> TriageResult:
    """The result to show when triage could not run: not assessed, see someone, no running, and the emergency list.

    Parameters
    ----------
    reason : one plain sentence on what went wrong, shown to the runner
    """
    level: Urgency = "within_2_weeks_routine"
    not_assessed = FiredRule(
        rule="not_assessed",
        level=level,
        because=(),
        suspected=(),
        text=reason,
        sources=("design",),
        title="Not assessed",
        activity="no_running",
        target_hours=None,
    )
    return TriageResult(
        urgency=level,
        reasons=(not_assessed,),
        activity=not_assessed.activity,
        open_safety_questions=(),
        provisional=(),
        safety_asked=0,
        safety_total=0,
        safety_net=EMERGENCY_LIST,
    )


@dataclass(frozen=True, slots=True)
class CompiledTriage:
    """The rules of one base, most urgent first, with `raised_by`: finding -> escalating rules it can help to fire."""

    derivations: Derivations
    rules: tuple[tuple[Rule, Compiled], ...]
    when: Mapping[str, Compiled]
    raised_by: Mapping[str, tuple[int, ...]]
    nets: Mapping[str, Compiled]
    follow_ups: tuple[tuple[Compiled, tuple[str, ...]], ...]


def compile_triage(evidence: Evidence) -> CompiledTriage:
    """Compile the rules and derivations of a base."""
    by_urgency = sorted(evidence.triage.rules, key=lambda rule: URGENCIES.index(rule.urgency))
    rules = tuple(
        (rule, compile_node(rule.when, "self_care" if rule.urgency == SELF_CARE else "escalating"))
        for rule in by_urgency
    )
    raised_by: dict[str, list[int]] = {}
    for index, rule in enumerate(by_urgency):
        if rule.urgency != SELF_CARE:
            for name in {name for name, negated in literals(rule.when) if not negated}:
                raised_by.setdefault(name, []).append(index)
    return CompiledTriage(
        derivations=compile_derivations(evidence),
        rules=rules,
        when={rule.id: when for rule, when in rules},
        raised_by={name: tuple(indexes) for name, indexes in raised_by.items()},
        nets={
            net.id: compile_node(net.applies, "known")
            for net in evidence.safety_nets.values()
            if net.applies is not None
        },
        follow_ups=tuple((compile_node(when, "known"), ask) for when, ask in evidence.triage.follow_ups),
    )


compiled_triage = once_per_base(compile_triage)
"""The same, worked out once for each base."""


def with_measurements(findings: Mapping[str, Answer], measured: Mapping[str, Answer]) -> dict[str, Answer]:
    """Answers and measurements together."""
    return {**measured, **findings} | {finding: True for finding, value in measured.items() if value is True}


def _settled(finding: str, facts: Facts, derivations: Derivations) -> bool:
    return finding in facts.firm or derivations.counts_as_answered_no(finding, facts)


def _reason(rule: Rule, when: Compiled, facts: Facts) -> FiredRule:
    return FiredRule(
        rule=rule.id,
        level=rule.urgency,
        because=answers_behind(when.witnesses(facts), facts.origins),
        suspected=rule.conditions,
        text=rule.user_reason,
        sources=rule.sources,
        title=rule.title,
        activity=rule.activity,
        target_hours=rule.target_hours,
    )


def _splitting(facts: Facts, urgency: Urgency, evidence: Evidence) -> Iterator[OpenSafetyQuestion]:
    """What is still to be asked of the open splitting questions, each finding once."""
    asked: set[str] = set()
    for split in facts.open_splits:
        for finding in _still_to_ask(split, facts):
            if finding not in asked:
                asked.add(finding)
                yield OpenSafetyQuestion(
                    finding,
                    evidence.findings[finding].question,
                    could_become=min(urgency, split.most_urgent_reading, key=URGENCIES.index),
                    split=split.id,
                )


def _still_to_ask(split: Split, facts: Facts) -> list[str]:
    unanswered = [finding for finding in split.ask if finding not in facts.firm and finding not in facts.no]
    return unanswered or [finding for finding in split.until_answered if finding not in facts.no]


def _opened_by_marks(answers: Answers, facts: Facts, evidence: Evidence) -> Iterator[str]:
    """Questions that a mark on the body drawing opens, such as numbness where one sits."""
    regions = region_ids(evidence)
    for region in dict.fromkeys((*answers.regions, *answers.drawing.numb)):
        finding = regions[region].asks
        if finding is not None and finding not in facts.firm and finding not in facts.no:
            yield finding


def _following_up(facts: Facts, known: CompiledTriage) -> Iterator[str]:
    """Questions that only a known answer opens, such as a plan after thoughts of ending one's life."""
    for when, ask in known.follow_ups:
        if when.holds(facts):
            for finding in ask:
                if finding not in facts.numbers and not _settled(finding, facts, known.derivations):
                    yield finding


def level_if_yes(
    finding: str, told: Mapping[str, Answer], facts: Facts, urgency: Urgency, known: CompiledTriage
) -> Urgency:
    """The level that a yes to one more finding would lead to; worked out by the rules, not looked up."""
    with_yes = derive({**told, finding: True}, known.derivations)
    changed = {*(with_yes.yes - facts.yes), *(n for n in with_yes.numbers if n not in facts.numbers)}
    candidates = {index for name in changed for index in known.raised_by.get(name, ())}
    for index in sorted(candidates):
        rule, when = known.rules[index]
        if URGENCIES.index(rule.urgency) >= URGENCIES.index(urgency):
            break
        if when.holds(with_yes):
            return rule.urgency
    return urgency
