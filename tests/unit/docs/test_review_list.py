"""What needs a signature: current, most consequential first, and no signature outlives what was signed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

import clinical_tables
import review_list
import safety_log
from review_groups import groups
from review_list import Signature


@pytest.fixture(scope="module")
def listed():
    return review_list.current_groups()


def of(source):
    return groups(source, clinical_tables.tables(), safety_log.hazard_log(), safety_log.never_events())


def signature(signed, **changes):
    given = {
        "group": signed.id, "fingerprint": signed.fingerprint, "name": "A. Example", "role": "physiotherapist",
        "registration": "none, a test", "date": "2026-11-20", "decision": "accept",
    }  # fmt: skip
    return Signature.model_validate(given | changes)


def test_the_committed_list_is_the_one_of_this_base():
    assert review_list.REVIEW.read_text(encoding="utf-8") == review_list.current(), "run `make docs` and commit"


def test_without_a_signature_the_list_says_that_nobody_reviewed_anything(listed):
    text = review_list.text(listed, [])
    assert "**Nothing here has been reviewed by any clinician.**" in text
    assert text.count("Not yet reviewed by any clinician.") == len(listed)
    assert "| yes |" not in text


def test_every_rule_is_in_a_group_of_its_level(listed, source):
    listed_rules = {row[0] for g in listed for row in g.rows}
    assert {rule.id for family in source.rules.values() for rule in family} <= listed_rules


def test_emergencies_on_a_weak_word_come_first_and_judgement_before_recall(listed, source):
    first = listed[0]
    rules = {rule.id: rule for family in source.rules.values() for rule in family}
    assert {rules[row[0]].urgency for row in first.rows} == {"emergency"}
    bases = [rules[row[0]].basis for row in first.rows]
    assert bases == sorted(bases, key=("expert", "background").index)


def test_self_care_that_leaves_first_questions_open_is_named_with_them(listed):
    doubts = {row[0]: row[3] for g in listed if g.id == "self-care" for row in g.rows}
    assert "against never-event NE_02" in doubts["SELF_02"]
    assert "saddle_numb" in doubts["SELF_02"]
    assert "NE_02" not in doubts["SELF_04"]


def test_a_signature_of_the_group_as_it_stands_counts(listed):
    text = review_list.text(listed, [signature(listed[0])])
    assert f"1 of {len(listed)} groups are accepted as they stand." in text
    assert "A. Example" in text


def test_a_rejection_is_shown_and_does_not_count(listed):
    signed = [signature(listed[0], decision="reject", remarks="the level is too low")]
    assert review_list.accepted(listed, signed) == set()
    assert "the level is too low" in review_list.text(listed, signed)


def test_a_change_of_a_rule_voids_the_signature_of_its_groups(listed, source):
    weak = next(g for g in listed if g.id == "emergency-weak")
    changed_id = weak.rows[0][0]
    rules = {
        family: [r.model_copy(update={"when": "fever"}) if r.id == changed_id else r for r in entries]
        for family, entries in source.rules.items()
    }
    after = of(replace(source, rules=rules))
    assert review_list.accepted(listed, [signature(weak)]) == {"emergency-weak"}
    assert review_list.accepted(after, [signature(weak)]) == set()
    assert "(void: the group has changed since)" in review_list.text(after, [signature(weak)])
    untouched = {g.id for g in listed if g.fingerprint == {a.id: a.fingerprint for a in after}[g.id]}
    assert {"safety-nets", "countries", "self-care"} <= untouched


def test_a_signature_needs_a_known_group_a_date_and_a_decision(listed):
    with pytest.raises(ValueError, match="no-such-group"):
        review_list.text(listed, [signature(listed[0], group="no-such-group")])
    for wrong in ({"decision": "maybe"}, {"date": "soon"}, {"name": None}):
        with pytest.raises(ValidationError):
            signature(listed[0], **wrong)
