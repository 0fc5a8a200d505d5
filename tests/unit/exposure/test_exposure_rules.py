"""Every threshold of the exposure room states its value, unit, basis, source and reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[3] / "src/backstride/evidence/data"
RULES = yaml.safe_load((DATA / "exposure.yaml").read_text(encoding="utf-8"))
REFERENCES = yaml.safe_load((DATA / "references.yaml").read_text(encoding="utf-8"))["references"]
ENTRIES = {
    f"{section}.{name}": entry
    for section, entries in RULES.items()
    if section != "schema_version"
    for name, entry in entries.items()
}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_number_has_a_unit_a_basis_a_known_source_and_a_reason(name):
    entry = ENTRIES[name]
    assert set(entry) == {"value", "unit", "basis", "sources", "note"}
    assert isinstance(entry["value"], int | float)
    assert entry["basis"] in ("retrieved", "background", "expert")
    assert entry["sources"]
    assert [source for source in entry["sources"] if source not in REFERENCES] == []
    assert len(entry["note"]) > 20


def test_what_counts_as_retrieved_cites_more_than_a_judgement():
    assert [n for n, e in ENTRIES.items() if e["basis"] == "retrieved" and set(e["sources"]) <= {"expert_rule"}] == []


def test_the_windows_of_the_published_study_are_kept():
    # Frandsen 2025: longest run of the last 30 days; more than 10 % over it went with more overuse trouble.
    assert RULES["single_run"]["window_days"]["value"] == 30
    assert RULES["single_run"]["flag_above"]["value"] == 0.10
    assert RULES["single_run"]["jump_above"]["value"] == 0.30
