"""Distances, times and paces as a runner reads them."""

from backstride.web.units import IMPERIAL, METRIC, distance, duration, pace, units_of


def test_a_half_marathon_in_both_systems():
    # 21 097.5 m: 21.0975 km, and 21 097.5 / 1 609.344 = 13.1094 mi.
    assert distance(21097.5, METRIC) == "21.1 km"
    assert distance(21097.5, IMPERIAL) == "13.1 mi"


def test_minutes_and_hours():
    assert duration(59.6) == "1:00"
    assert duration(2710) == "45:10"
    assert duration(3723) == "1:02:03"


def test_the_pace_of_ten_kilometres_in_fifty_minutes():
    # 3 000 s / 10 = 300 s a kilometre; 300 s x 1.609344 = 482.8 s a mile.
    assert pace(10000, 3000, METRIC) == "5:00 /km"
    assert pace(10000, 3000, IMPERIAL) == "8:03 /mi"


def test_what_nobody_recorded_stays_empty():
    assert distance(None, METRIC) == duration(None) == pace(None, 10, METRIC) == pace(0, 10, METRIC) == ""


def test_an_unknown_system_is_metric():
    assert units_of("furlongs") is METRIC
