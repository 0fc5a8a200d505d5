"""Row C4 of the safety list: a slip in a triage rule does not get past the tables of `tests/spec/triage/rules`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import yaml
from caught import Harness
from changes_nothing import mode_of
from mutated_rules import leaves, mutants
from rule_rows import read

from backstride.assess.answers import Answers
from backstride.assess.derive import compile_derivations, derive
from backstride.assess.node import compile_node, literals
from backstride.assess.triage import evaluate

REVIEWED = Path(__file__).parent / "equivalent_rules.yaml"
AROUND = int(os.environ.get("BACKSTRIDE_SOAK_AROUND", "100"))
"""Random check-ins for each rule on which changes that are said to change nothing are tried."""


@pytest.fixture(scope="module")
def tables(evidence):
    return read(evidence.triage.ask_first)


@pytest.fixture(scope="module")
def reviewed():
    content = yaml.safe_load(REVIEWED.read_text(encoding="utf-8"))["equivalent"]
    assert all(entry["because"] for entry in content)
    return [(entry["rule"], change) for entry in content for change in entry["changes"]]


@pytest.fixture(scope="module")
def outcome(evidence, tables, reviewed):
    return Harness(evidence, tables, reviewed).run(evidence.triage.rules)


def test_the_tables_catch_every_slip_and_nearly_every_swapped_finding(outcome):
    for kind, made, equivalent, survived in outcome.kinds():
        print(f"C4 rules, {kind}: {made} mutants, {equivalent} change nothing, {survived} survived")
    assert not [s for s in outcome.survived if s[1] != "swap"]
    assert outcome.share_caught >= 0.999
    kinds = {"level", "activity", "hours", "drop", "not", "threshold", "comparison", "any/all", "swap"}
    assert outcome.made.keys() == kinds


def test_every_rule_is_mutated_and_no_reviewed_change_is_out_of_date(evidence, reviewed):
    rules = {rule.id: rule for rule in evidence.triage.rules}
    for rule, change in reviewed:
        found = {mutant.change for mutant in mutants(rules[rule], evidence.triage.activity_order)}
        found |= {f"{leaf.finding} -> anything" for leaf in leaves(rules[rule].when)}
        assert change in found, rule
    for rule in rules.values():
        assert any(True for _ in mutants(rule, evidence.triage.activity_order)), rule.id


def test_the_harness_notices_tables_without_near_misses(evidence, tables, reviewed):
    rules = [rule for rule in evidence.triage.rules if rule.family == "bone_stress"]
    blunt = {rule: replace(table, near_misses=()) for rule, table in tables.items()}
    dropped = [s for s in Harness(evidence, blunt, reviewed).run(rules).survived if s[1] in {"drop", "any/all"}]
    assert len(dropped) > 50


def test_the_harness_notices_a_table_that_states_a_lower_level(evidence, tables, reviewed):
    rule = next(rule for rule in evidence.triage.rules if rule.id == "INF_01")
    wrong = {**tables, "INF_01": replace(tables["INF_01"], level="within_days")}
    kinds = {kind for _, kind, _ in Harness(evidence, wrong, reviewed).run([rule]).survived}
    assert {"level", "activity", "hours"} <= kinds


def test_what_is_caught_is_caught_by_the_evaluator_that_people_use(evidence, tables, outcome):
    survived = {(rule, change) for rule, _, change in outcome.survived}
    unchanged = {(rule.id, change) for rule, _, change, _ in outcome.equivalent}
    random = Random(1)  # noqa: S311 - test data
    for rule in random.sample(evidence.triage.rules, 6):
        table = tables[rule.id]
        for mutant in mutants(rule, evidence.triage.activity_order):
            if mutant.kind not in {"drop", "threshold", "any/all"} or (rule.id, mutant.change) in survived | unchanged:
                continue
            rules = tuple(mutant.rule if r is rule else r for r in evidence.triage.rules)
            weakened = replace(evidence, triage=replace(evidence.triage, rules=rules))
            as_stated = all(fires(rule.id, row, weakened) for row in table.fires)
            spared = not any(fires(rule.id, row, weakened) for row in table.near_misses)
            assert not (as_stated and spared), (rule.id, mutant.change)


def fires(rule, row, evidence):
    answers = Answers(id=None, age=None, sex=None, duration_days=None, story=None, findings=row, regions=())
    return rule in {reason.rule for reason in evaluate(answers, evidence).reasons}


def test_what_is_said_to_change_nothing_changes_nothing_on_random_check_ins(evidence, tables, outcome):
    known = compile_derivations(evidence)
    by_rule = {}
    for rule, _, change, when in outcome.equivalent:
        by_rule.setdefault(rule.id, (rule, []))[1].append((change, compile_node(when, mode_of(rule))))
    for rule, changes in by_rule.values():
        original = compile_node(rule.when, mode_of(rule))
        for check_in in around(rule, tables[rule.id], evidence, Random(rule.id)):  # noqa: S311 - test data
            facts = derive(check_in, known)
            holds = original.holds(facts)
            assert not [change for change, changed in changes if changed.holds(facts) != holds], (rule.id, check_in)


def around(rule, table, evidence, random):
    """Rows of a rule with up to four of its own and of any other answers changed, added or left out."""
    own = sorted({name for name, _ in literals(rule.when)} & evidence.findings.keys() - {"screen_complete"})
    everything = sorted(evidence.findings.keys() - {"screen_complete"})
    for _ in range(AROUND):
        check_in = dict(random.choice([*table.fires, *table.near_misses]))
        for finding in (*random.sample(own, min(len(own), random.randint(1, 4))), *random.sample(everything, 2)):
            entry = evidence.findings[finding]
            check_in.pop(finding, None)
            if entry.kind == "yes_no" and random.random() < 0.8:
                check_in[finding] = random.random() < 0.6
            elif entry.kind == "number" and random.random() < 0.8:
                check_in[finding] = random.randint(int(entry.minimum or 0), int(min(entry.maximum or 100, 100)))
        yield check_in


def test_what_a_yes_brings_follows_without_a_no(evidence):
    for implication in evidence.vocabulary.implications:
        assert not any(negated for _, negated in literals(implication.when))


def test_nothing_is_worked_out_from_silence(evidence):
    vocabulary, silence = evidence.vocabulary, derive({}, compile_derivations(evidence))
    for entry in (*vocabulary.implications, *vocabulary.number_implications, *vocabulary.splits):
        assert not compile_node(entry.when, "known").holds(silence), entry
