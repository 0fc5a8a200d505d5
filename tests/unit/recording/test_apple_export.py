"""Exports of Apple Health: what becomes of a workout, its records and its route."""

import datetime as dt
import itertools
import math
import os
from pathlib import Path

import pytest

import apple_export as written
from apple_export import DISTANCE, HEART_RATE, PHONE, RUN, STEPS, Writer
from backstride import recording
from backstride.recording import NotAnActivityError, WatchFileError

PHONE_AT_HOME = Writer(offset_h=1)


@pytest.fixture
def read(tmp_path):
    """`read(*elements, routes=..., writer=...)`: the runs of a folder that holds such an export."""

    def of(*elements, routes=None, name="export.xml"):
        return recording.read(
            written.folder(tmp_path / "apple_health_export", written.document(*elements), routes, name)
        )

    return of


def column(run, name):
    return run.samples[name].to_list()


def indoor_run(writer, *more, seconds=600):
    return writer.workout(written.note("HKIndoorWorkout", "1") + "".join(more), seconds=seconds)


class TestTotals:
    def test_a_workout_gives_sport_start_timer_distance_ascent_and_device(self, read):
        w = PHONE_AT_HOME
        inside = (
            written.note("HKTimeZone", "Europe/Paris")
            + written.note("HKElevationAscended", "6575 cm")
            + w.total(DISTANCE, "km", sum="8.95512")
            + w.total(HEART_RATE, "count/min", average="130.153", minimum="87", maximum="139")
        )
        (run,) = read(w.workout(inside, seconds=3653, minutes=60.88754943))
        assert (run.format, run.sport, run.indoor) == ("apple", "running", False)
        assert run.started_at == RUN
        assert run.timer_s == pytest.approx(60.88754943 * 60)
        assert run.elapsed_s == 3653
        assert run.distance_m == pytest.approx(8955.12)
        assert run.ascent_m == pytest.approx(65.75)
        assert run.avg_heart_rate_bpm == pytest.approx(130.153)
        assert run.device == "Apple Watch (Watch7,2)"
        assert run.warnings == ()

    @pytest.mark.parametrize(("month", "hours"), [(7, 2), (12, 1)])
    def test_the_offset_is_that_of_the_place_in_its_season_not_that_of_the_phone_at_export(self, read, month, hours):
        w, start = Writer(offset_h=-8), dt.datetime(2025, month, 3, 6, 0, tzinfo=dt.UTC)
        (run,) = read(w.workout(written.note("HKTimeZone", "Europe/Berlin"), since=start))
        assert run.started_at == start
        assert run.utc_offset == dt.timedelta(hours=hours)

    @pytest.mark.parametrize(("zone", "hours"), [("GMT+0200", 2), ("GMT-0330", -3.5), ("GMT+5", 5), ("UTC-07:00", -7)])
    def test_a_zone_without_a_place_is_understood(self, read, zone, hours):
        (run,) = read(PHONE_AT_HOME.workout(written.note("HKTimeZone", zone)))
        assert run.utc_offset == dt.timedelta(hours=hours)

    def test_totals_that_cannot_be_are_not_believed(self, read):
        w = PHONE_AT_HOME
        inside = (
            written.note("HKElevationAscended", "-50 cm")
            + w.total(HEART_RATE, "count/min", average="1e300")
            + w.total(STEPS, "count", sum="1e9")
        )
        (run,) = read(w.workout(inside, seconds=600, minutes=1e300))
        assert (run.timer_s, run.elapsed_s) == (600, 600)
        assert (run.ascent_m, run.avg_heart_rate_bpm, run.avg_cadence_spm) == (None, None, None)

    def test_without_a_zone_and_a_place_the_offset_is_unknown(self, read):
        (run,) = read(PHONE_AT_HOME.workout())
        assert run.utc_offset is None

    @pytest.mark.parametrize(
        ("value", "unit", "metres"),
        [(5.2, "km", 5200), (3.1, "mi", 4988.9664), (5200, "m", 5200), (17060, "ft", 5199.888)],
    )
    def test_an_older_export_says_the_distance_at_the_workout(self, read, value, unit, metres):
        (run,) = read(PHONE_AT_HOME.workout(more=f' totalDistance="{value}" totalDistanceUnit="{unit}"', seconds=2400))
        assert run.distance_m == pytest.approx(metres)

    @pytest.mark.parametrize(
        ("kind", "sport"),
        [
            ("Walking", "walking"),
            ("Hiking", "hiking"),
            ("Cycling", "cycling"),
            ("HandCycling", "cycling"),
            ("Swimming", "swimming"),
            ("Other", "unknown"),
            ("TraditionalStrengthTraining", "traditional_strength_training"),
        ],
    )
    def test_other_sports_have_the_names_of_the_other_formats(self, read, kind, sport):
        (run,) = read(PHONE_AT_HOME.workout(kind=kind))
        assert run.sport == sport

    def test_a_ride_takes_its_own_distance_not_the_steps_beside_the_bike(self, read):
        w = PHONE_AT_HOME
        inside = w.total(DISTANCE, "km", sum=0.3) + w.total("DistanceCycling", "mi", sum=10)
        (run,) = read(w.workout(inside, kind="Cycling", seconds=3600))
        assert run.distance_m == pytest.approx(16_093.44)

    def test_workouts_come_in_order_of_time_each_with_its_own_records(self, read):
        w, later = PHONE_AT_HOME, RUN + dt.timedelta(days=2)
        records = [
            w.record(HEART_RATE, 30, 30, 140, "count/min"),
            w.record(HEART_RATE, 30, 30, 155, "count/min", since=later),
        ]
        runs = read(*records, w.workout(since=later), w.workout())
        assert [run.started_at for run in runs] == [RUN, later]
        assert [column(run, "heart_rate_bpm") for run in runs] == [[140], [155]]


