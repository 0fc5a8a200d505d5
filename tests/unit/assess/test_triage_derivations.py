"""What follows from answers: larger places, worked-out findings, numbers for words, and broad alarms."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from backstride.assess.derive import compile_derivations, derive
from backstride.evidence.model import Band, Implication, NoImplication, NumberImplication, Split


def base(**parts):
    vocabulary = {
        "implications": (),
        "no_implications": (),
        "number_implications": (),
        "splits": (),
        "bands": (),
        "neuro_deficit_items": ("numb", "weak"),
    }
    triage = SimpleNamespace(
        ask_first=parts.pop("ask_first", ("fever", "pregnant")), counts_as_no=parts.pop("counts_as_no", {})
    )
    return compile_derivations(SimpleNamespace(vocabulary=SimpleNamespace(**(vocabulary | parts)), triage=triage))


def split(when, until, *, cleared=None, then=(), urgency="same_day", name="S"):
    return Split(
        id=name,
        when=when,
        until_answered=tuple(until),
        ask=tuple(until),
        cleared_by=tuple(cleared) if cleared else (tuple(until),),
        then=tuple(then),
        question="?",
        most_urgent_reading=urgency,
    )


def test_what_follows_is_followed_to_the_end_and_knows_its_answers():
    known = base(implications=(Implication("b", ("c",)), Implication("a", ("b",)), Implication("c", ("d", "a"))))
    facts = derive({"a": True}, known)
    assert facts.yes == facts.firm == set("abcd")
    assert [facts.origins[f] for f in "bcd"] == [("a",)] * 3


def test_a_yes_that_follows_outweighs_a_no_and_nothing_rests_on_that_no():
    known = base(
        implications=(Implication("narrow", ("broad",)),),
        no_implications=(NoImplication(("broad",), ("narrow", "other"), ()),),
    )
    facts = derive({"narrow": True, "broad": False}, known)
    assert facts.yes == {"narrow", "broad"}
    assert facts.no == set()


def test_a_no_carries_over_and_may_mean_a_yes():
    known = base(
        no_implications=(
            NoImplication(("low",), ("lower",), ()),
            NoImplication(("top",), ("low",), ()),
            NoImplication(("had_stone",), (), ("first_colic",)),
        ),
        implications=(Implication("first_colic", ("urgent",)),),
    )
    facts = derive({"top": False, "had_stone": False}, known)
    assert facts.no == {"top", "low", "lower", "had_stone"}
    assert facts.yes == {"first_colic", "urgent"}
    assert facts.origins["urgent"] == ("first_colic",)


def test_a_no_that_would_mean_a_yes_gives_way_to_an_explicit_no():
    known = base(no_implications=(NoImplication(("had_stone",), (), ("first_colic",)),))
    assert derive({"had_stone": False, "first_colic": False}, known).yes == set()


def test_a_word_stands_for_a_number_that_was_not_given():
    words = (NumberImplication("mild", "nrs", 0, 3), NumberImplication("severe", "nrs", 7, 8))
    known = base(number_implications=words, implications=(Implication({"cmp": ["nrs", ">=", 7]}, ("strong",)),))
    severe = derive({"severe": True}, known)
    assert severe.numbers == {"nrs": (7, 8)}
    assert severe.origins == {"nrs": ("severe",), "strong": ("severe",)}
    assert derive({"severe": True, "nrs": 2.0}, known).numbers == {"nrs": (2.0, 2.0)}


def test_a_band_stands_for_a_number_that_was_not_given():
    known = base(bands=(Band("age_band", "age_years", {"young": (8, 19), "old": (20, 100)}),))
    facts = derive({"age_band": "young"}, known)
    assert facts.numbers == {"age_years": (8, 19)}
    assert facts.origins == {"age_band=young": ("age_band",), "age_years": ("age_band",)}
    assert derive({"age_band": "young", "age_years": 34.0}, known).numbers == {"age_years": (34.0, 34.0)}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({"numb": True}, True), ({"numb": False}, None), ({"numb": False, "weak": False}, False), ({}, None)],
)
def test_a_new_deficit_follows_from_any_item_and_its_no_from_all(answers, expected):
    facts = derive(answers, base())
    assert ("neuro_deficit_new" in facts.yes) is (expected is True)
    assert ("neuro_deficit_new" in facts.no) is (expected is False)


def test_the_screen_is_complete_when_each_first_question_is_answered_no():
    known = base()
    assert "screen_complete" in derive({"fever": False, "pregnant": False}, known).firm
    assert "screen_complete" not in derive({"fever": False}, known).yes
    assert "screen_complete" not in derive({"screen_complete": True}, known).yes


def test_a_question_that_need_not_be_asked_counts_as_no_unless_it_is_a_yes():
    known = base(counts_as_no={"pregnant": "sex_male"})
    assert "screen_complete" in derive({"fever": False, "sex_male": True}, known).yes
    assert "screen_complete" not in derive({"fever": False, "sex_male": True, "pregnant": True}, known).yes
    assert "pregnant" not in derive({"sex_male": True}, known).no


def test_a_broad_alarm_is_read_at_its_worst_until_answered():
    known = base(
        splits=(split("cold_foot", ["sudden"], then=["effort"]),), implications=(Implication("sudden", ("x",)),)
    )
    still_open = derive({"cold_foot": True}, known)
    assert still_open.provisional == ("sudden",)
    assert still_open.yes - still_open.firm == {"sudden", "x"}
    assert still_open.origins["sudden"] == still_open.origins["x"] == ("cold_foot",)

    denied = derive({"cold_foot": True, "sudden": False}, known)
    assert (denied.provisional, denied.open_splits) == ((), ())
    assert denied.firm == {"cold_foot", "effort"}
    assert denied.origins["effort"] == ("cold_foot",)

    said = derive({"cold_foot": True, "sudden": True}, known)
    assert (said.provisional, said.open_splits) == ((), ())


def test_what_a_cleared_alarm_means_is_followed_further_and_may_open_another():
    known = base(
        splits=(split("first", ["a"], then=["second"], name="S1"), split("second", ["b"], name="S2")),
        implications=(Implication("second", ("follows",)),),
    )
    facts = derive({"first": True, "a": False}, known)
    assert facts.firm == {"first", "second", "follows"}
    assert [s.id for s in facts.open_splits] == ["S2"]


def test_a_provisional_reading_opens_no_further_alarm():
    known = base(splits=(split("first", ["second"], name="S1"), split("second", ["b"], name="S2")))
    assert [s.id for s in derive({"first": True}, known).open_splits] == ["S1"]


def test_open_alarms_come_most_urgent_first():
    known = base(
        splits=(split("a", ["x"], urgency="within_days", name="S1"), split("b", ["y"], urgency="emergency", name="S2"))
    )
    assert [s.id for s in derive({"a": True, "b": True}, known).open_splits] == ["S2", "S1"]


def test_one_reading_said_and_the_others_denied_leaves_nothing_open():
    known = base(splits=(split("broad", ["a", "b"]),))
    assert derive({"broad": True, "a": True}, known).provisional == ("b",)
    assert derive({"broad": True, "a": True, "b": False}, known).provisional == ()


def test_a_broad_alarm_that_only_follows_from_one_reading_is_not_split():
    known = base(splits=(split("broad", ["a", "b"]),), implications=(Implication("a", ("broad",)),))
    assert derive({"a": True}, known).provisional == ()
    assert derive({"a": True, "broad": True}, known).provisional == ("b",)


def test_any_of_several_ways_clears_a_broad_alarm():
    known = base(splits=(split("dent", ["heel_gap"], cleared=[["heel_gap"], ["loc_heel", "loc_calf"]]),))
    assert derive({"dent": True, "loc_heel": False}, known).provisional == ("heel_gap",)
    assert derive({"dent": True, "loc_heel": False, "loc_calf": False}, known).provisional == ()


def test_a_place_known_to_hurt_means_that_the_drawing_was_used():
    assert derive({"loc_neck": True}, base()).place_marked
    assert not derive({"loc_neck": False, "fever": True}, base()).place_marked


def test_a_guarded_or_numbered_alarm_is_looked_at_again_without_its_narrow_reading():
    guarded = split({"all": ["broad", {"not": "guard"}]}, ["x", "y"])
    known = base(splits=(guarded,))
    assert derive({"broad": True, "x": True}, known).provisional == ("y",)
    assert derive({"broad": True, "x": True, "guard": True}, known).provisional == ()
    numbered = split({"all": ["broad", {"cmp": ["age_years", ">=", 50]}]}, ["x", "y"])
    known = base(splits=(numbered,))
    assert derive({"broad": True, "x": True, "age_years": 60}, known).provisional == ("y",)
    assert derive({"broad": True, "x": True, "age_years": 40}, known).provisional == ()


def test_what_follows_from_a_provisional_reading_may_rest_on_a_number_and_on_what_is_not_said():
    broad = split("broad", ["x"])
    known = base(splits=(broad,), implications=(Implication({"all": ["x", {"not": "guard"}]}, ("z",)),))
    assert "z" in derive({"broad": True}, known).yes
    assert "z" not in derive({"broad": True, "guard": True}, known).yes
    older = base(splits=(broad,), implications=(Implication({"all": ["x", {"cmp": ["age_years", ">=", 50]}]}, ("z",)),))
    assert "z" in derive({"broad": True, "age_years": 60}, older).yes
    assert "z" not in derive({"broad": True, "age_years": 40}, older).yes


def test_a_claim_that_the_screen_was_complete_hides_no_answer_after_it():
    assert "cough" in derive({"screen_complete": True, "cough": True}, base()).firm
    assert "screen_complete" not in derive({"screen_complete": True, "cough": True}, base()).yes


def test_a_single_no_carries_over_and_may_mean_a_yes():
    known = base(no_implications=(NoImplication(("a",), ("b",), ("c",)),))
    facts = derive({"a": False}, known)
    assert facts.no == {"a", "b"}
    assert facts.firm == {"c"}


def test_a_number_that_follows_from_one_of_several_words_names_that_word():
    word = NumberImplication({"any": ["worst", "severe"]}, "pain_intensity_nrs", 7, 10)
    facts = derive({"severe": True}, base(number_implications=(word,)))
    assert facts.numbers["pain_intensity_nrs"] == (7, 10)
    assert facts.origins["pain_intensity_nrs"] == ("severe",)


def test_the_only_no_may_mean_a_yes():
    assert derive({"a": False}, base(no_implications=(NoImplication(("a",), (), ("c",)),))).firm == {"c"}


def test_what_two_cleared_alarms_mean_is_followed_for_both_and_names_the_answer_behind():
    first = split({"any": ["p", "q"]}, ["x"], then=["r"], name="S1")
    second = split("p", ["y"], then=["s"], name="S2")
    follows = (Implication("r", ("after_r",)), Implication("s", ("after_s",)))
    facts = derive({"p": True, "x": False, "y": False}, base(splits=(first, second), implications=follows))
    assert {"r", "s", "after_r", "after_s"} <= facts.firm
    assert facts.origins["r"] == ("p",)


def test_what_follows_from_each_of_two_provisional_readings_is_followed():
    follows = (Implication("x", ("from_x",)), Implication("y", ("from_y",)))
    known = base(splits=(split("broad", ["x", "y"]),), implications=follows)
    assert derive({"broad": True}, known).yes >= {"x", "y", "from_x", "from_y"}


def test_of_several_ways_into_a_broad_alarm_the_one_answered_stands_behind_its_reading():
    known = base(splits=(split({"any": ["p", "q"]}, ["x"]),))
    facts = derive({"q": True}, known)
    assert facts.provisional == ("x",)
    assert facts.origins["x"] == ("q",)
