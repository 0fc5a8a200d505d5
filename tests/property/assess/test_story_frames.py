"""Hazard H11: whatever stands beside a danger sign, a "no" about something else neither denies nor hides it."""

from itertools import product

import pytest

from backstride.assess.derive import compile_derivations, derive
from backstride.assess.story import read, read_story

SIGNS = {
    "my foot is numb": "tingle_leg",
    "I'm numb between my legs": "saddle_numb",
    "I can't pee": "urinary_retention_new",
    "I wet myself": "urinary_incontinence_new",
    "I've lost control of my bowels": "bowel_new_trouble",
    "my leg gives way": "weak_leg",
    "my foot drags": "foot_drop",
    "both legs are numb": "both_legs_neuro",
    "I've got a fever": "fever",
    "I get night sweats": "chills_sweats",
    "I've lost weight without trying": "weight_loss_unexplained",
    "I'm short of breath": "breathless_new",
    "I have chest pain": "loc_chest",
    "my calf is swollen": "calf_swollen",
    "I coughed up blood": "haemoptysis",
    "my pee is brown": "dark_urine",
    "I fainted": "faint_or_collapse",
    "the pain wakes me at night": "night_pain_wakes",
    "I feel unsteady": "unsteady_gait",
    "I have blood in my urine": "blood_in_urine",
}
FRAMES = (
    "No pain, but {}.",
    "No pain; {}.",
    "No pain.{}",
    "No injury, {}.",
    "No accident or fall - {}.",
    "No pain except that {}.",
    "No pain any more, {}.",
    "No idea why {}.",
    "I don't know why {}.",
    "It's not just pain, {} too.",
    "Not only that, {}.",
    "It doesn't hurt, {}.",
    "I'm not one to moan, but {}.",
    "I'm not sure what's going on, {}.",
    "I don't want to worry anyone but {}.",
    "I haven't told my wife that {}.",
    "I can't sleep because {}.",
    "I never had this before: {}.",
    "I had no symptoms until last week, now {}.",
    "Nobody believes me that {}.",
    "Nothing on the scan, yet {}.",
    "The doctor says nothing is wrong but {}.",
    "{} and it isn't getting better.",
    "{} and nothing helps.",
    "{}, no pain though.",
    "{} but no injury.",
    "{} but I don't have back pain.",
    "{}, which I never had before.",
    "{}. No other problems.",
)
DENYING = ("It is not true that {}.", "I don't think {}.", "I wouldn't say {}.")


def framed(frame, sign):
    text = frame.format(sign)
    return text[0].upper() + text[1:]


@pytest.fixture
def misread(evidence):
    """Every sign in every frame that is not heard as a yes."""
    known = compile_derivations(evidence)

    def of(frames):
        for frame, (sign, finding) in product(frames, SIGNS.items()):
            text = framed(frame, sign)
            said = {f: h.value for f, h in read_story(text, evidence).items() if h.value is not None}
            if finding not in derive(said, known).firm:
                yield text

    return of


def test_a_no_about_something_else_hides_no_danger_sign(misread):
    assert [*misread(FRAMES)] == []


def test_a_danger_sign_that_is_denied_is_not_a_yes(misread):
    assert len([*misread(DENYING)]) == len(DENYING) * len(SIGNS)


def test_the_frames_see_a_reader_that_knows_no_shades(misread, monkeypatch):
    monkeypatch.setattr(read, "shaded", lambda texts, _: tuple(texts))
    assert [*misread(("No pain, just {}.", "No pain apart from that {}."))]
    monkeypatch.undo()
    assert not [*misread(("No pain apart from that {}.",))]


def test_the_frames_see_a_reader_that_listens_to_no_turn(misread, monkeypatch):
    monkeypatch.setattr(read, "supposing_goes_on", lambda *_: True)
    assert [*misread(FRAMES)]
