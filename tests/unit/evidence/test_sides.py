"""A record speaks for its condition where a yes is commoner there than in the other conditions together."""

import pytest

from backstride.evidence.compile import ranked_diagnoses, ranking_findings, tables
from backstride.evidence.sides import sides


def test_the_share_among_the_others_is_their_mean_weighed_by_how_often_they_come(source):
    arrays = tables(source)
    ids = [c.id for c in ranked_diagnoses(source)]
    row = [f.id for f in ranking_findings(source)].index("warms_up_during_run")
    weighed = [
        (arrays["p_yes"][row, i], arrays["priors"][0, i])
        for i, cid in enumerate(ids)
        if cid != "femoral_neck_stress_fracture"
    ]
    by_hand = sum(p * w for p, w in weighed) / sum(w for _, w in weighed)
    found = [
        s
        for side in sides(source)["femoral_neck_stress_fracture"]
        for s in side
        if s.record.finding == "warms_up_during_run"
    ]
    assert found[0].others == pytest.approx(by_hand)
    assert found[0].ratio == pytest.approx(found[0].record.p / by_hand)


def test_every_record_of_a_yes_or_no_stands_on_one_side_the_strongest_first(source):
    known = {f.id for f in ranking_findings(source)}
    for cid, (speaks_for, against) in sides(source).items():
        condition = source.conditions[cid]
        if condition.role == "diagnosis":
            listed = [s.record.finding for s in (*speaks_for, *against)]
            assert sorted(listed) == sorted(
                r.finding for r in condition.records if r.p is not None and r.finding in known
            )
        assert [s.ratio for s in speaks_for] == sorted((s.ratio for s in speaks_for), reverse=True)
        assert [s.ratio for s in against] == sorted(s.ratio for s in against)
        assert all(s.ratio >= 1 for s in speaks_for)
        assert all(s.ratio < 1 for s in against)


def test_groin_pain_speaks_for_a_hip_stress_fracture_and_low_back_pain_against_it(source):
    speaks_for, against = sides(source)["femoral_neck_stress_fracture"]
    assert "loc_groin" in {s.record.finding for s in speaks_for[:5]}
    assert "loc_low_back" in {s.record.finding for s in against[:5]}
