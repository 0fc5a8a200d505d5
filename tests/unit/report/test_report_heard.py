"""What was understood of a story, as statements and, once confirmed, as answers."""

import pytest

from backstride.assess import read_answers
from backstride.report.heard import open_findings, statement, with_answers


@pytest.mark.parametrize(
    ("finding", "value", "words"),
    [
        ("pain_duration_weeks", 3, "for about 21 days"),
        ("age_years", 34.0, "34 years old"),
        ("pain_intensity_nrs", 6, "worst pain 6 of 10"),
    ],
)
def test_numbers_are_told_as_statements(evidence, finding, value, words):
    assert statement(finding, value, evidence) == words


def test_yes_no_and_unsure_have_words_of_their_own(evidence):
    entry = evidence.findings["fever"]
    assert statement("fever", True, evidence) == entry.yes
    assert statement("fever", False, evidence) == entry.no
    assert statement("fever", None, evidence) == f"maybe {entry.yes}"


def test_confirmed_findings_become_answers_where_none_stands(evidence):
    told = {"age_years": 34, "pain_duration_weeks": 3, "sex_female": True, "fever": True, "night_pain_wakes": True}
    document = with_answers({"answers": {"fever": False}}, told, ["limping"])
    assert document == {
        "age": 34,
        "duration_days": 21,
        "sex": "female",
        "answers": {"fever": False, "night_pain_wakes": True},
        "story_dropped": ["limping"],
    }
    assert read_answers(document, evidence).sex == "female"
    kept = {"age": 40, "duration_days": 5, "sex": "male", "answers": {}, "story_dropped": ["fever"]}
    assert with_answers(kept, {f: told[f] for f in ("age_years", "pain_duration_weeks", "sex_female")}, []) == kept


def test_what_stands_beside_the_answers_is_not_shown_again(evidence):
    document = {"story": "My low back has hurt for three weeks.", "answers": {}}
    assert "pain_duration_weeks" in open_findings(read_answers(document, evidence), document, evidence)
    document["duration_days"] = 21
    assert "pain_duration_weeks" not in open_findings(read_answers(document, evidence), document, evidence)
