"""Names of diagnoses in the vignettes: what they stand for, and what never counts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from benchmark_cases import answer

from differential_accuracy import Names, place_of


def _condition(cid: str, *, ranked: bool = True, aliases: tuple[str, ...] = (), synonyms: tuple[str, ...] = ()) -> Any:
    return SimpleNamespace(id=cid, ranked=ranked, aliases=aliases, synonyms=synonyms, name=cid, plain_name=cid)


@pytest.fixture
def names() -> Names:
    conditions = [
        _condition("disc_herniation", aliases=("lumbar_disc",), synonyms=("Slipped-disc leg pain", "sciatica")),
        _condition("spinal_stenosis", synonyms=("neurogenic claudication", "sciatica")),
        _condition("malignancy", ranked=False, synonyms=("cancer",)),
        _condition("avulsion"),
    ]
    return Names({c.id: c for c in conditions}, {"hamstring_tear": "A torn hamstring at the top"})


@pytest.mark.parametrize(
    ("name", "how", "conditions"),
    [
        ("disc_herniation", "id", ("disc_herniation",)),
        ("lumbar_disc", "id", ("disc_herniation",)),
        ("neurogenic_claudication", "synonym", ("spinal_stenosis",)),
        ("slipped_disc_leg_pain", "synonym", ("disc_herniation",)),
        ("sciatica", "synonym", ("disc_herniation", "spinal_stenosis")),
        ("malignancy", "screened only", ()),
        ("cancer", "not mapped", ()),
        ("hamstring_tear", "name of a group", ()),
        ("disc", "not mapped", ()),
    ],
)
def test_a_name_stands_for_ranked_conditions_or_is_said_to_stand_for_none(
    names: Names, name: str, how: str, conditions: tuple[str, ...]
) -> None:
    found = names.find(name)
    assert (found.how, found.conditions) == (how, conditions)


def test_the_place_is_that_of_the_first_right_candidate() -> None:
    candidates = answer("within_days", ranked={"a": 0.5, "b": 0.3, "c": 0.2}).differential.candidates
    assert place_of(candidates, ["c", "b"]) == 2
    assert place_of(candidates, ["d"]) is None
    assert place_of(candidates, []) is None
