"""A criterion is met, not met, or unknown; a number known by its band counts where the whole band agrees."""

import pytest

from backstride.assess.criteria import truth
from backstride.evidence.model import Band

BANDS = {"age_years": Band("age_band", "age_years", {"under_20": (8.0, 19.0), "age_20_29": (20.0, 29.0)})}
YOUNG = {"cmp": ["age_years", "<", 20]}
UNDER_25 = {"cmp": ["age_years", "<", 25]}


@pytest.mark.parametrize(
    ("node", "said", "expected"),
    [
        (YOUNG, {"age_band": "under_20"}, True),
        (YOUNG, {"age_band": "age_20_29"}, False),
        (UNDER_25, {"age_band": "age_20_29"}, None),
        (UNDER_25, {"age_band": "age_20_29", "age_years": 24}, True),
        (YOUNG, {}, None),
        ({"not": YOUNG}, {"age_band": "under_20"}, False),
        ({"not": YOUNG}, {"age_band": "age_20_29"}, True),
        ({"not": UNDER_25}, {"age_band": "age_20_29"}, None),
        ({"all": [YOUNG, "fever"]}, {"age_band": "under_20", "fever": True}, True),
        ({"all": [YOUNG, "fever"]}, {"age_band": "under_20"}, None),
        ({"all": [YOUNG, "fever"]}, {"age_band": "age_20_29"}, False),
        ({"any": [YOUNG, "fever"]}, {"age_band": "under_20"}, True),
        ({"any": [YOUNG, "fever"]}, {"age_band": "age_20_29", "fever": False}, False),
        ({"any": [{"not": {"all": [YOUNG]}}]}, {"age_band": "under_20"}, False),
        ({"at_least": {"n": 2, "of": [YOUNG, "fever", "chills"]}}, {"age_band": "under_20", "chills": True}, True),
        ({"at_least": {"n": 2, "of": [YOUNG, "fever", "chills"]}}, {"age_band": "under_20", "chills": False}, None),
        ({"at_least": {"n": 2, "of": [YOUNG, "fever", "chills"]}}, {"fever": False, "chills": False}, False),
        ("onset=sudden", {"onset": "sudden"}, True),
        ("onset=sudden", {"onset": "gradual"}, False),
        ("onset=sudden", {}, None),
    ],
)
def test_three_values(node, said, expected):
    assert truth(node, said, BANDS) is expected


@pytest.mark.parametrize(
    ("sign", "at_19", "at_20", "at_21"),
    [("<", True, False, False), ("<=", True, True, False), (">", False, False, True), (">=", False, True, True)],
)
def test_each_comparison_at_its_bound(sign, at_19, at_20, at_21):
    got = [truth({"cmp": ["age_years", sign, 20]}, {"age_years": age}, {}) for age in (19, 20, 21)]
    assert got == [at_19, at_20, at_21]
