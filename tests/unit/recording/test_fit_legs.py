"""Sessions, totals, clocks and pauses of FIT files."""

from datetime import UTC, datetime, timedelta

import pytest
from fit_bytes import (
    CYCLING,
    HR,
    NOON,
    NOON_UNIX,
    RECORD,
    SPORT,
    START,
    STEADY,
    STOP,
    STOP_ALL,
    STOP_DISABLE_ALL,
    SWIMMING,
    TRANSITION,
    FitBytes,
    steady,
)

DEGREE = 2**31 / 180
NEPAL = [((0, "sint32"), (1, "sint32")), [(int(27.7 * DEGREE), int(85.3 * DEGREE))] * 3]


def test_the_devices_totals_are_taken(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(60))
    run = read_one(fit.session(elapsed=61.5, timer=60.25, distance=181.37).finish())
    assert (run.elapsed_s, run.timer_s, run.distance_m) == (61.5, 60.25, 181.37)
    assert (run.sport, run.format, run.source) == ("running", "fit", "morning")
    assert run.started_at == datetime.fromtimestamp(NOON_UNIX, UTC)
    assert run.warnings == ()


def test_the_summary_may_stand_before_the_samples(read_one):
    first = FitBytes().file_id().session(elapsed=60, timer=60, distance=180).records(*STEADY, rows=steady(60)).finish()
    last = FitBytes().file_id().records(*STEADY, rows=steady(60)).session(elapsed=60, timer=60, distance=180).finish()
    one, other = read_one(first), read_one(last)
    assert one.samples.equals(other.samples)
    assert one.distance_m == other.distance_m == 180


def test_without_a_summary_the_totals_come_from_the_samples(read_one):
    # 61 samples a second apart at 3 m/s and 80 strides a minute
    run = read_one(FitBytes().file_id().records(*STEADY, rows=steady(61)).finish())
    assert (run.elapsed_s, run.timer_s, run.distance_m, run.avg_cadence_spm) == (60.0, 60.0, 180.0, 160.0)
    assert run.sport == "unknown"


def test_without_a_summary_the_sport_is_what_the_watch_was_set_to(read_one):
    fit = FitBytes().file_id().define(5, SPORT, [(0, "enum"), (1, "enum")]).data(5, 1, 1)
    run = read_one(fit.records(*STEADY, rows=steady(3)).finish())
    assert (run.sport, run.indoor) == ("running", True)


def test_samples_go_to_the_leg_whose_time_they_fall_in(read):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(300))
    fit.session(start=0, elapsed=100, distance=300, sport=SWIMMING).session(start=100, elapsed=20, sport=TRANSITION)
    swim, change, run = read(fit.session(start=120, elapsed=180, distance=540).finish())
    assert [leg.sport for leg in (swim, change, run)] == ["swimming", "transition", "running"]
    assert [leg.samples.height for leg in (swim, change, run)] == [100, 20, 180]
    assert run.started_at == datetime.fromtimestamp(NOON_UNIX + 120, UTC)


def test_the_distance_of_a_later_leg_begins_at_its_own_start(read):
    # The watch counts on: 297 m at the last sample of the first leg, 597 m at that of the second.
    fit = FitBytes().file_id().records(*STEADY, rows=steady(200))
    _, second = read(fit.session(elapsed=100, sport=CYCLING).session(start=100, elapsed=100).finish())
    assert second.samples["distance_m"].to_list()[:2] == [3.0, 6.0]
    assert second.distance_m == 597 - 297


def test_the_unfinished_leg_of_a_cut_off_file_becomes_a_run(read):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(100)).session(elapsed=100, sport=CYCLING)
    fit.define(5, SPORT, [(0, "enum"), (1, "enum")]).data(5, 1, 0)
    fit.records(*STEADY, rows=steady(300)[200:], seconds=range(200, 300))
    data = fit.finish()[:-2]
    ride, run = read(data)
    assert (ride.sport, ride.samples.height) == ("cycling", 100)
    assert (run.sport, run.samples.height) == ("running", 100)


def test_chained_files_give_their_runs_one_after_the_other(read):
    first = FitBytes().file_id().records(*STEADY, rows=steady(10)).session(elapsed=10).finish()
    second = FitBytes().file_id().records(*STEADY, rows=steady(20), seconds=range(1000, 1020)).session(start=1000)
    runs = read(first + second.finish())
    assert [run.samples.height for run in runs] == [10, 20]


def test_a_run_with_a_summary_only_is_kept(read_one):
    run = read_one(FitBytes().file_id().session(elapsed=1800, timer=1800, distance=5000).finish())
    assert (run.samples.height, run.distance_m, run.timer_s) == (0, 5000, 1800)
    assert run.started_at == datetime.fromtimestamp(NOON_UNIX, UTC)


def test_a_treadmill_run_is_indoors(read_one):
    run = read_one(FitBytes().file_id().records(*STEADY, rows=steady(3)).session(sub_sport=1).finish())
    assert run.indoor


