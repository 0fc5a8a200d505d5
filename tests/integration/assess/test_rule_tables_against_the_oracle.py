"""The tables of the rules say what the dossier says: its own evaluator, written apart from ours, agrees with them."""

from __future__ import annotations

import importlib.util

import pytest
from rule_rows import read

import dossier_additions as added


@pytest.fixture(scope="module")
def oracle(shared):
    tool = shared / "tools/triage_oracle.py"
    if not tool.is_file():
        pytest.skip("the independent evaluator is not in the shared folder")
    spec = importlib.util.spec_from_file_location("triage_oracle", tool)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Triage(str(shared / "evidence"))


def test_the_rows_of_each_rule_are_those_of_the_dossier_but_for_rules_we_added_or_made_stricter(oracle, evidence):
    ours = added.STRICTER_RULES | added.RULES
    stated = {rule["id"]: (rule["urgency"], rule["activity"], rule.get("target_hours")) for rule in oracle.rules}
    compared = 0
    for rule, table in read(evidence.triage.ask_first).items():
        if rule in ours:
            continue
        assert (table.level, table.activity, table.hours) == stated[rule]
        for rows, expected in ((table.fires, True), (table.near_misses, False)):
            for row in rows:
                compared += 1
                assert (rule in oracle.run({"answers": row})["rules"]) == expected, (rule, row)
    assert compared > 1800
