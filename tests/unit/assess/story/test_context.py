"""How far a "no" reaches, and whose, when and how sure."""

import pytest

from backstride.assess.story import read_story


@pytest.fixture
def value(evidence):
    """A sentence -> what it says of a finding; "nothing" where it says nothing."""

    def of(text, finding="tingle_leg"):
        heard = read_story(text, evidence)
        return heard[finding].value if finding in heard else "nothing"

    return of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I don't want to live anymore.", True),
        ("I no longer want to live.", True),
        ("I'm afraid I'll kill myself.", True),
        ("Should I kill myself?", True),
        ("What if I kill myself.", True),
        ("I'm not suicidal.", False),
        ("I don't have thoughts of dying if that matters.", "nothing"),
    ],
)
def test_no_supposing_silences_thoughts_of_suicide(text, said, value):
    assert value(text, "suicidal_thoughts") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("My foot is numb.", True),
        ("My foot is not numb.", False),
        ("No pain, but my foot is numb.", True),
        ("No pain, and my foot is numb.", True),
        ("No pain; foot numb.", True),
        ("No weakness because my foot is numb.", True),
        ("I have no pain, swelling or numbness in my foot.", False),
        ("No pain, no numb foot.", False),
        ("Without any numbness in the foot.", False),
        ("My foot isn't numb when I sit.", False),
        ("There is no doubt that my foot is numb.", True),
        ("I don't know why my foot is numb.", True),
        ("Maybe my foot is numb.", None),
        ("Is my foot numb?", None),
        ("I am scared because my foot is numb.", True),
        ("My mother's foot is numb.", "nothing"),
        ("My wife noticed that my foot is numb.", True),
        ("I told my wife that my foot is numb.", True),
        ("Ten years ago my foot was numb.", "nothing"),
        ("It started ten years ago, my foot is numb now.", True),
        ("If my foot gets numb I stop.", True),
        ("My foot is numb, not when I sit.", True),
        ("My foot is numb and my mother knows.", True),
        ("I will come if I get a numb foot.", "nothing"),
        # A no after it is about what stands right before it; a comma between leaves a doubt.
        ("Numb foot: no.", "nothing"),
        ("Numb foot is absent.", False),
        ("Numb foot no.", False),
        ("Numb foot, no.", None),
        ("Numb foot, scan negative.", True),
        ("Numb foot and the scan was negative.", True),
        ("Numb foot, fever: none.", None),
        ("Maybe a numb foot, fever: none.", None),
        # A no denies surely only over words that leave it a no to what follows.
        ("No signs of a numb foot.", False),
        ("No cure for numb feet.", True),
        ("No rest stops the numb foot.", None),
        ("No car-sick or numb foot.", None),
        ("Not right, numb foot.", True),
        ("Oh no I have a numb foot.", True),
        # "Anymore" takes nothing back of what one cannot do; "no longer" is a not; "gone" is of its own part.
        ("I can't feel my foot anymore.", True),
        ("My foot isn't numb anymore.", False),
        ("I don't get a numb foot anymore.", False),
        ("My foot is numb and I can't run anymore.", True),
        ("My foot is no longer numb.", "nothing"),
        ("I can no longer feel my foot.", True),
        ("The back pain has gone, numb foot.", True),
        ("The numb foot has gone.", "nothing"),
        # What might be ends at a comma, a colon, "as", "because" and "and now"; not at a comma of a list of "or".
        ("Should I come as my foot is numb.", True),
        ("Should I come, numb foot.", True),
        ("Should I worry: my foot is numb.", True),
        ("I heard of it and now my foot is numb.", True),
        ("I heard of it and my foot is numb.", "nothing"),
        ("I was told to watch for fever, sweats or a numb foot.", "nothing"),
        ("I heard a pop and my foot is numb.", True),
        # Worry about what is one's own is no supposing.
        ("I am worried about my numb foot.", True),
        ("I am worried about a numb foot.", "nothing"),
        ("I am worried I get a numb foot.", None),
        ("My foot is numb, a stroke would be worse.", True),
        ("A numb foot would be bad.", "nothing"),
        # "When I was" is past before an age alone, and in its own part where that tells something.
        ("When I was running my foot was numb.", True),
        ("When I was 8 my foot was numb.", "nothing"),
        ("When I was 8 miles in my foot was numb.", True),
        ("Last time I ran my foot was numb.", True),
        ("Last time my foot was numb.", "nothing"),
        ("Years ago I had a bad disc, foot numb.", True),
        ("Ten years ago, numb foot.", "nothing"),
        ("No trouble with a numb foot.", False),
        ("No help with a numb foot.", None),
        ("I never had a numb foot checked.", None),
        ("Sometimes no numb foot.", None),
        # Limited to a time, a place or one side, or inside another no, a no leaves a doubt or nothing.
        ("My foot isn't numb at rest.", None),
        ("No numb foot unless I run.", None),
        ("My foot isn't numb sitting, only when I run.", None),
        ("No numb foot since Monday.", None),
        ("I can't remember a day with no numb foot.", None),
        ("No pain, no numb foot.", False),
        ("My right foot isn't numb but my left is.", "nothing"),
        ("My right foot isn't numb but my right hand is.", False),
        ("My right foot isn't numb but my left hurts.", False),
        ("I had no numb foot but now it drags.", "nothing"),
        ("I have no numb foot sitting but when I run yes.", "nothing"),
        ("My foot isn't numb any more.", False),
        ("No injury last year, no numb foot.", False),
        # A colon may carry on a no to "any of these"; "none of those" answers a list.
        ("I don't have any of these: fever, numb foot.", None),
        ("I have a lot of these: fever, numb foot.", True),
        ("I never had this before: numb foot.", True),
        ("Fever, numb foot - none of those.", "nothing"),
        ("Numb foot, fever - none of those.", None),
        # What a no does not surely reach, or only for a time, in part, or by half, is not denied.
        ("No pain; and numb foot.", True),
        ("No pain and numb foot.", None),
        ("No pain, numb foot.", True),
        ("No pain, no numb foot.", False),
        ("No pain, swelling, numb foot.", None),
        ("No fever, chills or numb foot.", False),
        ("No pain, just a numb foot.", True),
        ("No pain, only when I sit my foot is numb.", True),
        ("Not just my foot is numb.", True),
        ("My foot isn't numb all the time.", None),
        ("My foot isn't really numb.", None),
        ("My foot wasn't numb at first.", None),
        ("My foot wasn't numb until Monday.", True),
        ("No numbness until Monday.", "nothing"),
        ("No numbness in my foot before.", None),
        ("Hardly any numbness in my foot.", None),
        ("No numbness except in my foot.", True),
        ("No problems apart from a numb foot.", True),
        ("The numbness in my foot has not gone away.", True),
        ("No change in the numbness in my foot.", True),
        ("I never told anyone that my foot is numb.", True),
        ("I can't sit without a numb foot.", True),
        ("My foot has never been so numb.", None),
        ("Numb foot: no.", "nothing"),
        ("Numb foot no, weak leg yes.", False),
        ("A numb foot would be a bad sign.", "nothing"),
        ("No numb foot, no past history of anything.", False),
        ("It is not that my foot is not numb.", None),
        ("The numbness in my foot has gone.", "nothing"),
    ],
)
def test_what_the_words_around_make_of_a_numb_foot(text, said, value):
    assert value(text) is said or value(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("My bladder is fine.", False),
        ("My bladder was fine until Monday.", "nothing"),
        ("My bladder has stopped working normally.", "nothing"),
        ("My bladder is fine but not my bowels.", "nothing"),
        ("My bladder is fine but my back hurts.", False),
        ("I have not lost control of my bladder.", "nothing"),
        ("No bladder problems.", False),
    ],
)
def test_what_denies_all_that_a_question_asks(text, said, value):
    assert value(text, "bladder_new_trouble") is said or value(text, "bladder_new_trouble") == said


