"""What the answer page says about the runs: what changed first, what did not, and never that a run was the cause."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backstride.exposure import of_runs

PAIN = date(2026, 10, 28)
CHECK = date(2026, 11, 1)
FORBIDDEN = ("caus", "injur", "damage", "risk", "weak", "wear", "!", "because")


def facts(runs, rules, *, pain=PAIN):
    return of_runs(runs, on=CHECK, pain_began=pain, rules=rules).facts


def with_run(runs, make_run, day, distance_m, **changes):
    return [run for run in runs if run.source != f"{day}.fit"] + [make_run(day, distance_m, **changes)]


def test_a_spike_comes_first_with_its_date_and_the_days_before_the_pain(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 13_000.0)
    fact = facts(runs, rules)[0]
    assert fact.kind == "single_run_spike"
    assert fact.sentence == "You ran 13.0 km on 24 Oct. Your longest run of the 30 days before was 10.0 km."
    assert fact.on == date(2026, 10, 24)
    assert fact.days_before_pain == 4


def test_what_did_not_change_counts_too(level_weeks, make_run, rules):
    # 8 km on 24 Oct becomes 12 km: the weeks hold 30, 30, 30 and 34 km, against a usual 30 km.
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 12_000.0)
    told = [(fact.kind, fact.sentence) for fact in facts(runs, rules)]
    assert told == [
        ("single_run_spike", "You ran 12.0 km on 24 Oct. Your longest run of the 30 days before was 10.0 km."),
        ("weekly_distance_level", "Your weekly distance stayed level: 30 to 34 km."),
        ("downhill_level", "You did no more downhill than usual: at most 80 m a week."),
        ("runs_a_week_level", "You ran 4 times a week, about as often as before."),
    ]


def test_where_nothing_changed_all_facts_say_so(level_weeks, rules):
    told = [(fact.kind, fact.sentence, fact.days_before_pain) for fact in facts(level_weeks(PAIN), rules)]
    assert told == [
        ("weekly_distance_level", "Your weekly distance stayed level: 30 km.", None),
        ("longest_run_level", "No run was much longer than before. The longest was 10.0 km on 28 Oct.", 0),
        ("downhill_level", "You did no more downhill than usual: at most 80 m a week.", None),
        ("runs_a_week_level", "You ran 4 times a week, about as often as before.", None),
    ]


def test_a_jump_of_the_week_is_told_with_the_usual_week(level_weeks, make_run, rules):
    runs = [*level_weeks(PAIN), make_run(date(2026, 10, 20), 10_001.0)]
    fact = facts(runs, rules)[0]
    assert fact.kind == "weekly_distance_jump"
    assert fact.sentence == "You ran 40 km in 7 days, the most on 20 Oct. Your usual week was 30 km."
    assert fact.days_before_pain == 8


def test_a_week_between_level_and_jump_is_told_without_judging(level_weeks, make_run, rules):
    # 30 + 8 = 38 km is 1.27 times the usual week.
    runs = [*level_weeks(PAIN), make_run(date(2026, 10, 25), 8000.0)]
    told = {fact.kind: fact.sentence for fact in facts(runs, rules)}
    assert told["weekly_distance"] == "Your last 4 weeks were 30 to 38 km. Your usual week was 30 km."
    assert "weekly_distance_level" not in told


def test_a_week_far_below_is_not_called_level(level_weeks, rules):
    # Without its 10 and 8 km runs the week to 21 Oct holds 12 km.
    runs = [r for r in level_weeks(PAIN) if r.source not in ("2026-10-21.fit", "2026-10-17.fit")]
    told = {fact.kind: fact.sentence for fact in facts(runs, rules)}
    assert told["weekly_distance"] == "Your last 4 weeks were 12 to 30 km. Your usual week was 30 km."


def test_far_more_downhill_is_told(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 8000.0, descent_m=400.0)
    fact = facts(runs, rules)[0]
    assert fact.kind == "downhill_spike"
    assert fact.sentence == "Your runs went down 460 m in 7 days, the most on 24 Oct. Your usual week had 80 m."


def test_a_return_from_a_break_is_told(level_weeks, rules):
    after = [run for run in level_weeks(PAIN) if run.started_at.date() >= date(2026, 10, 17)]
    runs = [*level_weeks(date(2026, 9, 25), weeks=10), *after]
    told = {fact.kind: fact for fact in facts(runs, rules)}
    assert told["return_after_break"].sentence == "You came back to running on 17 Oct, after 21 days without a run."
    assert told["return_after_break"].days_before_pain == 11


def test_ranges_are_told_from_the_lowest_to_the_highest(level_weeks, make_run, rules):
    # One more short run with 30 m down in the week to 28 October: 5 runs and 110 m there, 4 and 80 m in the others.
    runs = [*level_weeks(PAIN), make_run(date(2026, 10, 25), 1000.0, descent_m=30.0)]
    told = {fact.kind: fact.sentence for fact in facts(runs, rules)}
    assert told["runs_a_week_level"] == "You ran 4 to 5 times a week, about as often as before."
    assert told["downhill_level"] == "You did no more downhill than usual: at most 110 m a week."


def test_one_run_a_week_more_is_about_as_often(level_weeks, make_run, rules):
    extra = [make_run(PAIN - timedelta(days=i), 1000.0, source=f"x{i}.fit") for i in (1, 8, 15, 22)]
    told = {fact.kind: fact.sentence for fact in facts([*level_weeks(PAIN), *extra], rules)}
    assert told["runs_a_week_level"] == "You ran 5 times a week, about as often as before."


def test_runs_twice_as_often_are_not_called_the_same(level_weeks, make_run, rules):
    extra = [make_run(PAIN - timedelta(days=i), 1000.0, source=f"x{i}.fit") for i in range(1, 28, 2)]
    assert "runs_a_week_level" not in {fact.kind for fact in facts([*level_weeks(PAIN), *extra], rules)}


def test_a_short_record_says_that_it_is_short(level_weeks, rules):
    told = facts(level_weeks(PAIN, weeks=2), rules)
    assert [fact.kind for fact in told] == ["short_record"]
    assert told[0].sentence == ("We have 8 runs from the 4 weeks before. That is too little to know your usual week.")


def test_the_four_weeks_before_do_not_hold_the_29th_day(make_run, rules):
    days = [PAIN - timedelta(days=28), PAIN - timedelta(days=27), PAIN]
    told = facts([make_run(day, 5000.0) for day in days], rules)
    assert told[0].sentence.startswith("We have 2 runs from the 4 weeks before.")


def test_a_run_exactly_ten_per_cent_longer_is_not_much_longer(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 11_000.0)
    told = {fact.kind: fact.sentence for fact in facts(runs, rules)}
    assert told["longest_run_level"] == "No run was much longer than before. The longest was 11.0 km on 24 Oct."


def test_a_record_that_ends_long_before_says_that_there_is_no_run(make_run, rules):
    told = facts([make_run(date(2026, 5, 1), 5000.0)], rules)
    assert told[0].sentence == "We have no run from the 4 weeks before. That is too little to know your usual week."


def test_without_a_first_day_of_pain_no_fact_counts_days_to_it(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 13_000.0)
    assert {fact.days_before_pain for fact in facts(runs, rules, pain=None)} == {None}


def test_never_more_than_four(level_weeks, make_run, rules):
    after = [run for run in level_weeks(PAIN) if run.started_at.date() >= date(2026, 10, 17)]
    runs = [*level_weeks(date(2026, 9, 25), weeks=10), *after]
    runs = with_run(runs, make_run, date(2026, 10, 24), 18_000.0, descent_m=500.0)
    runs.append(make_run(date(2026, 10, 23), 9000.0))
    assert len(facts(runs, rules)) == 4


@pytest.mark.parametrize("distance_m", [6000.0, 12_000.0, 20_000.0])
def test_sentences_are_short_plain_and_blame_nothing(level_weeks, make_run, rules, distance_m):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), distance_m, descent_m=500.0)
    for fact in facts(runs, rules):
        assert not [word for word in FORBIDDEN if word in fact.sentence.lower()]
        for sentence in fact.sentence.split(". "):
            assert len(sentence.split()) <= 20
