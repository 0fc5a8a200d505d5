"""Fields that an app adds to a FIT file beside those of the watch."""

import pytest
from fit_bytes import DEVELOPER_DATA_ID, FIELD_DESCRIPTION, NOON, RECORD, FitBytes

from backstride.recording.fit.file import decode


def described(fit, number=7, name=b"", unit=b"", *, app=0, kind=0x88, native=None, scale=None, offset=None):
    """Adds what an app says of its field; native is the field of the record it stands for."""
    fit.define(
        6,
        FIELD_DESCRIPTION,
        [
            *((0, "uint8"), (1, "uint8"), (2, "uint8"), (3, ("string", 32)), (8, ("string", 16)), (6, "uint8")),
            *((7, "sint8"), (14, "uint16"), (15, "uint8")),
        ],
    )
    return fit.data(6, app, number, kind, name, unit, scale, offset, None if native is None else RECORD, native)


def app_id(fit, *, app=0, number=1):
    return fit.define(5, DEVELOPER_DATA_ID, [(1, 16), (3, "uint8")]).data(5, bytes([number] * 16), app)


def with_app_field(name, unit, values, *, native=(41, "uint16"), native_value=None, stands_for=None):
    fit = described(app_id(FitBytes().file_id()), 7, name, unit, native=stands_for)
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


@pytest.mark.parametrize(
    ("unit", "stored", "expected_spm"), [(b"SPM", 157.0, 157.0), (b"RPM", 79.0, 158.0), (b"strides/min", 79.0, 158.0)]
)
def test_the_unit_says_whether_an_app_counts_one_leg_or_both(read_one, unit, stored, expected_spm):
    run = read_one(with_app_field(b"Cadence", unit, [stored]))
    assert run.samples["cadence_spm"].to_list() == [expected_spm]


def test_a_field_without_a_name_counts_by_what_it_stands_for(read_one):
    run = read_one(with_app_field(b"", b"ms", [251.0], stands_for=41))
    assert run.samples["contact_time_ms"].to_list() == [251.0]
    assert run.warnings == ("Ground contact time comes from an app field without a name, as the watch recorded none.",)


def test_a_field_that_stands_for_another_kind_of_message_is_not_a_sample(read_one):
    fit = app_id(FitBytes().file_id())
    fit.define(6, FIELD_DESCRIPTION, [(0, "uint8"), (1, "uint8"), (2, "uint8"), (8, ("string", 8)), (14, "uint16")])
    fit.data(6, 0, 7, 0x88, b"ms", 18)
    fit.define(4, RECORD, [(253, "uint32"), (3, "uint8")], developer=[(7, "float32", 0)]).data(4, NOON, 140, 251.0)
    assert read_one(fit.session().finish()).samples["contact_time_ms"].null_count() == 1


def columns_of(fit):
    (one,) = decode(fit.finish())
    found = one.app_columns(RECORD)
    return {(said.name, said.units): [None if v != v else v for v in values] for said, values in found.items()}


def with_data(fit, values, *, kind="float32", app=0, number=7):
    fit.define(4, RECORD, [(3, "uint8")], developer=[(number, kind, app)])
    for value in values:
        fit.data(4, 140, value)
    return fit


def test_a_description_that_comes_late_counts_from_the_start():
    fit = with_data(app_id(FitBytes()), [1.5, 2.5])
    assert columns_of(with_data(described(fit, name=b"Form Power"), [3.5])) == {("Form Power", ""): [1.5, 2.5, 3.5]}


def test_a_description_that_comes_twice_counts_once():
    fit = with_data(described(app_id(FitBytes()), name=b"Air Power"), [1.0])
    assert columns_of(with_data(described(fit, name=b"Air Power"), [2.0])) == {("Air Power", ""): [1.0, 2.0]}


def test_a_number_used_again_for_something_else_is_another_column():
    fit = with_data(described(app_id(FitBytes()), name=b"Power", unit=b"W"), [200.0])
    fit = described(app_id(fit, number=2), name=b"Impact", unit=b"G", kind=0x84)
    assert columns_of(with_data(fit, [9, 10], kind="uint16")) == {
        ("Power", "W"): [200.0, None, None],
        ("Impact", "G"): [None, 9.0, 10.0],
    }


def test_two_apps_may_use_the_same_number_and_name():
    fit = app_id(app_id(FitBytes(), app=0, number=1), app=1, number=2)
    fit = described(described(fit, name=b"Power", app=0), name=b"Power", app=1)
    fit.define(4, RECORD, [(3, "uint8")], developer=[(7, "float32", 0), (7, "float32", 1)]).data(4, 140, 200.0, 210.0)
    (one,) = decode(fit.finish())
    found = one.app_columns(RECORD)
    assert [(said.app, values.tolist()) for said, values in found.items()] == [
        (bytes([1] * 16), [200.0]),
        (bytes([2] * 16), [210.0]),
    ]


def test_a_field_that_nobody_describes_costs_only_itself():
    (one,) = decode(with_data(app_id(FitBytes()), [1.5]).finish())
    assert one.app_columns(RECORD) == {}
    assert one.numbers(RECORD, 3).tolist() == [140.0]


def test_an_app_without_an_id_is_known_by_its_index():
    fit = FitBytes().define(5, DEVELOPER_DATA_ID, [(3, "uint8")]).data(5, 0)
    (one,) = decode(with_data(described(fit, name=b"SmO2"), [64.5]).finish())
    ((said, values),) = one.app_columns(RECORD).items()
    assert (said.app, said.name, values.tolist()) == (0, "SmO2", [64.5])


def test_scale_and_offset_of_a_field_are_applied():
    # 645 / 10 - 2
    fit = described(app_id(FitBytes()), name=b"SmO2", kind=0x84, scale=10, offset=2)
    assert columns_of(with_data(fit, [645, None], kind="uint16")) == {("SmO2", ""): [62.5, None]}


def test_a_field_whose_size_does_not_fit_its_type_costs_only_itself():
    fit = described(app_id(FitBytes()), name=b"Power", kind=0x88)
    (one,) = decode(with_data(fit, [300], kind="uint16").finish())
    assert one.app_columns(RECORD) == {}
    assert one.numbers(RECORD, 3).tolist() == [140.0]


def test_an_app_that_describes_its_field_ever_anew_takes_no_memory():
    fit = app_id(FitBytes())
    for index in range(200):
        with_data(described(fit, name=b"%d" % index), [float(index)])
    (one,) = decode(fit.finish())
    found = one.app_columns(RECORD)
    assert len(found) == 100
    assert one.numbers(RECORD, 3).tolist() == [140.0] * 200
