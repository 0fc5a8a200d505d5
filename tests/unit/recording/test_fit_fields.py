"""What stands in the messages of a FIT file, field by field."""

import numpy as np
import pytest
from fit_bytes import EVENT, NOON, RECORD, SESSION, FitBytes

from backstride.recording.fit import fields
from backstride.recording.fit.file import decode
from fit_writer import TYPES

USER_PROFILE, HR_ZONE, LAP, HRV, TIME_IN_ZONE, UNKNOWN = 3, 8, 19, 78, 216, 65_280
DISTANCE, SPEED, ENHANCED_SPEED, ENHANCED_ALTITUDE = 5, 6, 73, 78


def only(fit):
    (one,) = decode(fit.finish())
    assert one.broken is None
    return one


@pytest.mark.parametrize("endian", ["<", ">"])
@pytest.mark.parametrize("kind", [name for name in TYPES if name not in {"string", "byte"}])
def test_every_type_keeps_its_values_and_knows_its_missing_one(kind, endian):
    fit = FitBytes(endian=endian).define(1, UNKNOWN, [(7, "uint8"), (1, kind)])
    for value in (1, 100, None):
        fit.data(1, 9, value)
    np.testing.assert_array_equal(only(fit).numbers(UNKNOWN, 1), [1, 100, np.nan])
    assert [message.get(1) for message in only(fit).messages(UNKNOWN)] == [1, 100, None]


@pytest.mark.parametrize(
    ("kind", "value"), [("sint64", -(2**62) - 1), ("uint64", 2**63 + 1), ("uint64z", 2**53 + 1), ("sint32", -(2**31))]
)
def test_whole_numbers_too_long_for_a_float_stay_exact_in_a_message(kind, value):
    fit = FitBytes().define(1, UNKNOWN, [(1, kind)]).data(1, value)
    assert only(fit).messages(UNKNOWN) == [{1: value}]


def test_text_ends_at_its_first_zero_or_at_its_end():
    fit = FitBytes().define(1, UNKNOWN, [(1, ("string", 4)), (2, ("string", 4))])
    fit.data(1, b"ab\0d", b"abcd").data(1, b"\xc3\xa9\xff", b"")
    assert only(fit).messages(UNKNOWN) == [{1: "ab", 2: "abcd"}, {1: "é\ufffd"}]


def test_several_values_in_a_field_stay_together():
    fit = FitBytes().define(1, HRV, [(0, ("uint16", 3))]).data(1, (812, 799, None)).data(1, None)
    # Scale 1000: seconds between beats.
    assert only(fit).messages(HRV) == [{0: (0.812, 0.799, None)}, {0: (None, None, None)}]
    assert np.isnan(only(fit).numbers(HRV, 0)).all()


def test_effort_and_feel_after_a_workout():
    fit = FitBytes().define(1, SESSION, [(192, "uint8"), (193, "uint8")]).data(1, 75, 40)
    assert only(fit).messages(SESSION) == [{192: 75, 193: 40}]


def test_profile_and_zones():
    # weight / 10 kg, height / 100 m; a zone's upper heart rate and its name; time in zones / 1000 s
    fit = FitBytes().define(1, USER_PROFILE, [(1, "enum"), (4, "uint16"), (3, "uint8")]).data(1, 1, 705, 178)
    fit.define(2, HR_ZONE, [(1, "uint8"), (2, ("string", 8))]).data(2, 152, b"Tempo")
    fit.define(3, TIME_IN_ZONE, [(2, ("uint32", 2))]).data(3, (60_000, 1_500))
    one = only(fit)
    assert one.messages(USER_PROFILE) == [{1: "male", 4: 70.5, 3: 1.78}]
    assert one.messages(HR_ZONE) == [{1: 152, 2: "Tempo"}]
    assert one.messages(TIME_IN_ZONE) == [{2: (60.0, 1.5)}]


def test_a_field_means_what_its_neighbours_say():
    # Event 0 is the timer: data 1 is an automatic stop. Event 21 (recovery heart rate): data is beats/min.
    fit = FitBytes().define(1, EVENT, [(0, "enum"), (3, "uint32")]).data(1, 0, 1).data(1, 21, 120)
    assert only(fit).messages(EVENT) == [{0: "timer", 3: "auto"}, {0: "recovery_hr", 3: 120}]