class TestRecords:
    def test_units_are_read_never_assumed(self, read):
        w = PHONE_AT_HOME
        records = [
            w.record("RunningSpeed", 0, 10, 12.6, "km/hr"),
            w.record("RunningPower", 0, 10, 231, "W"),
            w.record("RunningStrideLength", 0, 10, 0.95, "m"),
            w.record("RunningVerticalOscillation", 0, 10, 8.7, "cm"),
            w.record("RunningGroundContactTime", 0, 10, 268, "ms"),
            w.record("RunningSpeed", 20, 30, 6, "mi/hr"),
            w.record("RunningStrideLength", 20, 30, 3, "ft"),
            w.record("RunningVerticalOscillation", 20, 30, 3.5, "in"),
        ]
        (run,) = read(*records, indoor_run(w))
        assert column(run, "elapsed_s") == [0, 10, 20, 30]
        assert column(run, "speed_mps") == pytest.approx([3.5, 3.5, 2.68224, 2.68224])
        assert column(run, "power_w") == [231, 231, None, None]
        # Apple: the distance of a single step.
        assert column(run, "step_length_mm") == pytest.approx([950, 950, 914.4, 914.4])
        assert column(run, "vertical_oscillation_mm") == pytest.approx([87, 87, 88.9, 88.9])
        assert column(run, "contact_time_ms") == [268, 268, None, None]

    def test_a_unit_nobody_knows_is_told_and_its_values_left_out(self, read):
        w = PHONE_AT_HOME
        (run,) = read(w.record("RunningSpeed", 0, 10, 3, "furlong/fortnight"), indoor_run(w))
        assert column(run, "speed_mps") == []
        assert "Values left out, as their unit is unknown: furlong/fortnight." in run.warnings

    def test_a_reading_of_the_heart_holds_until_the_next_but_not_for_ever(self, read):
        w = PHONE_AT_HOME
        beats = [w.record(HEART_RATE, at, at, bpm, "count/min") for at, bpm in ((0, 120), (5, 125), (60, 150))]
        power = [w.record("RunningPower", at, at + 10, 200, "W") for at in (0, 10, 20, 60)]
        (run,) = read(*beats, *power, indoor_run(w))
        # At 20 s the reading of 5 s is just 15 s old.
        assert column(run, "elapsed_s") == [0, 5, 10, 20, 30, 60, 70]
        assert column(run, "heart_rate_bpm") == [120, 125, 125, 125, None, 150, 150]

    def test_steps_make_the_step_rate(self, read):
        w = PHONE_AT_HOME
        # 8 steps each 3 s are 160 a minute, 9 are 180.
        steps = [w.record(STEPS, at, at + 3, 8 if at < 60 else 9, "count") for at in range(0, 120, 3)]
        (run,) = read(*steps, indoor_run(w))
        rates = {value for value in column(run, "cadence_spm") if value is not None}
        assert min(rates) == pytest.approx(160)
        assert max(rates) == pytest.approx(180)
        assert run.avg_cadence_spm == pytest.approx(170, abs=1)

    def test_times_cut_to_seconds_do_not_blur_the_step_rate(self, read):
        w = PHONE_AT_HOME
        # Every 2.56 s 7 steps, 164 a minute; written in whole seconds an interval is 2 or 3 s long.
        edges = [math.floor(2.56 * n) for n in range(100)]
        steps = [w.record(STEPS, a, b, 7, "count") for a, b in itertools.pairwise(edges)]
        (run,) = read(*steps, indoor_run(w))
        rates = [value for value in column(run, "cadence_spm") if value is not None]
        assert len(rates) > 80
        assert min(rates) > 164 * 0.93
        assert max(rates) < 164 * 1.07

    def test_a_source_counts_alone_the_workouts_own_first_then_the_watch(self, read):
        w = PHONE_AT_HOME
        records = [
            *(
                w.record(DISTANCE, at, at + 10, 0.03, "km", source="iPhone of Ana", device=PHONE)
                for at in range(0, 60, 10)
            ),
            *(w.record(DISTANCE, at, at + 10, 0.025, "km") for at in range(0, 60, 10)),
            *(w.record(HEART_RATE, at, at, 99, "count/min", source="Strap", device="") for at in range(0, 60, 5)),
            w.record(HEART_RATE, 7, 7, 131, "count/min"),
        ]
        (own,) = read(*records, indoor_run(w, seconds=60))
        assert own.distance_m == pytest.approx(150)
        assert {*column(own, "heart_rate_bpm")} - {None} == {131}
        (app,) = read(*records, w.workout(seconds=60, source="Some App"))
        assert app.distance_m == pytest.approx(150)  # the watch goes before the phone

    def test_a_source_with_a_reading_or_two_gives_way_to_one_that_shows_the_run(self, read):
        w = PHONE_AT_HOME
        records = [
            w.record(HEART_RATE, 10, 10, 90, "count/min", source="Some App", device=""),
            *(w.record(HEART_RATE, at, at, 150 + at % 2, "count/min") for at in range(0, 600, 5)),
            w.record(DISTANCE, 0, 3, 0.01, "km"),
            w.record(DISTANCE, 0, 300, 0.7, "km", source="iPhone of Ana", device=PHONE),
            w.record(DISTANCE, 300, 600, 0.8, "km", source="iPhone of Ana", device=PHONE),
        ]
        (run,) = read(*records, w.workout(source="Some App"))
        assert {*column(run, "heart_rate_bpm")} - {None} == {150, 151}
        assert run.distance_m == pytest.approx(1500)

    def test_a_single_sum_over_the_run_gives_way_to_a_source_that_shows_its_course(self, read):
        w = PHONE_AT_HOME
        records = [
            w.record(DISTANCE, 0, 600, 1.6, "km", source="Some App", device=""),
            *(w.record(DISTANCE, at, at + 10, 0.025, "km") for at in range(0, 600, 10)),
        ]
        (run,) = read(*records, w.workout(source="Some App"))
        assert column(run, "distance_m")[-1] == pytest.approx(1500)

    def test_of_a_record_that_reaches_beyond_the_workout_only_the_share_within_counts(self, read):
        w = PHONE_AT_HOME
        records = [w.record(DISTANCE, -30, 30, 0.12, "km"), w.record(DISTANCE, 30, 60, 0.09, "km")]
        (run,) = read(*records, w.workout(seconds=60))
        assert run.distance_m == pytest.approx(60 + 90)

    def test_records_outside_the_workout_stay_outside(self, read):
        w = PHONE_AT_HOME
        beats = [w.record(HEART_RATE, at, at, 70 + at / 100, "count/min") for at in (-500, -1, 0, 600, 601, 5000)]
        (run,) = read(*beats, w.workout())
        assert column(run, "elapsed_s") == [0, 600]

    def test_children_and_correlations_and_escapes_and_any_order_change_nothing(self, read):
        w = PHONE_AT_HOME
        usual = w.record(HEART_RATE, 0, 0, 120, "count/min", child='<MetadataEntry key="a" value="1 &gt; 0"/>')
        turned = (
            f"<Record value='130' endDate='{w.time(20)}' startDate = '{w.time(20)}' unit=\"count/min\"\n "
            "sourceName='R&amp;D \"x\" > y' type='HKQuantityTypeIdentifierHeartRate'></Record>"
        )
        within = f'<Correlation type="x">{w.record(HEART_RATE, 40, 40, 140, "count/min")}</Correlation>'
        (run,) = read(usual, within, w.workout(seconds=60))
        assert column(run, "heart_rate_bpm") == [120, 140]
        (run,) = read(turned, w.workout(seconds=60))
        assert column(run, "heart_rate_bpm") == [130]

    def test_a_record_over_more_than_a_day_is_none_of_a_run(self, read):
        w = PHONE_AT_HOME
        (run,) = read(w.record(DISTANCE, -90_000, 90_000, 40, "km"), w.workout(seconds=60))
        assert run.distance_m is None
        assert "1 record left out, as the text is broken there." in run.warnings

    def test_a_record_twice_counts_once(self, read):
        w = PHONE_AT_HOME
        record = w.record(DISTANCE, 0, 60, 0.2, "km")
        (run,) = read(record, record, w.workout(seconds=60))
        assert run.distance_m == pytest.approx(200)

    def test_the_dates_of_old_exports_and_of_the_twelve_hour_clock_are_understood(self, read):
        w = PHONE_AT_HOME
        beat = w.record(HEART_RATE, 0, 0, 120, "count/min")
        old = beat.replace(w.time(0), "20250916161450+0100")
        noon = w.record(HEART_RATE, 10, 10, 140, "count/min").replace(w.time(10), "2025-09-16 4:15:00 PM +0100")
        (run,) = read(old, noon, w.workout(seconds=60))
        assert column(run, "heart_rate_bpm") == [120, 140]


