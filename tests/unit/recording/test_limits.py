"""The numbers of the recording room."""

import pytest
import yaml

from backstride import recording
from backstride.recording.limits import limits


def test_every_number_names_its_source():
    from importlib import resources

    text = resources.files("backstride.evidence").joinpath("data", "recording.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    references = yaml.safe_load(
        resources.files("backstride.evidence").joinpath("data", "references.yaml").read_text(encoding="utf-8")
    )
    known = set(references["references"])
    for entry in [*document["ranges"].values(), *document["rules"].values()]:
        assert set(entry["sources"]) <= known
        assert entry["basis"] in {"retrieved", "background", "expert"}
        assert entry["unit"]
        assert entry["note"]


def test_every_range_is_of_a_sample_column_and_not_empty():
    for column, (low, high) in limits().ranges.items():
        assert column in recording.SAMPLE_SCHEMA
        assert low < high


@pytest.mark.parametrize("column", ["heart_rate_bpm", "speed_mps", "cadence_spm", "altitude_m", "step_length_mm"])
def test_every_measured_column_has_a_range(column):
    assert column in limits().ranges