def test_an_older_short_field_becomes_the_newer_one():
    fit = FitBytes().define(1, EVENT, [(0, "enum"), (2, "uint16")]).data(1, 0, 1)
    assert only(fit).messages(EVENT) == [{0: "timer", 2: 1, 3: "auto"}]


def test_enhanced_fields_are_made_from_plain_ones_where_they_are_missing():
    fit = FitBytes().define(1, RECORD, [(SPEED, "uint16"), (ENHANCED_SPEED, "uint32"), (2, "uint16")])
    fit.data(1, 2500, 3000, 2600).data(1, 2500, None, None)
    one = only(fit)
    np.testing.assert_array_equal(one.numbers(RECORD, ENHANCED_SPEED), [3.0, 2.5])
    np.testing.assert_array_equal(one.numbers(RECORD, ENHANCED_ALTITUDE), [20.0, np.nan])


def packed(speed, distance):
    """Speed and distance in 12 bits each, lowest first."""
    return bytes([speed & 0xFF, speed >> 8 | (distance & 0xF) << 4, distance >> 4])


def test_a_short_counter_is_carried_on_past_its_end_and_over_a_new_definition():
    # Speed in 1/100 m/s; distance in 1/16 m, of which 12 bits are kept: 4096 / 16 = 256 m.
    fit = FitBytes().define(1, RECORD, [(8, 3)])
    for distance in (1600, 4000, 300):
        fit.data(1, packed(281, distance))
    fit.data(1, None).define(1, RECORD, [(3, "uint8"), (8, 3)]).data(1, 150, packed(282, 200))
    one = only(fit)
    np.testing.assert_array_equal(one.numbers(RECORD, SPEED), [2.81, 2.81, 2.81, np.nan, 2.82])
    # 300 and 200 come after an overflow each: 4096 + 300, 2 * 4096 + 200
    np.testing.assert_array_equal(one.numbers(RECORD, DISTANCE), [100, 250, 274.75, np.nan, 524.5])


def test_a_message_redefined_in_the_middle_keeps_its_columns():
    fit = (
        FitBytes().define(1, RECORD, [(3, "uint8"), (5, "uint32")]).data(1, 140, 100).define(2, LAP, [(253, "uint32")])
    )
    fit.data(2, NOON).define(1, RECORD, [(5, "uint32")]).data(1, 200).define(1, RECORD, [(3, "uint8")]).data(1, 141)
    one = only(fit)
    np.testing.assert_array_equal(one.numbers(RECORD, fields.HEART_RATE), [140, np.nan, 141])
    np.testing.assert_array_equal(one.numbers(RECORD, DISTANCE), [1.0, 2.0, np.nan])


def test_fields_nobody_knows_are_kept_as_they_are():
    fit = FitBytes().define(1, RECORD, [(140, "uint16"), (3, "uint8")]).data(1, 2871, 150)
    assert only(fit).messages(RECORD) == [{140: 2871, 3: 150}]


def test_messages_without_fields_are_counted():
    fit = FitBytes().define(1, RECORD, []).data(1).data(1)
    assert only(fit).count == 2
    assert np.isnan(only(fit).numbers(RECORD, 253)).all()


def test_a_time_in_a_header_goes_on_from_the_last_full_one_of_any_message():
    fit = FitBytes().define(1, RECORD, [(3, "uint8")]).compressed(1, 3, 140)
    fit.define(2, LAP, [(253, "uint32")]).data(2, 64 * 1000 + 30).compressed(1, 31, 141).compressed(1, 2, 142)
    fit.data(2, None).compressed(1, 2, 143).data(1, 144)
    # Before the first full time the clock stands at zero; offset 2 after 31 is three seconds later; equal is equal.
    np.testing.assert_array_equal(only(fit).numbers(RECORD, 253), [3, 64_031, 64_034, 64_034, np.nan])


def test_the_columns_are_those_fields_that_hold_single_numbers():
    fit = FitBytes().define(1, RECORD, [(3, "uint8"), (2, "uint16"), (8, 3), (201, ("uint8", 2)), (202, ("string", 3))])
    fit.data(1, 140, 2600, packed(281, 1600), (1, 2), b"abc")
    (part,) = only(fit).parts
    columns = part.table(RECORD).columns()
    # Speed and distance come from the bits of field 8, the enhanced height from the plain one.
    assert {number: values.tolist() for number, values in columns.items()} == {
        3: [140.0],
        2: [20.0],
        ENHANCED_ALTITUDE: [20.0],
        SPEED: [2.81],
        DISTANCE: [100.0],
    }