class TestPauses:
    def test_a_pause_by_hand_stops_the_timer(self, read):
        w = PHONE_AT_HOME
        events = w.event("Pause", 100) + w.event("Resume", 160) + w.event("Segment", 200) + w.event("MotionPaused", 300)
        beats = [w.record(HEART_RATE, at, at, 120, "count/min") for at in range(0, 601, 20)]
        (run,) = read(*beats, w.workout(events, seconds=600, minutes=9))
        assert (run.timer_s, run.elapsed_s) == (540, 600)
        moving = dict(zip(column(run, "elapsed_s"), column(run, "moving"), strict=True))
        assert 120 not in moving  # nothing is taken from within the pause
        assert not moving[160]
        assert moving[100] and moving[180] and moving[320]

    def test_standing_still_is_no_pause_where_the_timer_went_on(self, read):
        w = PHONE_AT_HOME
        beats = [w.record(HEART_RATE, at, at, 120 + at % 7, "count/min") for at in range(0, 600, 5)]
        (run,) = read(*beats, w.workout(w.event("MotionPaused", 300) + w.event("MotionResumed", 400)))
        assert run.timer_s == 600
        assert run.samples.height == 120

    def test_standing_still_counts_where_nobody_paused_by_hand(self, read):
        w = PHONE_AT_HOME
        events = w.event("MotionPaused", 100) + w.event("MotionResumed", 160)
        beats = [w.record(HEART_RATE, at, at, 120, "count/min") for at in range(0, 601, 20)]
        (run,) = read(*beats, w.workout(events, seconds=600, minutes=9))
        moving = dict(zip(column(run, "elapsed_s"), column(run, "moving"), strict=True))
        assert not moving[160]
        assert moving[180]