def test_what_is_fine_ends_at_a_comma(value):
    assert value("Sitting fine, running not.", "agg_sitting") == "nothing"
    assert value("Sitting fine, running not.", "agg_running_impact") == "nothing"
    assert value("Bladder and bowels are fine.", "bladder_new_trouble") is False


def test_what_another_says_is_not_so_and_the_runner_contradicts_is_not_denied(value):
    assert value("The doctor says there is no weakness.", "weak_leg") is False
    assert value("The doctor says there is no weakness but I drop things.", "weak_leg") == "nothing"


def test_a_yes_outweighs_a_doubt_and_a_doubt_a_no(value):
    assert value("My foot is not numb. My toes are numb.") is True
    assert value("My foot is not numb. Maybe my toes are numb.") is None
    assert value("Maybe my toes are numb. My foot is numb.") is True


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "🙂🙂", "\u0000", "a" * 30_000, "no " * 5_000, "numb foot and " * 2_000]
)
def test_any_text_is_read(text, evidence):
    for found in read_story(text, evidence).values():
        assert found.quote


def test_another_language_says_nothing_and_nothing_false(evidence):
    heard = read_story("Mein Fuß ist taub und ich kann nicht Wasser lassen.", evidence)
    assert not [f for f, found in heard.items() if found.value is False]


def test_pain_denied_of_another_place_denies_nothing_of_this_one(evidence):
    heard = read_story("My left calf is swollen and warm since a long flight, no chest pain.", evidence)
    assert heard["loc_chest"].value is False
    assert "loc_calf_belly" not in heard
    denied = read_story("No pain in the hip, knee or calf.", evidence)
    assert denied["loc_calf_belly"].value is False


def test_a_side_inside_a_name_does_not_part_it(value):
    assert value("My lower left leg is swollen.", "calf_swollen") is True
    assert value("Numb on the outside of my right foot.", "numb_outer_foot_calf") is True
