"""Which mutants of the triage rules the spec tables catch, in one process: facts are derived once, conditions compiled.

A mutant is caught if one row of its rule would come out otherwise: fires where it must not, does not where it has
to, or fires with another level, limit or target. The rows are those of `tests/spec/triage/rules`, and each near miss
once more with everything unrelated answered yes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from changes_nothing import ChangesNothing, mode_of
from mutated_rules import ALWAYS, NEVER, Leaf, drops, mutants
from unrelated_answers import SCREEN, Unrelated

from backstride.assess.derive import derive
from backstride.assess.node import compile_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rule_rows import RuleTable

    from backstride.assess.facts import Facts
    from backstride.evidence import Evidence
    from backstride.evidence.model import Node, Rule


@dataclass(slots=True)
class Outcome:
    """How many mutants of each kind there were, how many change nothing, and which nobody noticed."""

    made: Counter[str] = field(default_factory=Counter)
    equivalent: list[tuple[Rule, str, str, Node]] = field(default_factory=list)
    """(rule, kind, change, the condition it makes)"""
    survived: list[tuple[str, str, str]] = field(default_factory=list)
    """(rule, kind, change)"""

    @property
    def share_caught(self) -> float:
        """Caught, of those that change anything."""
        telling = self.made.total() - len(self.equivalent)
        return 1 - len(self.survived) / telling

    def kinds(self) -> Iterator[tuple[str, int, int, int]]:
        """(kind, made, equivalent, survived), and all together."""
        survived = Counter(kind for _, kind, _ in self.survived)
        equivalent = Counter(kind for _, kind, _, _ in self.equivalent)
        for kind, made in self.made.most_common():
            yield kind, made, equivalent[kind], survived[kind]
        yield "all", self.made.total(), len(self.equivalent), len(self.survived)


class Harness:
    """The tables of one base, ready to be held against mutants of its rules."""

    def __init__(self, evidence: Evidence, tables: dict[str, RuleTable], reviewed: Iterable[tuple[str, str]]) -> None:
        self.evidence = evidence
        self.tables = tables
        self.unrelated = Unrelated(evidence)
        self.yes_no = [f.id for f in evidence.findings.values() if f.kind == "yes_no" and f.id != SCREEN]
        options = [f"{f.id}={option}" for f in evidence.findings.values() for option in f.options]
        self.same = ChangesNothing([*self.yes_no, *options], self.unrelated.known, reviewed)

    def run(self, rules: Iterable[Rule]) -> Outcome:
        """Every mutant of some rules."""
        outcome = Outcome()
        for rule in rules:
            rows = list(self._rows(rule))
            self._changed(rule, rows, outcome)
            for drop, leaf in drops(rule):
                self._swapped(rule, drop, leaf, rows, outcome)
        return outcome

    def _rows(self, rule: Rule) -> Iterator[tuple[Facts, bool]]:
        table = self.tables[rule.id]
        for row in table.fires:
            yield derive(row, self.unrelated.known), True
        for row in table.near_misses:
            yield derive(row, self.unrelated.known), False
            for _, facts in self.unrelated.added(rule, row):
                yield facts, False

    def _changed(self, rule: Rule, rows: list[tuple[Facts, bool]], outcome: Outcome) -> None:
        table, stated = self.tables[rule.id], (rule.urgency, rule.activity, rule.target_hours)
        redundant = {drop for drop, leaf in drops(rule) if self.same.if_dropped(drop, leaf, rule)}
        for mutant in mutants(rule, self.evidence.triage.activity_order):
            outcome.made[mutant.kind] += 1
            when = compile_node(mutant.rule.when, mode_of(rule))
            wrong = any(when.holds(facts) != expected for facts, expected in rows)
            says = (mutant.rule.urgency, mutant.rule.activity, mutant.rule.target_hours)
            if wrong or (says != stated and stated == (table.level, table.activity, table.hours)):
                continue
            if mutant.change in redundant or (rule.id, mutant.change) in self.same.reviewed:
                outcome.equivalent.append((rule, mutant.kind, mutant.change, mutant.rule.when))
            else:
                outcome.survived.append((rule.id, mutant.kind, mutant.change))

    def _swapped(self, rule: Rule, drop: str, leaf: Leaf, rows: list[tuple[Facts, bool]], outcome: Outcome) -> None:
        """Any other finding in one place of a condition: caught by a row where its answer makes the outcome wrong."""
        if_met = compile_node(leaf.rebuild(ALWAYS), mode_of(rule))
        if_unmet = compile_node(leaf.rebuild(NEVER), mode_of(rule))
        wrong_if = [(facts, True) for facts, expected in rows if if_met.holds(facts) != expected]
        wrong_if += [(facts, False) for facts, expected in rows if if_unmet.holds(facts) != expected]
        for other in self.yes_no:
            if other == leaf.finding:
                continue
            outcome.made["swap"] += 1
            answer = compile_node(other, mode_of(rule), negated=leaf.negated)
            if any(answer.holds(facts) == met for facts, met in wrong_if):
                continue
            change = f"{leaf.finding} -> {other}"
            if self.same.if_swapped(drop, leaf, other, rule):
                outcome.equivalent.append((rule, "swap", change, leaf.rebuild(other)))
            else:
                outcome.survived.append((rule.id, "swap", change))