def northward(seconds, first=0, start_m=0.0):
    """Points each second at 2.5 m/s to the north; a degree is 111,194.93 m on the mean sphere."""
    return [(first + n, 47 + (start_m + 2.5 * n) / 111_194.93, 8.0, 400) for n in range(seconds)]


class TestRoutes:
    def test_a_route_gives_the_instants_and_the_records_join_them(self, read):
        w = PHONE_AT_HOME
        records = [w.record("RunningPower", 0, 30, 200, "W"), w.record("RunningPower", 40, 59, 220, "W")]
        (run,) = read(*records, w.workout(w.route("r.gpx"), seconds=59), routes={"r.gpx": written.gpx(northward(60))})
        assert column(run, "elapsed_s") == list(range(60))
        assert column(run, "power_w") == [200] * 31 + [None] * 9 + [220] * 20
        assert run.distance_m == pytest.approx(59 * 2.5, rel=1e-3)
        assert column(run, "speed_mps")[:2] == [2.5, 2.5]
        assert run.utc_offset == dt.timedelta(hours=2)  # in the Alps in September, told by the place
        assert run.warnings == ()

    def test_a_route_in_two_files_is_one_run_and_the_gap_no_distance(self, read):
        w = PHONE_AT_HOME
        events = w.event("Pause", 29) + w.event("Resume", 89)
        routes = {"b.gpx": written.gpx(northward(30, first=90, start_m=5000)), "a.gpx": written.gpx(northward(30))}
        (run,) = read(w.workout(events + w.route("b.gpx", "a.gpx"), seconds=119, minutes=1), routes=routes)
        assert run.samples.height == 60
        assert run.distance_m == pytest.approx(2 * 29 * 2.5, rel=1e-3)
        assert run.timer_s == 60

    def test_the_watchs_own_distance_goes_before_that_of_the_route(self, read):
        w = PHONE_AT_HOME
        records = [w.record(DISTANCE, at, at + 10, 0.03, "km") for at in range(0, 60, 10)]
        inside = w.route("r.gpx") + w.total(DISTANCE, "km", seconds=60, sum=0.181)
        (run,) = read(*records, w.workout(inside, seconds=60), routes={"r.gpx": written.gpx(northward(61))})
        assert run.distance_m == pytest.approx(181)
        assert column(run, "distance_m")[::20] == pytest.approx([0, 60, 120, 180])

    def test_records_of_half_the_way_give_way_to_the_route(self, read):
        w = PHONE_AT_HOME
        records = [w.record(DISTANCE, at, at + 10, 0.03, "km") for at in range(0, 30, 10)]
        inside = w.route("r.gpx") + w.total(DISTANCE, "km", seconds=60, sum=0.151)
        (run,) = read(*records, w.workout(inside, seconds=60), routes={"r.gpx": written.gpx(northward(61))})
        assert column(run, "distance_m")[-1] == pytest.approx(150, rel=1e-3)

    def test_where_the_route_ends_too_early_the_records_go_on(self, read):
        w = PHONE_AT_HOME
        beats = [w.record(HEART_RATE, at, at, 140, "count/min") for at in range(0, 120, 20)]
        (run,) = read(*beats, w.workout(w.route("r.gpx"), seconds=120), routes={"r.gpx": written.gpx(northward(30))})
        assert column(run, "elapsed_s") == [*range(30), 40, 60, 80, 100]
        assert column(run, "latitude_deg")[-1] is None

    @pytest.mark.parametrize(
        ("good", "bad", "points"),
        [
            (b"<ele>450", b"<ele>\x01450", 60),
            (b'lat="47.000600"', b'lat="47.000600" lat="47.000600"', 60),
            (b'lat="47.000600"', b'lat="47.000600', 59),
            (b"</extensions>", b"", 60),
            (b"<hAcc>1.4</hAcc>", b"<hAcc>1.4 & more</hAcc>", 60),
        ],
    )
    def test_a_broken_point_costs_that_point_not_those_that_follow(self, read, good, bad, points):
        w = PHONE_AT_HOME
        route = written.gpx([(at, 47 + at * 2e-5, 8.0, 420 + at) for at in range(60)])
        assert good in route
        (run,) = read(w.workout(w.route("r.gpx"), seconds=60), routes={"r.gpx": route.replace(good, bad, 1)})
        assert run.samples["latitude_deg"].drop_nulls().len() == points
        assert run.distance_m == pytest.approx(59 * 2.224, abs=0.5)
        assert run.warnings == (
            () if points == 60 else ("1 route of this workout damaged; the points that can be read were kept.",)
        )

    @pytest.mark.parametrize("share", [0.0, 0.5])
    def test_a_route_that_is_cut_off_or_empty_is_told(self, read, share):
        w = PHONE_AT_HOME
        route = written.gpx([(at, 47 + at * 2e-5, 8.0, 420) for at in range(60)])
        (run,) = read(w.workout(w.route("r.gpx"), seconds=60), routes={"r.gpx": route[: int(share * len(route))]})
        assert run.warnings == ("1 route of this workout damaged; the points that can be read were kept.",)

    def test_a_missing_route_is_told(self, read):
        w = PHONE_AT_HOME
        (run,) = read(w.record(HEART_RATE, 0, 0, 140, "count/min"), w.workout(w.route("gone.gpx")))
        assert "1 route of this workout missing from the export." in run.warnings

    @pytest.mark.parametrize("path", ["../../secret.gpx", "/etc/secret.gpx", "workout-routes/../../secret.gpx"])
    def test_a_path_in_the_document_leads_nowhere_else(self, read, tmp_path, path):
        (tmp_path / "secret.gpx").write_bytes(written.gpx(northward(30)))
        w = PHONE_AT_HOME
        (run,) = read(w.workout(w.route("r.gpx").replace("/workout-routes/r.gpx", path)))
        assert run.samples.height == 0


