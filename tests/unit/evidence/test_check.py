"""`evidence check` passes the packaged base, and catches each kind of fault that is put into it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import dossier_additions as added
from backstride.evidence.check import check
from backstride.evidence.schema.findings import FindingEntry

REVIEWED = Path(__file__).parents[2] / "data/evidence/reviewed_numbers.yaml"


def problems_with(source, **changes):
    return "\n".join(check(replace(source, **changes)).problems)


def first_rule(source, family):
    return source.rules[family][0]


def changed_rule(source, family, **changes):
    rules = dict(source.rules)
    rules[family] = [rules[family][0].model_copy(update=changes), *rules[family][1:]]
    return rules


def changed_condition(source, cid, **changes):
    return {**source.conditions, cid: source.conditions[cid].model_copy(update=changes)}


def test_the_packaged_base_has_no_problem(source):
    assert check(source).problems == ()


def test_the_base_holds_all_that_was_brought_in(source):
    # The counts of the dossiers: 134 diagnoses and 2 modifiers, 427 findings, 6155 records, 234 rules, 24 splits
    # (and SP_25, which took the place of an implication), 24 never-events, 156 claims, 18 composite rules.
    # What was added since is named one by one.
    sizes = check(source).sizes
    new = sum(len(source.conditions[cid].records) for cid in added.CONDITIONS)
    assert sizes["conditions, ranked"] == 134 + len(added.CONDITIONS)
    assert sizes["conditions, modifiers"] == 2
    assert sizes["records P(finding | condition)"] == 6155 + new + sum(map(len, added.RECORDS.values()))
    assert sizes["triage rules"] == 234 + len(added.RULES)
    assert sizes["splitting questions"] == 24 + 1
    assert sizes["never-events"] == 24
    assert sizes["claims"] == 156
    assert sizes["composite rules"] == 18
    assert sum(f.ranking for f in source.findings.values()) == 427 + len(added.FINDINGS)


def test_each_number_is_counted_under_its_kind(source):
    # differential.md: 270 records with a published number that was read, 13 recalled, the rest judgement; then the
    # review. The records added since to conditions of the dossier are judgement; those of added conditions are counted.
    expected = Counter({"retrieved": 270, "background": 13, "expert": 6155 - 283})
    for entry in yaml.safe_load(REVIEWED.read_text(encoding="utf-8"))["records"]:
        expected[entry["was"]["basis"]] -= 1
        expected[entry["now"]["basis"]] += 1
    expected["expert"] += sum(map(len, added.RECORDS.values()))
    new = Counter(record.basis for cid in added.CONDITIONS for record in source.conditions[cid].records)
    assert check(source).by_part["records"] == expected + new


def test_a_rule_that_names_no_finding_is_caught(source):
    rules = changed_rule(source, "general", when={"any": ["syncope_or_colapse", "shock_signs"]})
    assert "GEN_01: there is no finding `syncope_or_colapse`" in problems_with(source, rules=rules)


def test_a_rule_that_can_never_fire_is_caught(source):
    rules = changed_rule(source, "general", when={"all": ["shock_signs", {"not": "shock_signs"}]})
    assert "GEN_01: no set of answers can make it fire" in problems_with(source, rules=rules)


def test_numbers_that_exclude_each_other_make_a_rule_that_cannot_fire(source):
    impossible = {"all": [{"cmp": ["age_years", ">", 60]}, {"cmp": ["age_years", "<", 50]}]}
    rules = changed_rule(source, "general", when=impossible)
    assert "GEN_01: no set of answers can make it fire" in problems_with(source, rules=rules)


def test_a_rule_without_its_safety_net_is_caught(source):
    rules = changed_rule(source, "general", safety_nets=["SN_none"])
    assert "GEN_01: there is no safety net `SN_none`" in problems_with(source, rules=rules)


def test_an_answer_that_lowers_a_rule_without_being_a_listed_guard_is_caught(source):
    rules = changed_rule(source, "general", when={"all": ["shock_signs", {"not": "agg_sitting"}]})
    assert "GEN_01: `agg_sitting` can lower it" in problems_with(source, rules=rules)


def test_a_source_that_does_not_exist_is_caught(source):
    rules = changed_rule(source, "general", sources=["nobody1999"])
    assert "there is no reference `nobody1999`" in problems_with(source, rules=rules)


def test_the_source_of_a_background_rate_is_looked_up_and_counted(source):
    sitting = source.findings["sits_over_6h"]
    lost = sitting.base_source.model_copy(update={"sources": ["nobody1999"]})
    assert "there is no reference `nobody1999`" in problems_with(
        source, findings={**source.findings, sitting.id: sitting.model_copy(update={"base_source": lost})}
    )
    judged = replace(source, findings={**source.findings, sitting.id: sitting.model_copy(update={"base_source": None})})
    with_it, without = check(source).by_part["finding bases"], check(judged).by_part["finding bases"]
    assert with_it - without == Counter({"retrieved": 1})
    assert without - with_it == Counter({"expert": 1})


def test_a_background_rate_held_against_nothing_is_refused(source):
    entry = source.findings["sits_over_6h"].model_dump()
    with pytest.raises(ValueError, match="needs a source"):
        FindingEntry.model_validate({**entry, "base_source": {"basis": "retrieved", "why": "confirmed", "sources": []}})


def test_a_condition_that_nothing_speaks_against_is_caught(source):
    cid = "calf_strain"
    strong = [r.model_copy(update={"p": 0.98}) for r in source.conditions[cid].records if r.p is not None]
    found = problems_with(source, conditions=changed_condition(source, cid, records=strong))
    assert f"conditions/{cid}.yaml: no record speaks against it" in found


def test_a_rule_that_suspects_an_unknown_condition_is_caught(source):
    rules = changed_rule(source, "general", conditions=["sepsiss"])
    assert "GEN_01: there is no condition `sepsiss`" in problems_with(source, rules=rules)


def test_a_finding_without_words_is_caught(source):
    words = {k: v for k, v in source.finding_words.items() if k != "fever"}
    assert "`fever` has no words" in problems_with(source, finding_words=words)


def test_two_findings_with_one_name_are_caught(source):
    findings = {**source.findings, "fever": source.findings["fever"].model_copy(update={"aliases": ["saddle_numb"]})}
    assert "`saddle_numb` names 2 findings" in problems_with(source, findings=findings)


def test_a_threshold_without_a_source_is_caught(source):
    exposure = {**source.exposure, "stray": {"value": 3}}
    assert "exposure.yaml, stray: holds numbers without a basis" in problems_with(source, exposure=exposure)


@pytest.mark.parametrize("family", ["cauda_equina", "infection", "vte"])
def test_each_rule_shows_on_whose_word_it_stands(source, family):
    assert all(rule.basis in ("retrieved", "background", "expert") and rule.grounds for rule in source.rules[family])
