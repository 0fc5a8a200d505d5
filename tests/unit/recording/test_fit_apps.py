"""Fields that an app adds to a FIT file beside those of the watch."""

import pytest
from fit_bytes import DEVELOPER_DATA_ID, FIELD_DESCRIPTION, NOON, RECORD, FitBytes


def with_app_field(name, unit, values, *, native=(41, "uint16"), native_value=None):
    fit = FitBytes().file_id()
    fit.define(5, DEVELOPER_DATA_ID, [(3, "uint8")]).data(5, 0)
    fit.define(6, FIELD_DESCRIPTION, [(0, "uint8"), (1, "uint8"), (2, "uint8"), (3, 32), (8, 16)])
    number = len(fit.body)
    fit.data(6, 0, 7, 0x88, name, unit)
    # Name and unit are strings (base type 7), which this writer declares as bytes.
    definition = bytes(fit.body[:number])
    fit.body[:number] = definition.replace(bytes([3, 32, 0x0D]), bytes([3, 32, 7])).replace(
        bytes([8, 16, 0x0D]), bytes([8, 16, 7])
    )
    fit.define(4, RECORD, [(253, "uint32"), native], developer=[(7, "float32", 0)])
    for second, value in enumerate(values):
        fit.data(4, NOON + second, native_value, value)
    return fit.session(elapsed=len(values)).finish()


@pytest.mark.parametrize(
    ("unit", "stored", "expected_mm"), [(b"Centimeters", 7.5, 75.0), (b"cm", 7.5, 75.0), (b"mm", 75.0, 75.0)]
)
def test_the_unit_of_an_app_field_is_read_never_assumed(read_one, unit, stored, expected_mm):
    run = read_one(with_app_field(b"Vertical Oscillation", unit, [stored]))
    assert run.samples["vertical_oscillation_mm"].to_list() == [expected_mm]


def test_an_app_field_of_unknown_unit_is_not_used(read_one):
    run = read_one(with_app_field(b"Vertical Oscillation", b"Furlongs", [7.5]))
    assert run.samples["vertical_oscillation_mm"].null_count() == 1


def test_the_watchs_own_measure_is_kept_apart_from_the_apps(read_one):
    # The watch says 266 ms, the app 254 ms.
    run = read_one(with_app_field(b"Ground Time", b"Milliseconds", [254.0, 254.0], native_value=2660))
    assert run.samples["contact_time_ms"].to_list() == [266.0, 266.0]
    assert run.warnings == ()


def test_where_the_watch_measured_nothing_the_app_counts_and_the_runner_is_told(read_one):
    run = read_one(with_app_field(b"Ground Time", b"Milliseconds", [0.0, 254.0]))
    assert run.samples["contact_time_ms"].to_list() == [None, 254.0]
    assert run.warnings == ("Ground contact time comes from the app field 'ground time', as the watch recorded none.",)


def test_an_app_field_that_is_not_a_number_is_never_stored(read_one):
    run = read_one(with_app_field(b"Power", b"Watts", [float("inf"), 250.0], native=(3, "uint8"), native_value=140))
    assert run.samples["power_w"].to_list() == [None, 250.0]