class TestSeveralSports:
    def test_each_activity_of_a_triathlon_is_a_leg(self, read):
        w = PHONE_AT_HOME

        def activity(start, end, statistics):
            return (
                f'  <WorkoutActivity uuid="{start}" startDate="{w.time(start)}" endDate="{w.time(end)}"'
                f' duration="{(end - start) / 60}" durationUnit="min">\n{statistics}  </WorkoutActivity>\n'
            )

        inside = (
            activity(0, 600, w.total("DistanceSwimming", "m", sum=500))
            + activity(600, 700, w.total(DISTANCE, "km", sum=0.2))
            + activity(700, 2500, w.total("DistanceCycling", "km", sum=20))
            + activity(2500, 3700, w.total(DISTANCE, "km", sum=5) + w.total("RunningSpeed", "km/hr", average=15))
        )
        beats = [w.record(HEART_RATE, at, at, 140, "count/min") for at in (100, 650, 1000, 3000, 3100)]
        runs = read(*beats, w.workout(inside, kind="SwimBikeRun", seconds=3700))
        assert [run.sport for run in runs] == ["swimming", "transition", "cycling", "running"]
        assert [run.distance_m for run in runs] == pytest.approx([500, 200, 20_000, 5000])
        assert [run.timer_s for run in runs] == [600, 100, 1800, 1200]
        assert [run.samples.height for run in runs] == [1, 1, 1, 2]

    def test_a_leg_takes_no_point_of_the_route_from_the_leg_beside_it(self, read):
        w = PHONE_AT_HOME

        def activity(since, until, *totals):
            return (
                f'  <WorkoutActivity startDate="{w.time(since)}" endDate="{w.time(until)}"'
                f' duration="{(until - since) / 60}" durationUnit="min">{"".join(totals)}</WorkoutActivity>\n'
            )

        inside = (
            activity(0, 300, w.total("DistanceCycling", "km", sum="2.7"))
            + activity(300, 330)
            + activity(330, 600, w.total("RunningSpeed", "m/s", average="2.2"))
            + w.route("r.gpx")
        )
        # 8.9 m/s on the bike, 2.2 m/s from there on.
        route = written.gpx([(at, 47 + (at + 3 * min(at, 300)) * 2e-5, 8.0, 420) for at in range(600)])
        bike, change, run = read(w.workout(inside, kind="SwimBikeRun"), routes={"r.gpx": route})
        starts = [RUN + dt.timedelta(seconds=at) for at in (0, 300, 330)]
        assert [leg.started_at for leg in (bike, change, run)] == starts
        assert change.distance_m == pytest.approx(30 * 2.224, rel=0.01)
        assert run.distance_m == pytest.approx(269 * 2.224, rel=0.01)
        assert not [leg.warnings for leg in (bike, change, run) if leg.warnings]

    def test_a_run_in_intervals_stays_one_run(self, read):
        w = PHONE_AT_HOME
        part = f'  <WorkoutActivity uuid="a" startDate="{w.time(0)}" endDate="{w.time(300)}"/>\n'
        assert len(read(w.workout(part + part.replace("a", "b", 1)))) == 1


