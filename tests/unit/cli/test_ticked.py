"""What is typed under a screen of several questions."""

import pytest

from backstride.cli.ticked import ticked

CHOICES = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("n", {"a": False, "b": False, "c": False}),
        ("2 n", {"a": False, "b": True, "c": False}),
        ("2, 3? n", {"a": False, "b": True, "c": None}),
        ("2", {"b": True}),
        ("3?", {"c": None}),
    ],
)
def test_numbers_are_true_and_only_n_denies_the_others(typed, told):
    assert ticked(typed, CHOICES) == told


@pytest.mark.parametrize("typed", ["", "4", "0", "y", "1.5", "?", "-1", "1 maybe"])
def test_anything_else_is_refused(typed):
    with pytest.raises(ValueError):
        ticked(typed, CHOICES)
