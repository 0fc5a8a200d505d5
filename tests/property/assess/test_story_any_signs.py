"""Whatever signs a runner types, every sentence is read and no danger sign is denied by them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.assess.story.read import listen

SIGNS = st.one_of(
    st.sampled_from("'\"`´’‘“”.,;:!?()[]{}<>|/\\-–—_*~^°%&+=#@$€£·•…\t\n\r\u00a0\u200b😀✅🦵。、¿½ß"),
    st.characters(exclude_categories=("Cs", "Lu", "Ll", "Nd")),
)
WORDS = st.sampled_from(
    ["I", "can't", "pee", "numb", "between", "my", "legs", "no", "not", "fever", "calf", "is", "swollen", "and", "5"]
)
PIECES = st.lists(st.one_of(SIGNS, WORDS, st.just(" ")), max_size=40).map("".join)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(story=PIECES)
def test_every_sentence_is_read_whatever_its_signs(story, evidence):
    listened = listen(story, evidence)
    assert listened.unread == ()
    assert all(found.quote for found in listened.heard.values())


@quick
@given(before=SIGNS, after=SIGNS)
def test_signs_around_a_word_deny_nothing(before, after, evidence):
    heard = listen(f"My calf is {before}swollen{after} today.", evidence).heard
    assert "calf_swollen" not in heard or heard["calf_swollen"].value is not False


@pytest.mark.parametrize(
    "apart", ["•", " | ", " 😊 ", "\t", "_", " ~ ", "·", "。", "   ", " * ", "-", " tho ", " lol ", " still "]
)
def test_a_no_does_not_run_over_a_sign_or_word_it_does_not_know(apart, evidence):
    heard = listen(f"No fever{apart}chest pain", evidence).heard
    assert heard["fever"].value is not True
    assert heard["loc_chest"].value is not False


@pytest.mark.parametrize(
    "about", ["treatment helps", "position relieves", "doctor has looked at", "explanation of", "end to"]
)
@pytest.mark.parametrize(("sign", "finding"), [("my weak leg", "weak_leg"), ("the fever", "fever")])
def test_a_no_about_something_else_does_not_deny_a_sign(about, sign, finding, evidence):
    assert listen(f"No {about} {sign}.", evidence).heard[finding].value is not False