class TestWhatIsWrong:
    def test_an_export_without_a_workout_is_sound_but_no_activity(self, read):
        with pytest.raises(NotAnActivityError, match=r"^apple_health_export: .*holds no workout"):
            read(PHONE_AT_HOME.record(HEART_RATE, 0, 0, 60, "count/min"))

    def test_what_stands_before_a_cut_is_kept_and_the_cut_told(self, tmp_path):
        w, later = PHONE_AT_HOME, RUN + dt.timedelta(days=1)
        whole = written.document(w.record(HEART_RATE, 30, 30, 140, "count/min"), w.workout(), w.workout(since=later))
        cut = whole[: whole.rindex(b"<Workout ") + 200]
        (run,) = recording.read(written.folder(tmp_path, cut))
        assert column(run, "heart_rate_bpm") == [140]
        assert any(warning.startswith(f"The export stops at byte {len(cut) - 200}") for warning in run.warnings)
        assert not any("may be missing" in warning for warning in run.warnings)

    def test_blank_lines_after_the_end_are_no_cut(self, tmp_path):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(PHONE_AT_HOME.workout()) + b"\n" * 500)
        (run,) = recording.read(path)
        assert run.warnings == ()

    def test_a_cut_among_the_records_says_that_values_may_be_missing(self, tmp_path):
        w = PHONE_AT_HOME
        whole = written.document(w.workout(), *(w.record(HEART_RATE, at, at, 140, "count/min") for at in range(9)))
        (run,) = recording.read(written.folder(tmp_path, whole[:-100]))
        assert any("values of this run may be missing" in warning for warning in run.warnings)

    def test_a_cut_before_the_first_workout_is_one_sentence(self, tmp_path):
        data = written.document(PHONE_AT_HOME.record(HEART_RATE, 0, 0, 60, "count/min"), end="")
        with pytest.raises(WatchFileError, match=r"byte \d+.*stops before its first workout; export your health data"):
            recording.read(written.folder(tmp_path, data))

    @pytest.mark.parametrize(
        ("good", "bad"),
        [
            ('value="140"', 'value="14o"'),
            ('value="140"', 'value="140'),
            ('value="140"', ""),
            ('startDate="2025', 'startDate="2O25'),
            ('startDate="2025-09-16', 'startDate="2025-02-30'),
        ],
    )
    def test_a_broken_record_costs_that_record(self, read, good, bad):
        w = PHONE_AT_HOME
        middle = w.record(HEART_RATE, 30, 30, 140, "count/min")
        assert good in middle
        beats = [w.record(HEART_RATE, at, at, at, "count/min") for at in (60, 90)]
        (run,) = read(middle.replace(good, bad, 1), *beats, w.workout())
        assert column(run, "heart_rate_bpm") == [60, 90]

    def test_a_doubled_attribute_and_a_control_character_and_an_odd_name_cost_nothing(self, read):
        w = PHONE_AT_HOME
        odd = w.record(HEART_RATE, 30, 30, 140, "count/min").replace(
            "unit=", 'Health Mate App Version="2.6" sourceVersion="9" x="\x0b" unit=', 1
        )
        workout = w.workout().replace(" duration=", ' sourceVersion="1" duration=', 1)
        (run,) = read(odd, workout)
        assert column(run, "heart_rate_bpm") == [140]

    def test_a_broken_workout_costs_that_workout(self, read):
        w, later = PHONE_AT_HOME, RUN + dt.timedelta(days=1)
        broken = w.workout().replace("</Workout>", "")
        runs = read(broken, w.workout(since=later))
        assert [run.started_at for run in runs] == [later]
        assert "1 workout of the export left out, as the text is broken there." in runs[0].warnings

    def test_comments_and_what_is_quoted_as_text_hold_no_records(self, read):
        w = PHONE_AT_HOME
        hidden = w.record(HEART_RATE, 10, 10, 99, "count/min")
        (run,) = read(
            f"<!-- {hidden} -->", f"<![CDATA[{hidden}]]>", w.record(HEART_RATE, 30, 30, 140, "count/min"), w.workout()
        )
        assert column(run, "heart_rate_bpm") == [140]


def test_the_run_of_a_real_fragment(shared_fragments):
    workout, beats = shared_fragments
    runs = recording.read(workout)
    assert [run.sport for run in runs] == ["running"]
    (run,) = runs
    # As its own statistics say.
    assert run.distance_m == pytest.approx(8955.12)
    assert run.timer_s == pytest.approx(60.88754943410556 * 60)
    assert run.started_at == RUN
    assert run.samples.height > 3000
    assert beats


@pytest.fixture
def shared_fragments(tmp_path):
    """The fragments that may be read in place but not shipped, joined to an export; skipped where they are absent."""
    root = Path(os.environ.get("BACKSTRIDE_SHARED", Path(__file__).resolve().parents[4] / "shared"))
    found = sorted((root / "samples" / "watchfiles").glob("applehealth__*"))
    if len(found) < 3:
        pytest.skip("the fragments are not on this machine")
    beats, route, workout = (path.read_bytes() for path in found)
    data = written.document().replace(b"</HealthData>", beats + workout + b"</HealthData>")
    folder = written.folder(tmp_path, data, {found[1].name.removeprefix("applehealth__"): route})
    return folder, beats
