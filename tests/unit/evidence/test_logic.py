"""A rule's condition in words: every part said once, what is grouped stays grouped, and `not` as its rule reads it."""

from backstride.evidence.logic import clause, in_words
from backstride.evidence.schema.common import findings_of


def words(source, node, **kind):
    return in_words(clause(source, node, **kind))


def test_parts_are_joined_by_what_has_to_hold(source):
    node = {"all": ["saddle_numb", {"any": ["fever", "hx_cancer"]}]}
    assert words(source, node) == (
        "all of these (new numbness between the legs; any of these "
        "(temperature of 38 °C or more, or shivering; had cancer now or before))"
    )


def test_a_group_joined_like_the_one_around_it_is_no_group_of_its_own(source):
    assert words(source, {"any": ["fever", {"any": ["saddle_numb", "hx_cancer"]}]}) == words(
        source, {"any": ["fever", "saddle_numb", "hx_cancer"]}
    )


def test_how_many_of_a_list_is_said_and_such_a_list_keeps_its_groups(source):
    node = {"at_least": {"n": 2, "of": ["fever", {"any": ["saddle_numb", "hx_cancer"]}, "night_sweats"]}}
    told = clause(source, node)
    assert told.lead == "at least 2 of these"
    assert [len(part.parts) for part in told.parts] == [0, 2, 0]


def test_a_number_has_its_limit_in_words_and_its_unit(source):
    assert words(source, {"cmp": ["age_years", ">=", 50]}) == "age 50 years or more"
    assert words(source, {"cmp": ["pain_duration_weeks", "<", 1]}) == "pain for under 1 week"
    assert words(source, {"cmp": ["pain_intensity_nrs", ">", 6]}) == "worst pain in 24 hours more than 6 of 10"


def test_not_is_an_exception_in_an_alarm_and_an_answered_no_in_self_care(source):
    assert words(source, {"not": "fever"}).startswith("unless: ")
    assert words(source, {"not": "fever"}, self_care=True).startswith("answered no: ")
    both = {"not": {"all": ["fever", "hx_cancer"]}}
    assert clause(source, both).lead == "unless"
    assert clause(source, both, self_care=True).lead == "not, and known not to be"


def test_every_finding_of_every_rule_is_in_its_words_and_links_to_it(source):
    def named(c):
        return {c.finding} - {None} | {f for part in c.parts for f in named(part)}

    for rules in source.rules.values():
        for rule in rules:
            assert named(clause(source, rule.when)) == findings_of(rule.when), rule.id
