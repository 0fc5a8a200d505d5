"""No association, prior, base rate or weight of a setting changes without somebody looking at it."""

from __future__ import annotations

import os
from random import Random

import pytest

import pin_numbers

TRIED = int(os.environ.get("BACKSTRIDE_SOAK_NUMBERS", "600"))
"""Numbers that are changed in turn, drawn at random; 0 for all."""


@pytest.fixture(scope="module")
def files():
    return pin_numbers.sections()


def places(part):
    """(container, key) of every number below a part of a file."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if isinstance(value, dict | list):
            yield from places(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield part, key


def test_every_number_of_the_base_is_the_one_last_reviewed(files):
    told = pin_numbers.changed(pin_numbers.pins(files), pin_numbers.pinned())
    assert not told, "review these, then run `python scripts/pin_numbers.py` and commit"


def test_every_condition_is_pinned_with_how_often_it_is_and_what_goes_with_it(source):
    pinned = pin_numbers.pinned()
    for condition, entry in source.conditions.items():
        wanted = {"prior", "records"} | ({"priors_by_setting"} if entry.priors_by_setting else set())
        assert wanted <= pinned[f"conditions/{condition}"].keys(), condition
    assert "reason_weights" in pinned["ranking"]
    assert "base_rates" in pinned["facts/base_rates"]


def test_a_number_halved_dropped_or_swapped_is_noticed(files):
    numbers = [
        (file, name, section, *place)
        for file, content in files.items()
        for name, section in content.items()
        if isinstance(section, dict | list)
        for place in places(section)
    ]
    assert len(numbers) > 5000
    tried = Random(1).sample(numbers, min(TRIED or len(numbers), len(numbers)))  # noqa: S311 - test data
    unnoticed, made = [], 0
    for file, name, section, container, key in tried:
        value, pinned = container[key], pin_numbers.pin(section)
        others = [other for other in places(section) if other[0][other[1]] != value]
        changes = ["drop", *(["half"] if value else []), *(["swap"] if others else [])]
        for change in changes:
            made += 1
            if change == "swap":
                there, at = others[made % len(others)]
                container[key], there[at] = there[at], value
            else:
                container[key] = None if change == "drop" else value / 2
            if pin_numbers.pin(section) == pinned:
                unnoticed.append((file, name, key, value, change))
            if change == "swap":
                there[at] = container[key]
            container[key] = value
        assert pin_numbers.pin(section) == pinned
    print(f"C4 numbers: {made} changes of {len(tried)} of {len(numbers)} numbers, {len(unnoticed)} unnoticed")
    assert not unnoticed


def test_a_change_is_told_with_its_file_and_section():
    section = {"community_per_10000": 500, "share_by_region": {"foot": 0.1}}
    before = pin_numbers.pins({"conditions/x": {"prior": section}})
    assert before == {"conditions/x": {"prior": "community_per_10000 500, share_by_region.foot 0.1"}}
    after = pin_numbers.pins({"conditions/x": {"prior": {**section, "community_per_10000": 250}}})
    (told,) = pin_numbers.changed(after, before)
    assert told.startswith("conditions/x, prior: was community_per_10000 500")
    assert pin_numbers.changed({}, before) == [
        "conditions/x, prior: was " + before["conditions/x"]["prior"] + ", is none"
    ]


def test_a_number_keeps_its_place_when_another_record_is_added_before_it():
    one, other = {"finding": "fever", "p": 0.2}, {"finding": "cough", "p": 0.3}
    assert set(pin_numbers.numbers([one])) < set(pin_numbers.numbers([other, one]))
