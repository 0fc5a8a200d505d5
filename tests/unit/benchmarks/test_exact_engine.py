"""The ranking without its damping against variable elimination over the whole base."""

from __future__ import annotations

import numpy as np
import pytest

from exact_engine import AGREE, RANDOM_CASES, cases, engine, ours, theirs, undamped

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")


@pytest.fixture(scope="module")
def plain(evidence):
    return undamped(evidence)


@pytest.fixture(scope="module")
def eliminate(plain):
    return engine(plain)


def test_the_network_is_the_whole_base(plain, eliminate):
    numbers = plain.ranking.tables
    assert set(eliminate.model.nodes()) == {"cause", *numbers.findings, *numbers.choice_p}
    assert eliminate.model.get_cardinality("cause") == len(numbers.conditions)
    assert eliminate.model.check_model()


def test_every_case_has_the_same_probabilities(plain, eliminate):
    found = cases(plain)
    assert len(found) == 25 + RANDOM_CASES
    assert max(map(len, found.values())) > 50
    for name, case in found.items():
        np.testing.assert_allclose(ours(plain, case), theirs(eliminate, plain, case), rtol=0, atol=AGREE, err_msg=name)


def test_the_damping_is_what_the_engine_cannot_say(evidence, eliminate):
    """With the damping left on the two differ, so that their agreement without it means something."""
    plain = undamped(evidence)
    case = cases(plain)["hv-010"]
    assert np.abs(ours(evidence, case) - theirs(eliminate, plain, case)).max() > 0.001
