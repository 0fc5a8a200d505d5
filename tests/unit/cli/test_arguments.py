"""`--runs a b c` means each of them."""

import pytest

from backstride.cli.arguments import repeat_list_options


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["assess", "--runs", "a", "b"], ["assess", "--runs", "a", "--runs", "b"]),
        (["assess", "--runs", "a", "b", "--json"], ["assess", "--runs", "a", "--runs", "b", "--json"]),
        (["assess", "--json", "--runs", "a"], ["assess", "--json", "--runs", "a"]),
        (["assess", "--runs"], ["assess", "--runs"]),
        (["assess", "--runs", "--json"], ["assess", "--runs", "--json"]),
        (["decode", "a", "b"], ["decode", "a", "b"]),
        (["assess", "--runs", "a", "--runs", "b"], ["assess", "--runs", "a", "--runs", "b"]),
    ],
)
def test_a_list_of_paths_is_repeated_under_its_name(given, meant):
    assert repeat_list_options(given) == meant
