"""Every triage rule on the check-ins that fire it and on those one step short; the tables lie in `rules/`."""

from __future__ import annotations

import pytest
from rule_rows import TABLES, check_ins, read
from unrelated_answers import Unrelated

from backstride.assess.answers import read_answers
from backstride.assess.derive import compile_derivations, derive
from backstride.assess.node import compile_node
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES

FAMILIES = sorted(path.stem for path in TABLES.glob("*.yaml"))
CANNOT_FAIL = {
    ("PED_01", "age_years >= 8"): "8 is the youngest age that can be entered",
    **dict.fromkeys(
        (("SKN_03", f"{{'not': '{finding}'}}") for finding in ("fever", "hx_cancer", "breathless_new")),
        "one of the first questions, which all have to be answered no",
    ),
    **dict.fromkeys(
        (("GYN_04", "period_late_or_pregnant"), ("GYN_14", "period_late_or_pregnant")),
        "the weeks of pregnancy are told, so the runner is pregnant",
    ),
}
"""Clauses that no check-in can leave unmet, with the reason."""


@pytest.fixture(scope="module")
def tables(evidence):
    return read(evidence.triage.ask_first)


@pytest.fixture(scope="module")
def rules(evidence):
    return {rule.id: rule for rule in evidence.triage.rules}


@pytest.fixture(scope="module")
def unrelated(evidence):
    return Unrelated(evidence)


def assess(answers, evidence):
    return evaluate(read_answers({"answers": answers}, evidence), evidence)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_rule_fires_with_its_level_and_its_limit_on_each_of_its_check_ins(family, tables, evidence):
    order = evidence.triage.activity_order
    for table in tables.values():
        for row in table.fires if table.family == family else ():
            result = assess(row, evidence)
            fired = {reason.rule: reason for reason in result.reasons}
            assert table.rule in fired, (table.rule, row)
            reason = fired[table.rule]
            assert (reason.level, reason.activity, reason.target_hours) == (table.level, table.activity, table.hours)
            assert URGENCIES.index(result.urgency) <= URGENCIES.index(table.level)
            assert order.index(result.activity) >= order.index(table.activity)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_rule_does_not_fire_on_its_near_misses(family, tables, evidence):
    for table in tables.values():
        for row in table.near_misses if table.family == family else ():
            assert table.rule not in {reason.rule for reason in assess(row, evidence).reasons}, (table.rule, row)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_near_miss_stays_one_when_all_that_is_unrelated_is_answered_yes(family, tables, rules, unrelated, evidence):
    tried = 0
    for table in tables.values():
        for row in table.near_misses if table.family == family else ():
            for check_in, _ in unrelated.added(rules[table.rule], row):
                tried += 1
                fired = {reason.rule for reason in assess(check_in, evidence).reasons}
                assert table.rule not in fired, (table.rule, row, check_in.keys() - row.keys())
    assert tried


def test_every_rule_has_rows_under_its_family_and_title(tables, rules):
    assert tables.keys() == rules.keys()
    for table in tables.values():
        assert (table.family, table.title) == (rules[table.rule].family, rules[table.rule].title)
        assert table.fires, table.rule
        assert table.near_misses, table.rule


def clauses(rule):
    """The parts that all have to be met."""
    return rule.when["all"] if isinstance(rule.when, dict) and "all" in rule.when else [rule.when]


def words(clause):
    return " ".join(map(str, clause["cmp"])) if isinstance(clause, dict) and "cmp" in clause else str(clause)


def test_every_clause_of_a_rule_has_a_near_miss_that_fails_it_alone(tables, rules, evidence):
    known = compile_derivations(evidence)
    without = []
    for rule in rules.values():
        mode = "self_care" if rule.urgency == URGENCIES[-1] else "escalating"
        parts = [compile_node(clause, mode) for clause in clauses(rule)]
        failing = set()
        for row in tables[rule.id].near_misses:
            facts = derive(read_answers({"answers": row}, evidence).findings, known)
            unmet = [index for index, part in enumerate(parts) if not part.holds(facts)]
            failing.update(unmet if len(unmet) == 1 else ())
        without += [(rule.id, words(c)) for index, c in enumerate(clauses(rule)) if index not in failing]
    assert set(without) == CANNOT_FAIL.keys()


def test_a_row_is_read_as_its_readme_says():
    first = ("fever", "faint_or_collapse")

    def rows(**row):
        return list(check_ins(row, first))

    assert rows(has=["a"], denies=["b"], age_years=49) == [{"b": False, "a": True, "age_years": 49}]
    assert rows(has=["a"], each=["b", "c"]) == [{"a": True, "b": True}, {"a": True, "c": True}]
    assert rows(has=["a", "b"], one_denied=["a", "b"]) == [{"a": False, "b": True}, {"a": True, "b": False}]
    assert rows(has=["a"], denies=["b"], one_added=["b"]) == [{"a": True, "b": True}]
    assert rows(has=["a"], denies=["b"], one_open=["b", "a"]) == [{"a": True}, {"b": False}]
    assert rows(has=["a"], first_questions="denied") == [{"fever": False, "faint_or_collapse": False, "a": True}]
    assert rows(has=["a"], first_questions="denied", one_open=["first_questions", "fever"]) == [
        {"a": True},
        {"faint_or_collapse": False, "a": True},
    ]
    with pytest.raises(ValueError, match="left open but was not answered"):
        rows(has=["a"], one_open=["b"])