def test_times_since_switching_on_are_no_dates(read_one):
    fit = FitBytes().file_id()
    fit.define(4, RECORD, [(253, "uint32"), (5, "uint32")])
    for second in range(10):
        fit.data(4, 17_000_000 + second, 300 * second)
    run = read_one(fit.finish())
    assert run.started_at is None
    assert run.samples["time"].null_count() == 10
    assert run.samples["elapsed_s"].to_list() == list(range(10))
    assert not run.trusted


def test_a_watch_without_utc_tells_what_its_clock_read(read_one):
    fit = FitBytes().file_id()
    fit.define(4, RECORD, [(253, "uint32"), (5, "uint32")]).data(4, 17_000_000, 0)
    run = read_one(fit.activity(time=17_000_000, local=NOON).finish())
    assert any("2024-11-08 11:33" in warning for warning in run.warnings)


@pytest.mark.parametrize("stop", [STOP, STOP_ALL, STOP_DISABLE_ALL])
def test_every_kind_of_stop_is_a_pause(read_one, stop):
    # Running 0 to 20 s, paused to 80 s, running to 100 s; the watch gives no totals.
    fit = FitBytes().file_id().events((0, START), (20, stop), (80, START), (100, stop))
    rows, seconds = steady(41), [*range(21), *range(81, 101)]
    run = read_one(fit.records(*STEADY, rows=rows, seconds=seconds).finish())
    assert (run.elapsed_s, run.timer_s) == (100.0, 40.0)
    assert run.samples["moving"].to_list().count(False) == 1
    assert run.samples.filter(~run.samples["moving"])["elapsed_s"].to_list() == [81.0]


def test_a_second_start_without_a_stop_changes_nothing(read_one):
    fit = FitBytes().file_id().events((0, START), (5, START), (10, STOP_ALL), (40, START), (45, START), (60, STOP_ALL))
    run = read_one(fit.records(*STEADY, rows=steady(61)).finish())
    assert run.timer_s == 30.0


def test_samples_recorded_during_a_pause_are_not_moving(read_one):
    fit = FitBytes().file_id().events((0, START), (10, STOP), (20, START), (30, STOP))
    run = read_one(fit.records(*STEADY, rows=steady(31)).finish())
    assert run.samples["moving"].to_list() == [True] * 11 + [False] * 10 + [True] * 10


def test_without_events_a_long_gap_at_one_spot_is_a_pause(read_one):
    # 50 s without a sample and without a metre
    rows = [(300 * min(second, 10), 80) for second in range(10)] + [(2700, 80), (3000, 80)]
    run = read_one(FitBytes().file_id().records(*STEADY, rows=rows, seconds=[*range(10), 59, 60]).finish())
    assert run.timer_s == 60 - 50


def test_without_events_a_long_gap_with_distance_is_no_pause(read_one):
    rows = [(0, 80), (9000, 80)]
    run = read_one(FitBytes().file_id().records(*STEADY, rows=rows, seconds=[0, 30]).finish())
    assert run.timer_s == 30


def test_events_that_contradict_the_timer_yield_to_the_gaps(read_one):
    # The only stop came by mistake at second 1: by the events 59 s were paused, by the device's timer none.
    fit = FitBytes().file_id().events((0, START), (1, STOP_ALL))
    run = read_one(fit.records(*STEADY, rows=steady(61)).session(elapsed=60, timer=60).finish())
    assert run.samples["moving"].all()


@pytest.mark.parametrize(
    ("offset_h", "expected_h"), [(2, 2), (-8, -8), (5.75, 5.75), (14, 14), (15, None), (-13, None), (0.0625, None)]
)
def test_the_watchs_offset_counts_only_if_it_is_a_time_zone(read_one, offset_h, expected_h):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(3)).session()
    run = read_one(fit.activity(local=round(NOON + offset_h * 3600)).finish())
    assert run.utc_offset == (None if expected_h is None else timedelta(hours=expected_h))


def test_a_watch_that_calls_utc_local_time_is_corrected_by_the_position(read_one):
    fields, rows = NEPAL
    run = read_one(FitBytes().file_id().records(*fields, rows=rows).session().activity(local=NOON).finish())
    assert run.utc_offset == timedelta(hours=5, minutes=45)


def test_without_local_time_the_position_tells_the_zone(read_one):
    fields, rows = NEPAL
    run = read_one(FitBytes().file_id().records(*fields, rows=rows).session().finish())
    assert run.utc_offset == timedelta(hours=5, minutes=45)


@pytest.mark.parametrize(("maker", "expected"), [(1, timedelta(0)), (294, None)])
def test_without_a_position_an_offset_of_zero_is_believed_of_all_but_coros(read_one, maker, expected):
    fit = FitBytes().file_id(maker=maker).records(*STEADY, rows=steady(3)).session().activity(local=NOON)
    assert read_one(fit.finish()).utc_offset == expected


