"""What becomes of the fields of a FIT record."""

import pytest
from fit_bytes import NOON, NOON_UNIX, RECORD, STEADY, FitBytes, steady

SEMICIRCLES_PER_DEGREE = 2**31 / 180


def sample_file(*fields, rows, **keywords):
    return FitBytes().file_id().records(*fields, rows=rows, **keywords).session(elapsed=len(rows)).finish()


def column(run, name):
    return run.samples[name].to_list()


def test_a_stride_counts_as_two_steps_and_its_fraction_too(read_one):
    # 80 strides + 64/128 = 80.5 strides a minute = 161 steps a minute
    run = read_one(sample_file((4, "uint8"), (53, "uint8"), rows=[(80, 64), (81, None)]))
    assert column(run, "cadence_spm") == [161.0, 162.0]


def test_cadence_of_a_bike_is_not_steps(read_one):
    run = read_one(FitBytes().file_id().records(*STEADY, rows=steady(3)).session(sport=2).finish())
    assert column(run, "cadence_spm") == [None, None, None]
    assert run.avg_cadence_spm is None


def test_enhanced_fields_win_over_the_older_ones(read_one):
    # speed / 1000 m/s, altitude / 5 - 500 m
    run = read_one(
        sample_file(
            *((6, "uint16"), (73, "uint32"), (2, "uint16"), (78, "uint32")),
            rows=[(2500, 3000, 2600, 2750), (2500, None, 2600, None)],
        )
    )
    assert column(run, "speed_mps") == [3.0, 2.5]
    assert column(run, "altitude_m") == [50.0, 20.0]


def test_positions_are_told_in_degrees(read_one):
    run = read_one(sample_file((0, "sint32"), (1, "sint32"), rows=[(2**30, -(2**29))]))
    assert column(run, "latitude_deg") == [90.0]
    assert column(run, "longitude_deg") == [-45.0]


def test_running_dynamics_keep_their_units(read_one):
    # vertical oscillation / 10 mm, ground contact / 10 ms, balance, ratio / 100 %, step length / 10 mm
    run = read_one(
        sample_file(
            *((39, "uint16"), (41, "uint16"), (84, "uint16"), (83, "uint16"), (85, "uint16")),
            rows=[(932, 2540, 4980, 815, 11200)],
        )
    )
    row = run.samples.row(0, named=True)
    assert row["vertical_oscillation_mm"] == pytest.approx(93.2)
    assert row["contact_time_ms"] == pytest.approx(254.0)
    assert row["contact_time_balance_left_pct"] == pytest.approx(49.8)
    assert row["vertical_ratio_pct"] == pytest.approx(8.15)
    assert row["step_length_mm"] == pytest.approx(1120.0)


@pytest.mark.parametrize(
    ("number", "kind", "name"),
    [(41, "uint16", "contact_time_ms"), (85, "uint16", "step_length_mm"), (3, "uint8", "heart_rate_bpm")],
)
def test_zero_means_not_measured(read_one, number, kind, name):
    run = read_one(sample_file((number, kind), rows=[(0,), (200,)]))
    assert run.samples[name].null_count() == 1


def test_values_marked_invalid_stay_empty(read_one):
    run = read_one(sample_file((3, "uint8"), (5, "uint32"), rows=[(None, None), (150, 300)]))
    assert column(run, "heart_rate_bpm") == [None, 150.0]
    assert column(run, "distance_m") == [None, 3.0]


def test_a_compressed_header_carries_the_time_on_past_its_rollover(read_one):
    # The anchor's lowest five bits, then a smaller number: 32 s have passed into the next round.
    fit = FitBytes().file_id().records((3, "uint8"), rows=[(140,)])
    fit.define(1, RECORD, [(3, "uint8")])
    low = NOON & 0x1F
    fit.compressed(1, low + 5, 141).compressed(1, low + 4, 142)
    run = read_one(fit.session().finish())
    assert column(run, "elapsed_s") == [0.0, 5.0, 36.0]
    assert run.samples["time"][0].timestamp() == NOON_UNIX


