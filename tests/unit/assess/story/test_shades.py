"""Which words shade a "no", and what they are put as."""

from types import SimpleNamespace

import pytest

from backstride.assess.story.shades import shaded

INDEX = SimpleNamespace(words={"limits": frozenset({"just", "only"}), "degrees": frozenset({"really", "very", "so"})})


@pytest.mark.parametrize(
    ("text", "as_known"),
    [
        ("foot is just numb", "foot is just numb"),
        ("no pain , just numb", "no pain , only numb"),
        ("not just numb", "not only numb"),
        ("not really numb", "not much numb"),
        ("no really", "no much"),
        ("really not numb", "really not numb"),
        ("not so i can run", "not so i can run"),
        ("never been so numb", "never been much numb"),
        ("never since then so", "never since then much"),
        ("never since then ever so", "never since then ever so"),
        ("nothing apart from numb", "nothing except from numb"),
        ("no pain other than that", "no pain except than that"),
        ("the other foot", "the other foot"),
        ("fever : no", "fever : negative"),
        ("fever no , foot numb", "fever negative , foot numb"),
        ("no , foot numb", "no , foot numb"),
        ("fever no foot", "fever no foot"),
    ],
)
def test_what_shades_a_no(text, as_known):
    assert shaded(text.split(), INDEX) == tuple(as_known.split())
