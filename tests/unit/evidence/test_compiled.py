"""The compiled evidence says what the files say, and a damaged copy is refused in one sentence."""

import shutil

import numpy as np
import pytest

from backstride import evidence as evidence_room
from backstride.evidence.source import EvidenceError, content_hash, read


def column(evidence, cid):
    return evidence.ranking.tables.conditions.index(cid)


def row(evidence, fid):
    return evidence.ranking.tables.findings.index(fid)


def test_the_version_names_the_content_it_was_compiled_from(evidence):
    assert evidence.version.split("+")[1] == content_hash(evidence_room.packaged_sources())[:8]


def test_a_record_is_the_number_used(evidence, source):
    record = next(r for r in source.conditions["calf_strain"].records if r.p is not None)
    p = evidence.ranking.tables.p_yes[row(evidence, record.finding), column(evidence, "calf_strain")]
    assert p == record.p


def test_a_finding_without_a_record_takes_its_base_in_scope_and_the_off_scope_share_outside(evidence, source):
    tables = evidence.ranking.tables
    finding = source.findings["agg_neck_movement"]
    assert finding.scope == ["neck", "upper_back"] or "any" not in finding.scope
    for condition in source.conditions.values():
        if condition.role != "diagnosis" or any(r.finding == finding.id for r in condition.records):
            continue
        p = tables.p_yes[row(evidence, finding.id), column(evidence, condition.id)]
        in_scope = bool(set(finding.scope) & set(condition.regions))
        assert p == (finding.base if in_scope else 0.02)


def test_a_place_without_a_record_is_a_share_of_its_larger_place(evidence, source):
    # differential.md: child without a record: P(parent) * .15
    tables = evidence.ranking.tables
    for condition in source.conditions.values():
        recorded = {r.finding for r in condition.records}
        if condition.role == "diagnosis" and "loc_calf_belly" not in recorded:
            parent = tables.p_yes[
                row(evidence, source.findings["loc_calf_belly"].parent), column(evidence, condition.id)
            ]
            child = tables.p_yes[row(evidence, "loc_calf_belly"), column(evidence, condition.id)]
            assert child == pytest.approx(0.15 * parent)


def test_every_probability_lies_between_none_and_all(evidence):
    tables = evidence.ranking.tables
    assert ((tables.p_yes > 0) & (tables.p_yes < 1)).all()
    assert (tables.priors > 0).all()
    for dist in tables.choice_p.values():
        assert np.nanmin(dist) > 0
        assert np.nanmax(dist) < 1


def test_the_setting_weights_of_each_reason_sum_to_one(evidence):
    for reason, weights in evidence.ranking.tables.reason_weights.items():
        assert weights.sum() == pytest.approx(1.0), reason


def test_a_whole_copy_passes():
    evidence_room.require(evidence_room.packaged())


@pytest.mark.parametrize("takes", [evidence_room.load, evidence_room.require])
@pytest.mark.parametrize("name", ["core.json", "tables.npz"])
@pytest.mark.parametrize("damage", ["missing", "cut", "empty", "one byte"])
def test_a_damaged_copy_is_refused_in_one_sentence(tmp_path, takes, name, damage):
    folder = tmp_path / "compiled"
    shutil.copytree(evidence_room.packaged(), folder)
    content = (folder / name).read_bytes()
    if damage == "missing":
        (folder / name).unlink()
    else:
        half = len(content) // 2
        damaged = {"cut": content[:half], "empty": b"", "one byte": content[:half] + b"\xff" + content[half + 1 :]}
        (folder / name).write_bytes(damaged[damage])
    with pytest.raises(evidence_room.EvidenceNotBuiltError, match="missing or damaged"):
        takes(folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("findings.yaml", "findings: [", "not valid YAML"),
        ("ranking.yaml", "alpha: 2\n", "ranking.yaml"),
        ("claims.yaml", None, "missing"),
    ],
)
def test_a_damaged_source_file_is_named(tmp_path, name, text, said):
    folder = tmp_path / "data"
    shutil.copytree(evidence_room.packaged_sources(), folder)
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceError, match=said) as error:
        read(folder)
    assert name in str(error.value)
