"""What an emergency tells the runner, and the numbers it gives by country."""

import re

import pytest

TAKE_AN_ANTI_INFLAMMATORY = re.compile(
    r"\b(take|try|use)\b[^.]*\b(ibuprofen|naproxen|anti-inflammator\w+)", re.IGNORECASE
)
FORBIDS_IT = re.compile(r"\bno anti-inflammator|\bmust not be used|\bstop\b[^.]*anti-inflammator", re.IGNORECASE)


def told_to_runners(evidence):
    """Every sentence of advice, of a rule to the runner, and of a safety net."""
    for lines in evidence.sections["advice"].values():
        yield from ((f"advice: {line['text']}", line["text"]) for line in lines)
    yield from ((rule.id, rule.user_reason) for rule in evidence.triage.rules)
    for net in evidence.safety_nets.values():
        yield from ((net.id, text) for text in (*net.watch_for, net.act))


def test_nobody_in_an_emergency_is_sent_to_drive_themselves(evidence):
    assert "do not drive yourself" in evidence.triage.level_words["emergency"]["action"]
    for where, text in told_to_runners(evidence):
        assert not re.search(r"(?<!do not )\bdrive (yourself|there|to)\b", text, re.IGNORECASE), where


def test_anti_inflammatories_are_only_ever_advised_against(evidence):
    named = [(where, text) for where, text in told_to_runners(evidence) if "anti-inflammator" in text.lower()]
    assert named
    for where, text in named:
        assert FORBIDS_IT.search(text), where
    sentences = [(w, s) for w, text in told_to_runners(evidence) for s in text.split(".") if not FORBIDS_IT.search(s)]
    assert [where for where, sentence in sentences if TAKE_AN_ANTI_INFLAMMATORY.search(sentence)] == []


def test_the_digits_to_dial_are_the_number_told(source):
    packs = source.levels.country_packs
    for code, pack in packs.items():
        if pack.dial is None:
            assert code == "unknown"
            assert not re.search(r"\d", pack.number), "an unknown country is given no number"
        else:
            assert pack.dial.isdigit()
            assert pack.dial in re.findall(r"\d+", pack.number), code


@pytest.mark.parametrize(("country", "number"), [("gb", "999"), ("us", "911"), ("de", "112")])
def test_three_emergency_numbers_anybody_can_check(source, country, number):
    assert source.levels.country_packs[country].number == number


def test_no_country_stands_in_two_packs(source):
    listed = [code for name, pack in source.levels.country_packs.items() for code in (name, *pack.also)]
    assert len(listed) == len(set(listed))