def test_big_endian_files_read_the_same(read_one):
    files = [FitBytes(endian=endian).file_id().records(*STEADY, rows=steady(5)).session().finish() for endian in "<>"]
    little, big = map(read_one, files)
    assert little.samples.equals(big.samples)


def test_a_field_whose_size_does_not_fit_its_type_costs_only_itself(read_one):
    fit = FitBytes().file_id()
    fit.define(4, RECORD, [(253, "uint32"), (5, "uint32"), (3, "uint8")])
    at = fit.body.rindex(bytes([5, 4, 0x86]))
    fit.body[at + 1] = 3  # three bytes for a distance of four
    fit.body += bytes([4]) + NOON.to_bytes(4, "little") + b"\1\2\3" + bytes([151])
    run = read_one(fit.session().finish())
    assert column(run, "heart_rate_bpm") == [151.0]
    assert column(run, "distance_m") == [None]


def test_samples_of_one_instant_are_joined_column_by_column(read_one):
    fit = FitBytes().file_id()
    fit.records((3, "uint8"), rows=[(140,), (141,)]).records((5, "uint32"), rows=[(0,), (300,)])
    run = read_one(fit.session().finish())
    assert column(run, "heart_rate_bpm") == [140.0, 141.0]
    assert column(run, "distance_m") == [0.0, 3.0]
    assert any("2 samples joined" in warning for warning in run.warnings)


def test_of_two_values_of_one_instant_the_later_counts(read_one):
    run = read_one(sample_file((3, "uint8"), rows=[(140,), (150,)], seconds=[0, 0]))
    assert column(run, "heart_rate_bpm") == [150.0]


def test_samples_out_of_order_are_sorted_and_the_runner_is_told(read_one):
    run = read_one(sample_file((3, "uint8"), rows=[(140,), (142,), (141,)], seconds=[0, 2, 1]))
    assert column(run, "heart_rate_bpm") == [140.0, 141.0, 142.0]
    assert run.warnings == ("The time jumped backward once; the samples were put in order.",)


def test_a_sample_from_another_century_is_left_out_and_told(read_one):
    sixty_years = 60 * 365 * 86_400
    rows = steady(300)
    run = read_one(sample_file(*STEADY, rows=rows, seconds=[*range(299), sixty_years]))
    assert run.samples.height == 299
    assert run.warnings == ("1 sample with no time or an impossible one left out.",)
    assert run.trusted


def test_many_impossible_times_make_the_run_untrusted(read_one):
    sixty_years = 60 * 365 * 86_400
    run = read_one(sample_file(*STEADY, rows=steady(20), seconds=[*range(18), sixty_years, sixty_years + 1]))
    assert not run.trusted
    assert run.samples.height == 18


def test_impossible_values_are_left_empty_and_told(read_one):
    # 60 m/s, heart rate 254, height 12517.2 m = (12517.2 + 500) * 5 = 65086
    run = read_one(sample_file((73, "uint32"), (3, "uint8"), (2, "uint16"), rows=[(60_000, 254, 65_086)]))
    assert [column(run, name) for name in ("speed_mps", "heart_rate_bpm", "altitude_m")] == [[None]] * 3
    assert [word for warning in run.warnings for word in ("speed", "heart rate", "height") if word in warning] == [
        "speed",
        "heart rate",
        "height",
    ]


def test_a_position_of_zero_and_zero_is_no_position(read_one):
    run = read_one(sample_file((0, "sint32"), (1, "sint32"), rows=[(0, 0), (int(51 * SEMICIRCLES_PER_DEGREE), 0)]))
    assert run.samples["latitude_deg"].null_count() == 1


def test_every_column_is_there_even_if_nothing_was_recorded(read_one):
    from backstride.recording import SAMPLE_SCHEMA

    run = read_one(sample_file((3, "uint8"), rows=[(140,)]))
    assert dict(run.samples.schema) == SAMPLE_SCHEMA