def test_without_position_and_local_time_the_zone_is_unknown(read_one):
    assert read_one(FitBytes().file_id().records(*STEADY, rows=steady(3)).session().finish()).utc_offset is None


def test_a_distance_nobody_can_run_is_not_trusted(read_one):
    # 100 km in ten minutes
    fit = FitBytes().file_id().records(*STEADY, rows=steady(3)).session(elapsed=600, timer=600, distance=100_000)
    run = read_one(fit.finish())
    assert not run.trusted
    assert "100.00 km in 10.0 minutes" in run.warnings[-1]


def test_beats_stored_in_the_strap_fill_the_samples_by_time(read_one):
    # Anchor: strap counter 10.0 s = NOON. Then 8 beats 0.5 s apart, counter in 12 bits of 1/1024 s, two in three bytes.
    fit = FitBytes().file_id().records((3, "uint8"), rows=[(None,)] * 6)
    fit.define(5, HR, [(253, "uint32"), (6, "uint8"), (9, "uint32")]).data(5, NOON, 100, 10 * 1024)
    ticks = [(10 * 1024 + 512 * beat) % 4096 for beat in range(1, 9)]
    packed = b"".join(
        bytes([one & 0xFF, one >> 8 | (two & 0xF) << 4, two >> 4])
        for one, two in zip(ticks[::2], ticks[1::2], strict=True)
    )
    fit.define(6, HR, [(6, 8), (10, 12)]).data(6, bytes(range(101, 109)), packed)
    # A second holds the beats at .0 and .5; the last of them counts: 0.5 s -> 101, 1.5 s -> 103, 2.5 s -> 105, ...
    assert read_one(fit.session(elapsed=6).finish()).samples["heart_rate_bpm"].to_list() == [
        *(101.0, 103.0, 105.0, 107.0),
        *(108.0, 108.0),
    ]


def test_beats_do_not_replace_what_the_watch_measured(read_one):
    fit = FitBytes().file_id().records((3, "uint8"), rows=[(150,), (None,)])
    fit.define(5, HR, [(253, "uint32"), (6, "uint8"), (9, "uint32")]).data(5, NOON, 100, 10 * 1024)
    assert read_one(fit.session().finish()).samples["heart_rate_bpm"].to_list() == [150.0, 100.0]


def test_beats_without_an_anchor_are_not_used(read_one):
    fit = FitBytes().file_id().records((3, "uint8"), rows=[(None,)])
    fit.define(5, HR, [(253, "uint32"), (6, "uint8")]).data(5, NOON, 100)
    assert read_one(fit.session().finish()).samples["heart_rate_bpm"].to_list() == [None]


def test_a_treadmill_in_a_gym_is_a_run(read_one):
    # Sport 4 is fitness equipment, sub-sport 1 the treadmill.
    run = read_one(FitBytes().file_id().records(*STEADY, rows=steady(3)).session(sport=4, sub_sport=1).finish())
    assert (run.sport, run.indoor, run.avg_cadence_spm) == ("running", True, 160.0)


def test_a_watch_that_knows_no_time_at_all_says_only_that(read_one):
    fit = FitBytes().file_id()
    fit.define(4, RECORD, [(253, "uint32"), (5, "uint32")]).data(4, 17_000_000, 0)
    run = read_one(fit.activity(time=17_000_000).finish())
    assert run.warnings == ("Not counted: the watch's clock was not set, so the day of this run is unknown.",)


def test_a_summary_that_begins_after_the_first_sample_does_not_cut_it_off(read_one):
    # Some watches write the wrong start into the summary; the first sample is the first instant.
    fit = FitBytes().file_id().records(*STEADY, rows=steady(60)).session(start=20, elapsed=60)
    run = read_one(fit.finish())
    assert run.started_at == datetime.fromtimestamp(NOON_UNIX, UTC)
    assert run.samples["elapsed_s"][0] == 0


def test_a_summary_from_another_year_does_not_date_the_run(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(60)).session(start=-400 * 86_400, elapsed=60)
    assert read_one(fit.finish()).started_at == datetime.fromtimestamp(NOON_UNIX, UTC)


def test_a_watch_that_counts_each_leg_from_zero_is_read_as_it_counts(read):
    fit = FitBytes().file_id().records(*STEADY, rows=[*steady(100), *steady(100)], seconds=range(200))
    _, second = read(fit.session(elapsed=100, sport=CYCLING).session(start=100, elapsed=100).finish())
    assert second.samples["distance_m"].to_list()[:2] == [0.0, 3.0]


def test_standing_is_not_moving_but_running_on_the_spot_of_a_treadmill_is(read_one):
    # Speed 0 and no steps: standing. Speed 0 with 80 strides a minute: a treadmill without a foot pod.
    rows = [(3000, 80), (3000, 80), (0, 0), (0, 80)]
    run = read_one(FitBytes().file_id().records((73, "uint32"), (4, "uint8"), rows=rows).session().finish())
    assert run.samples["moving"].to_list() == [True, True, False, True]
