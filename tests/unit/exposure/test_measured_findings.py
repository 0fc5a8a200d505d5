"""Findings the runs answer: yes and no only where the record suffices. Usual week here: 30 km, 80 m down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backstride.exposure import of_runs

PAIN = date(2026, 10, 28)
CHECK = date(2026, 11, 1)


def findings(runs, rules, *, pain=PAIN, on=CHECK):
    return {f.finding: f for f in of_runs(runs, on=on, pain_began=pain, rules=rules).findings}


def value(name, runs, rules, **when):
    found = findings(runs, rules, **when).get(name)
    return None if found is None else found.value


def with_run(runs, make_run, day, distance_m, **changes):
    """The runs with those of one day replaced by another run."""
    return [run for run in runs if run.source != f"{day}.fit"] + [make_run(day, distance_m, **changes)]


def test_level_weeks_answer_no(level_weeks, rules):
    no = findings(level_weeks(PAIN), rules)["mileage_spike"]
    assert no.value is False
    assert no.from_runs == (
        "30 km a week in the 4 weeks to 28 Oct, 30 km in the usual week before; "
        "no run more than 10 % longer than the longest before it"
    )


def test_one_run_half_as_long_again_answers_yes_and_says_which(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 15_500.0)
    yes = findings(runs, rules)["mileage_spike"]
    assert yes.value is True
    assert yes.from_runs == "15.5 km on 24 Oct; the longest run of the 30 days before was 10.0 km"


@pytest.mark.parametrize(
    ("distance_m", "expected"),
    [(11_000.0, False), (11_010.0, None), (13_000.0, None), (13_010.0, True)],
)
def test_between_ten_and_thirty_per_cent_longer_is_asked(level_weeks, make_run, rules, distance_m, expected):
    # Replaces the 8 km run of 24 Oct; the week then holds at most 35.0 km, 17 % above the usual 30 km.
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), distance_m)
    assert value("mileage_spike", runs, rules) is expected


@pytest.mark.parametrize(
    ("extra_m", "expected"),
    [(6000.0, False), (6100.0, None), (9000.0, None), (9100.0, True)],
)
def test_a_week_a_fifth_above_is_ordinary_and_a_third_above_is_a_jump(level_weeks, make_run, rules, extra_m, expected):
    # 30 + 6 km = 1.2 times, 30 + 9 km = 1.3 times the usual week; no single run is longer than before.
    runs = [*level_weeks(PAIN), make_run(date(2026, 10, 25), extra_m)]
    assert value("mileage_spike", runs, rules) is expected


def test_a_jump_of_the_week_says_both_weeks(level_weeks, make_run, rules):
    runs = [*level_weeks(PAIN), make_run(date(2026, 10, 20), 10_000.0)]
    assert findings(runs, rules)["mileage_spike"].from_runs == (
        "40 km in the 7 days to 21 Oct; the usual week before was 30 km"
    )


def test_a_jump_five_weeks_before_the_pain_is_not_recent(level_weeks, make_run, rules):
    # 29 September lies 29 days before; the run is then the longest of the 30 days before later ones, which is no jump.
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 9, 29), 15_500.0)
    assert value("mileage_spike", runs, rules) is False


def test_a_long_run_after_the_pain_began_is_not_counted(level_weeks, make_run, rules):
    runs = [*level_weeks(PAIN), make_run(PAIN + timedelta(days=2), 25_000.0)]
    assert value("mileage_spike", runs, rules) is False


def test_without_a_first_day_of_pain_the_weeks_are_counted_from_the_check(level_weeks, make_run, rules):
    runs = [*level_weeks(PAIN), make_run(PAIN + timedelta(days=2), 25_000.0)]
    assert value("mileage_spike", runs, rules, pain=None) is True


@pytest.mark.parametrize("weeks", [1, 3, 4, 7])
def test_seven_weeks_of_record_or_less_cannot_say_no(level_weeks, rules, weeks):
    # Four recent weeks and at least four before them are needed.
    assert value("mileage_spike", level_weeks(PAIN, weeks=weeks), rules) is None


def test_eight_weeks_of_record_are_enough_for_a_usual_week(level_weeks, rules):
    # Four recent weeks and four before them, to the day.
    assert value("downhill_spike", level_weeks(PAIN, weeks=8), rules) is False
    assert value("downhill_spike", level_weeks(PAIN, weeks=7), rules) is None


def test_distance_needs_the_30_days_before_the_first_recent_run_too(level_weeks, rules):
    # 27 + 30 days before the pain: eight weeks are two days short.
    assert value("mileage_spike", level_weeks(PAIN, weeks=8), rules) is None
    assert value("mileage_spike", level_weeks(PAIN, weeks=9), rules) is False


@pytest.mark.parametrize(("days_before", "expected"), [(10, False), (11, None)])
def test_the_last_run_may_lie_ten_days_before_the_pain(level_weeks, rules, days_before, expected):
    assert value("return_after_break", level_weeks(PAIN - timedelta(days=days_before)), rules) is expected


def test_a_run_on_the_day_of_the_check_shows_that_the_record_goes_on(level_weeks, make_run, rules):
    runs = [*level_weeks(PAIN - timedelta(days=11)), make_run(CHECK, 5000.0)]
    assert value("return_after_break", runs, rules) is False


def test_a_long_run_in_a_short_record_is_not_called_a_spike(level_weeks, make_run, rules):
    # Three weeks of record: the 30 days before are not known.
    runs = with_run(level_weeks(PAIN, weeks=3), make_run, date(2026, 10, 24), 15_500.0)
    assert value("mileage_spike", runs, rules) is None


def test_a_watch_that_mostly_stayed_at_home_does_not_call_a_spike(make_run, rules):
    # Two runs in the 30 days before: what was the longest is not known.
    days = [date(2026, 8, 1), date(2026, 10, 1), date(2026, 10, 12)]
    runs = [*(make_run(day, 8000.0) for day in days), make_run(date(2026, 10, 24), 12_000.0)]
    assert value("mileage_spike", runs, rules) is None
    assert value("mileage_spike", [*runs, make_run(date(2026, 10, 14), 8000.0)], rules) is True


def test_a_record_that_stops_before_the_pain_cannot_say_no(level_weeks, rules):
    runs = level_weeks(PAIN - timedelta(days=11))
    assert value("mileage_spike", runs, rules) is None
    assert value("downhill_spike", runs, rules) is None
    assert value("return_after_break", runs, rules) is None
    assert value("long_race_recent", runs, rules) is None


@pytest.mark.parametrize(
    "changes",
    [{"warnings": ("Not counted: checksum failed",)}, {"sport": "unknown"}, {"started_at": None}, {"timer_s": 100.0}],
)
def test_a_recording_left_aside_that_may_hide_a_run_leaves_the_answer_open(level_weeks, make_run, rules, changes):
    hidden = make_run(date(2026, 10, 23), 9000.0, source="hidden.fit", **changes)
    assert value("mileage_spike", [*level_weeks(PAIN), hidden], rules) is None
    assert value("downhill_spike", [*level_weeks(PAIN), hidden], rules) is None


def test_a_bike_ride_leaves_the_answer_as_it_is(level_weeks, make_run, rules):
    ride = make_run(date(2026, 10, 23), 60_000.0, source="ride.fit", sport="cycling")
    assert value("mileage_spike", [*level_weeks(PAIN), ride], rules) is False


def test_a_doubtful_file_before_a_long_run_leaves_the_spike_open(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 15_500.0)
    hidden = make_run(date(2026, 10, 3), 15_000.0, source="hidden.fit", warnings=("Not counted: checksum failed",))
    assert value("mileage_spike", [*runs, hidden], rules) is None


def test_a_run_of_unknown_length_leaves_the_answer_open(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), None, timer_s=3600.0)
    assert value("mileage_spike", runs, rules) is None


@pytest.mark.parametrize(
    ("descent_m", "expected"),
    # The week holds 60 m in its other runs, the usual week 80 m: 130 m is 50 m more, 180 m is 100 m more and over
    # twice as much.
    [(20.0, False), (70.0, False), (71.0, None), (119.0, None), (120.0, True)],
)
def test_far_more_downhill_than_usual(level_weeks, make_run, rules, descent_m, expected):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 8000.0, descent_m=descent_m)
    assert value("downhill_spike", runs, rules) is expected


def test_a_hilly_runner_needs_twice_the_usual(level_weeks, make_run, rules):
    # Usual week 800 m (4 runs of 200 m). 240 + 600 = 840 m more: 1.3 times at 1040 m, twice at 1600 m.
    def week_with(descent_m):
        return with_run(level_weeks(PAIN, descent_m=200.0), make_run, date(2026, 10, 24), 8000.0, descent_m=descent_m)

    assert value("downhill_spike", week_with(440.0), rules) is False
    assert value("downhill_spike", week_with(441.0), rules) is None
    assert value("downhill_spike", week_with(999.0), rules) is None
    assert value("downhill_spike", week_with(1000.0), rules) is True


def test_the_downhill_answer_says_both_weeks(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 8000.0, descent_m=400.0)
    assert findings(runs, rules)["downhill_spike"].from_runs == (
        "460 m downhill in the 7 days to 28 Oct; the usual week before had 80 m"
    )
    assert findings(level_weeks(PAIN), rules)["downhill_spike"].from_runs == (
        "at most 80 m downhill a week in the 4 weeks to 28 Oct; the usual week before had 80 m"
    )


def test_added_climbing_answers_yes_to_hills_or_speed(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 8000.0, ascent_m=400.0)
    yes = findings(runs, rules)["intensity_spike"]
    assert yes.value is True
    assert yes.from_runs == "460 m uphill in the 7 days to 28 Oct; the usual week before had 80 m"


def test_level_climbing_never_answers_no_because_speed_work_is_not_known(level_weeks, rules):
    assert value("intensity_spike", level_weeks(PAIN), rules) is None


def test_unknown_heights_answer_nothing(level_weeks, rules):
    runs = level_weeks(PAIN, ascent_m=None, descent_m=None)
    assert value("downhill_spike", runs, rules) is None
    assert value("intensity_spike", runs, rules) is None


def around_a_break(level_weeks, last_before, back_on):
    """Regular running up to `last_before` and again from `back_on` up to the pain."""
    after = [run for run in level_weeks(PAIN) if run.started_at.date() >= back_on]
    return [*level_weeks(last_before, weeks=10), *after]


def test_three_weeks_off_and_back_answers_yes(level_weeks, rules):
    # 26 September to 16 October: 21 full days.
    runs = around_a_break(level_weeks, date(2026, 9, 25), date(2026, 10, 17))
    yes = findings(runs, rules)["return_after_break"]
    assert yes.value is True
    assert yes.from_runs == "no run recorded for 21 days after 25 Sep; running again since 17 Oct"


def test_twenty_days_off_is_asked(level_weeks, rules):
    runs = around_a_break(level_weeks, date(2026, 9, 26), date(2026, 10, 17))
    assert value("return_after_break", runs, rules) is None


def test_thirteen_days_off_is_no_break(level_weeks, rules):
    runs = around_a_break(level_weeks, date(2026, 10, 3), date(2026, 10, 17))
    no = findings(runs, rules)["return_after_break"]
    assert no.value is False
    assert no.from_runs == "never more than 13 days without a run between 26 Aug and 28 Oct"


def test_fourteen_days_off_is_asked(level_weeks, rules):
    runs = around_a_break(level_weeks, date(2026, 10, 2), date(2026, 10, 17))
    assert value("return_after_break", runs, rules) is None


def test_regular_running_answers_no(level_weeks, rules):
    assert value("return_after_break", level_weeks(PAIN), rules) is False


def test_a_return_more_than_six_weeks_ago_is_no_longer_recent(level_weeks, rules):
    # Back on 14 Sep, 44 days before the pain.
    runs = around_a_break(level_weeks, date(2026, 8, 20), date(2026, 9, 14))
    assert value("return_after_break", runs, rules) is None


def test_a_return_just_six_weeks_ago_is_recent(level_weeks, rules):
    # Back on 16 Sep, 42 days before the pain.
    runs = around_a_break(level_weeks, date(2026, 8, 20), date(2026, 9, 16))
    assert value("return_after_break", runs, rules) is True


def test_a_return_on_the_very_day_of_the_pain_counts(level_weeks, make_run, rules):
    runs = [*level_weeks(date(2026, 9, 25), weeks=10), make_run(PAIN, 5000.0)]
    assert value("return_after_break", runs, rules) is True


def test_four_runs_in_the_four_weeks_before_are_running_to_take_a_break_from(make_run, level_weeks, rules):
    after = [run for run in level_weeks(PAIN) if run.started_at.date() >= date(2026, 10, 17)]
    last = date(2026, 9, 25)
    regular = [make_run(last - timedelta(days=i), 5000.0) for i in (0, 9, 18, 27)]
    too_few = [make_run(last - timedelta(days=i), 5000.0) for i in (0, 9, 18, 28)]
    assert value("return_after_break", [*regular, *after], rules) is True
    assert value("return_after_break", [*too_few, *after], rules) is None


def test_a_first_run_long_before_is_no_running_to_take_a_break_from(make_run, level_weeks, rules):
    after = [run for run in level_weeks(PAIN) if run.started_at.date() >= date(2026, 10, 16)]
    assert value("return_after_break", [make_run(date(2026, 9, 20), 5000.0), *after], rules) is None


def test_a_doubtful_file_in_the_break_leaves_it_open(level_weeks, make_run, rules):
    runs = around_a_break(level_weeks, date(2026, 9, 25), date(2026, 10, 17))
    hidden = make_run(date(2026, 10, 5), 9000.0, sport="unknown")
    assert value("return_after_break", [*runs, hidden], rules) is None


HALF_MARATHON_M = 21_097.5


@pytest.mark.parametrize(
    ("distance_m", "expected"),
    [(HALF_MARATHON_M, True), (HALF_MARATHON_M * 0.981, True), (HALF_MARATHON_M * 0.979, False)],
)
def test_a_half_marathon_in_the_week_before_the_pain(level_weeks, make_run, rules, distance_m, expected):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), distance_m)
    assert value("long_race_recent", runs, rules) is expected


@pytest.mark.parametrize(("days_before", "expected"), [(0, True), (7, True), (8, False)])
def test_the_week_before_holds_the_seventh_day_and_the_day_itself(level_weeks, make_run, rules, days_before, expected):
    runs = with_run(level_weeks(PAIN), make_run, PAIN - timedelta(days=days_before), 22_000.0)
    assert value("long_race_recent", runs, rules) is expected


def test_a_half_marathon_in_the_last_week_counts_although_the_pain_is_older(level_weeks, make_run, rules):
    runs = [*level_weeks(PAIN), make_run(date(2026, 11, 20), 22_000.0)]
    found = findings(runs, rules, on=date(2026, 11, 25))["long_race_recent"]
    assert found.value is True
    assert found.from_runs == "22.0 km on 20 Nov"


def test_of_two_long_runs_the_longest_is_named(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), 24_000.0)
    runs = with_run(runs, make_run, date(2026, 10, 26), 22_000.0)
    assert findings(runs, rules)["long_race_recent"].from_runs == "24.0 km on 24 Oct"


def test_a_record_that_stops_long_before_the_check_cannot_say_no(level_weeks, rules):
    # The last run was on the day the pain began, four weeks before the check.
    assert value("long_race_recent", level_weeks(PAIN), rules, on=date(2026, 11, 25)) is None


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 10, 23), None), (date(2026, 10, 12), False)])
def test_a_doubtful_file_in_the_week_leaves_the_race_open(level_weeks, make_run, rules, day, expected):
    hidden = make_run(day, 25_000.0, source="hidden.fit", sport="unknown")
    assert value("long_race_recent", [*level_weeks(PAIN), hidden], rules) is expected


def test_a_no_says_the_longest_run_of_the_week(level_weeks, rules):
    no = findings(level_weeks(PAIN), rules)["long_race_recent"]
    assert no.value is False
    assert no.from_runs == "the longest run of the week was 10.0 km, on 28 Oct"


def test_a_run_of_unknown_length_in_the_week_leaves_the_race_open(level_weeks, make_run, rules):
    runs = with_run(level_weeks(PAIN), make_run, date(2026, 10, 24), None, timer_s=7200.0)
    assert value("long_race_recent", runs, rules) is None


@pytest.mark.parametrize(
    ("factor", "expected"), [(1.0, False), (1.91, False), (1.93, None), (2.13, None), (2.14, True)]
)
def test_usually_more_than_64_km_a_week(make_run, rules, factor, expected):
    # A usual week of 30 km times the factor: 57.3 km is clearly below, 57.9 and 63.9 km are asked, 64.2 km is above.
    days = [PAIN - timedelta(days=i) for i in range(90)]
    runs = [make_run(day, 30_000.0 * factor / 7) for day in days]
    assert value("high_mileage_runner", runs, rules) is expected


def test_exactly_64_km_a_week_is_asked(make_run, rules):
    runs = [make_run(PAIN - timedelta(days=7 * i), 64_000.0, timer_s=20_000.0) for i in range(14)]
    assert value("high_mileage_runner", runs, rules) is None


def test_a_big_month_does_not_make_a_usual_week(level_weeks, make_run, rules):
    extra = [make_run(PAIN - timedelta(days=i), 10_000.0, source=f"extra{i}.fit") for i in range(1, 28, 2)]
    assert value("high_mileage_runner", [*level_weeks(PAIN), *extra], rules) is False


def test_half_a_year_of_regular_runs_is_no_novice(level_weeks, rules):
    # The first run lies 26 weeks before the pain, less a day: too short; a week more is enough.
    assert value("novice_runner", level_weeks(PAIN, weeks=26), rules) is None
    assert value("novice_runner", level_weeks(PAIN, weeks=27), rules) is False


def test_a_record_of_exactly_26_weeks_is_no_novice(level_weeks, make_run, rules):
    first = make_run(PAIN - timedelta(weeks=26), 5000.0)
    assert value("novice_runner", [first, *level_weeks(PAIN, weeks=26)], rules) is False


def test_a_new_watch_does_not_make_a_novice(level_weeks, rules):
    assert value("novice_runner", level_weeks(PAIN, weeks=10), rules) is None


def test_an_old_run_without_regular_running_since_does_not_answer(level_weeks, make_run, rules):
    runs = [make_run(date(2025, 1, 1), 5000.0), *level_weeks(PAIN, weeks=10)]
    assert value("novice_runner", runs, rules) is None


def with_balance(make_run, samples, day, left_pct, device="Maker Model"):
    table = samples(elapsed_s=[0.0, 1.0], contact_time_balance_left_pct=[left_pct] * 2, moving=[True] * 2)
    return make_run(day, 5000.0, samples=table, device=device)


@pytest.mark.parametrize(
    ("now_pct", "expected"), [(50.9, False), (51.5, None), (52.0, None), (52.1, True), (47.9, True)]
)
def test_contact_balance_is_compared_with_the_runners_own(make_run, samples, rules, now_pct, expected):
    before = [with_balance(make_run, samples, PAIN - timedelta(days=7 * i + 1), 50.0) for i in range(6)]
    since = [with_balance(make_run, samples, PAIN + timedelta(days=i), now_pct) for i in (1, 3)]
    assert value("contact_asymmetry", [*before, *since], rules) is expected


def test_contact_balance_says_both_values(make_run, samples, rules):
    before = [with_balance(make_run, samples, PAIN - timedelta(days=7 * i + 1), 50.0) for i in range(6)]
    since = [with_balance(make_run, samples, PAIN + timedelta(days=i), 52.5) for i in (1, 3)]
    assert findings([*before, *since], rules)["contact_asymmetry"].from_runs == (
        "left share of ground contact 52.5 % in 2 runs since 29 Oct, 50.0 % in the 6 runs before"
    )


def test_contact_balance_needs_two_runs_now_and_six_before(make_run, samples, rules):
    before = [with_balance(make_run, samples, PAIN - timedelta(days=7 * i + 1), 50.0) for i in range(6)]
    since = [with_balance(make_run, samples, PAIN + timedelta(days=i), 53.0) for i in (1, 3)]
    assert value("contact_asymmetry", [*before, since[0]], rules) is None
    assert value("contact_asymmetry", [*before[1:], *since], rules) is None


def test_contact_balance_of_another_device_is_not_compared(make_run, samples, rules):
    before = [with_balance(make_run, samples, PAIN - timedelta(days=7 * i + 1), 50.0) for i in range(6)]
    since = [with_balance(make_run, samples, PAIN + timedelta(days=i), 53.0, device="Other") for i in (1, 3)]
    assert value("contact_asymmetry", [*before, *since], rules) is None


def test_contact_balance_without_a_first_day_of_pain_compares_the_last_two_weeks(make_run, samples, rules):
    before = [with_balance(make_run, samples, CHECK - timedelta(days=14 + 7 * i), 50.0) for i in range(6)]
    now = [with_balance(make_run, samples, CHECK - timedelta(days=i), 53.0) for i in (0, 13)]
    assert value("contact_asymmetry", [*before, *now], rules, pain=None) is True
