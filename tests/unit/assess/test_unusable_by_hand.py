"""How a value that cannot be used is repeated, and which known name is nearest."""

import pytest

from backstride.assess.unusable import kind, nearest, quoted


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("x" * 58, f"'{'x' * 58}'"),
        ("x" * 59, f"'{'x' * 59}..."),
        (3, "3"),
        ({}, "an object"),
        ([], "a list"),
        ((), "a list"),
    ],
)
def test_a_value_is_repeated_up_to_sixty_signs(value, said):
    assert quoted(value) == said


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({}, "an object"),
        ([], "a list"),
        ((), "a list"),
        ("", "text"),
        (True, "true or false"),
        (None, "null"),
        (1, "a number"),
    ],
)
def test_the_kinds_of_values(value, name):
    assert kind(value) == name


@pytest.mark.parametrize(
    ("given", "known"), [(3, "3"), (None, "None"), ("fevr", "fever"), ("x" * 60 + "abc", "x" * 60)]
)
def test_the_nearest_name(given, known):
    assert nearest(given, ["fever", "None", "3", "x" * 60]) == f'"{known}"'
