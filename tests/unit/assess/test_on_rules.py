"""Which findings triage may hang on, by the rules and by all that leads to what they read."""

from backstride.assess.node import literals
from backstride.assess.on_rules import on_rules


def test_what_a_rule_reads_is_there_under_not_too(evidence):
    read = {name.partition("=")[0] for rule in evidence.triage.rules for name, _ in literals(rule.when)}
    assert len(read) > 300
    assert read <= on_rules(evidence)
    assert set(evidence.triage.ask_first) <= on_rules(evidence)


def test_what_only_leads_to_it_is_there_as_well(evidence):
    found = on_rules(evidence)
    for each in evidence.vocabulary.no_implications:
        if not found.isdisjoint((*each.no, *each.yes)):
            assert found.issuperset(each.when_no)
    # Bands stand for the exact number.
    assert {"age_band", "duration_band", "pain_intensity_band"} <= found


def test_the_kind_of_ache_and_the_reason_to_check_are_not(evidence):
    assert on_rules(evidence).isdisjoint({"q_dull_ache", "check_reason", "tender_muscle_knots", "worn_out_shoes"})
