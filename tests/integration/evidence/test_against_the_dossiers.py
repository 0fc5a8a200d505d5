"""Nothing was lost or changed on the way from the dossiers into the base."""

from pathlib import Path

import pytest
import yaml

import dossier_additions as added

pytestmark = pytest.mark.slow


def load(shared, name):
    with (shared / "evidence" / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def triage(shared):
    return load(shared, "triage.yaml")


TWO_PAPERS_ONE_ID = {"nielsen2014": "nielsen2014recovery", "han2023": "han2023origin"}
"""Ids that two dossiers gave to different papers: the one the records cite got an id of its own."""


def resolved(ref, source):
    aliases = {alias: rid for rid, entry in source.references.items() for alias in entry.aliases}
    return TWO_PAPERS_ONE_ID.get(ref) or aliases.get(ref, ref)


REVIEWED = yaml.safe_load(
    (Path(__file__).parents[2] / "data/evidence/reviewed_numbers.yaml").read_text(encoding="utf-8")
)
"""Numbers held against publications since: what stood in the dossier, what stands now, and why."""


def test_every_record_has_the_number_of_the_dossier_or_of_the_review(shared, source):
    ours = {(c.id, r.finding): r for c in source.conditions.values() for r in c.records}
    theirs = load(shared, "associations.yaml")["associations"]
    reviewed = {(entry["condition"], entry["finding"]): entry for entry in REVIEWED["records"]}
    assert len(reviewed) == len(REVIEWED["records"])
    new = {(c.id, r.finding) for c in source.conditions.values() if c.id in added.CONDITIONS for r in c.records}
    new |= {(cid, finding) for cid, findings in added.RECORDS.items() for finding in findings}
    assert set(ours) == {(record["condition"], record["finding"]) for record in theirs} | new
    for record in theirs:
        mine = ours[record["condition"], record["finding"]]
        entry = reviewed.pop((record["condition"], record["finding"]), None)
        refs = [resolved(ref, source) for ref in record.get("refs", ())]
        if entry:
            was, now = entry["was"], entry["now"]
            assert (was.get("p"), was.get("dist"), was.get("sources", [])) == (
                record.get("p"),
                record.get("dist"),
                refs,
            )
            assert (now.get("p"), now.get("dist"), now["sources"]) == (mine.p, mine.dist, mine.sources)
            assert now["basis"] == mine.basis != "expert"
            assert was != now
            assert entry["why"]
        else:
            assert (mine.p, mine.dist, mine.sources) == (record.get("p"), record.get("dist"), refs)
    assert not reviewed


def test_every_prior_has_the_number_of_the_dossier_or_of_the_review(shared, source):
    reviewed = {entry["condition"]: entry for entry in REVIEWED["priors"]}
    for condition in load(shared, "conditions.yaml")["conditions"]:
        if condition["role"] != "diagnosis":
            continue
        mine = source.conditions[condition["id"]].priors_by_setting
        entry = reviewed.get(condition["id"], {"was": {}, "now": {}})
        for setting in ("community_runner", "primary_care", "sports_clinic", "emergency"):
            theirs = condition["priors_by_setting"][setting]
            assert entry["was"].get(setting, theirs) == theirs
            assert getattr(mine, setting) == entry["now"].get(setting, theirs)


def test_each_same_or_close_pair_is_one_finding_and_no_other_pair_is(triage, evidence):
    numbers = {code for code, entry in triage["finding_codes"].items() if entry["kind"] == "number"}
    for code, link in triage["crosswalk"]["findings"].items():
        if code in numbers:
            assert code in evidence.findings
        elif link["relation"] in ("same", "close"):
            assert evidence.finding_id(code) == link["differential"][0]
        else:
            assert evidence.finding_id(code) == code


def renamed(node, evidence):
    if isinstance(node, str):
        return node if "=" in node else evidence.finding_id(node)
    operator, value = next(iter(node.items()))
    if operator == "cmp":
        return ("cmp", value[0], value[1], value[2])
    if operator == "not":
        return ("not", renamed(value, evidence))
    if operator == "at_least":
        return ("at_least", value["n"], frozenset(renamed(v, evidence) for v in value["of"]))
    parts = frozenset(renamed(v, evidence) for v in value)
    return (operator, parts) if len(parts) > 1 else next(iter(parts))


def test_every_rule_means_what_it_meant_but_for_those_we_amended(triage, evidence, source):
    reasons = {rule.id: rule.amended for rules in source.rules.values() for rule in rules}
    assert all(reasons[rule_id] for rule_id in added.STRICTER_RULES)
    ours = {rule.id: rule for rule in evidence.triage.rules}
    assert set(ours) == {rule["id"] for rule in triage["rules"]} | added.RULES
    for rule in triage["rules"]:
        mine = ours[rule["id"]]
        same = renamed(mine.when, evidence) == renamed(rule["when"], evidence)
        assert same != (rule["id"] in added.STRICTER_RULES), rule["id"]
        assert (mine.urgency, mine.activity, mine.target_hours) == (
            rule["urgency"],
            rule["activity"],
            rule.get("target_hours"),
        )
        if same:
            reworded = mine.user_reason != rule["user_reason"]
            assert reworded == (rule["id"] in added.REWORDED), rule["id"]


def test_only_the_named_conditions_and_findings_were_added(shared, source):
    theirs = {condition["id"] for condition in load(shared, "conditions.yaml")["conditions"]}
    assert set(source.conditions) == theirs | added.CONDITIONS
    asked = {finding["id"] for finding in load(shared, "findings.yaml")["findings"]}
    assert {f.id for f in source.findings.values() if f.ranking} == asked | added.FINDINGS


def test_every_screened_condition_is_still_there(triage, evidence):
    names = set(evidence.conditions) | {a for c in evidence.conditions.values() for a in c.aliases}
    assert set(triage["conditions"]) <= names


def test_every_reference_is_still_there_under_its_id_or_an_alias(shared, source, triage):
    ours = set(source.references) | {a for ref in source.references.values() for a in ref.aliases}
    assert set(triage["references"]) <= ours
    assert {r["id"] for r in load(shared, "references.yaml")["references"]} <= ours
    for name in ("care.yaml", "claims.yaml", "exercises.yaml"):
        assert set(load(shared, name)["references"]) <= ours


def test_every_exercise_claim_and_intervention_is_still_there(shared, source):
    assert len(source.claims.claims) == len(load(shared, "claims.yaml")["claims"])
    exercises = source.care["exercises"].model_dump()["exercises"]
    assert {e["id"] for e in exercises} == {e["id"] for e in load(shared, "exercises.yaml")["exercises"]}
    interventions = source.care["interventions"].model_dump()["interventions"]
    assert {e["id"] for e in interventions} == {e["id"] for e in load(shared, "care.yaml")["interventions"]}
