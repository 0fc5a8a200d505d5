"""The danger signs stand by themselves, with the numbers of the country."""

from backstride.report import country_words
from backstride.report.danger import danger_signs


def test_every_sign_that_is_shown_with_each_result_is_there(evidence):
    signs = danger_signs(evidence, country_words("GB", evidence))
    shown = [line.lower() for line in signs.now]
    for net in evidence.safety_nets.values():
        if net.always:
            assert {sign.lower() for sign in net.watch_for} <= set(shown)


def test_numbers_are_those_of_the_country(evidence):
    assert danger_signs(evidence, country_words("GB", evidence)).now_head == "Call 999 or go to A&E now"
    assert danger_signs(evidence, country_words("US", evidence)).now_head == "Call 911 or go to the emergency room now"
    assert "988" in danger_signs(evidence, country_words("US", evidence)).crisis_act


def test_without_a_country_no_number_is_invented(evidence):
    signs = danger_signs(evidence, country_words(None, evidence))
    assert not any(letter.isdigit() for letter in f"{signs.now_head} {signs.crisis_act} {signs.today_how}")


def test_a_first_safety_question_that_alone_means_help_now_or_today_is_there(evidence):
    signs = danger_signs(evidence, country_words("GB", evidence))
    assert "Collapsed, confused or very hot with exercise" in signs.now
    assert "Confused, drowsy, mottled, or feeling deathly ill" in signs.now
    assert signs.today == ("A serious accident",)
    # A history is no sign: it changes what the others mean.
    assert not any("cancer" in line for line in (*signs.now, *signs.today))
