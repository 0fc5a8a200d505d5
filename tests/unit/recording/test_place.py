"""Local time from the watch and from the place."""

from datetime import UTC, datetime, timedelta

import pytest

from backstride.recording.cleaning.place import utc_offset

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
LONDON, LORD_HOWE, KATHMANDU = (51.5, -0.13), (-31.55, 159.08), (27.7, 85.3)


@pytest.mark.parametrize(
    ("place", "instant", "hours"),
    [
        (LONDON, WINTER, 0),
        (LONDON, SUMMER, 1),
        (LORD_HOWE, WINTER, 11),
        (LORD_HOWE, SUMMER, 10.5),
        (KATHMANDU, WINTER, 5.75),
    ],
)
def test_the_place_tells_the_zone_and_the_season(place, instant, hours):
    assert utc_offset(None, instant, *place) == timedelta(hours=hours)


def test_the_watch_is_believed_before_the_place():
    # A watch still on home time while its owner runs abroad shows its owner's day.
    assert utc_offset(3600, SUMMER, *KATHMANDU) == timedelta(hours=1)


def test_a_zone_that_this_computer_does_not_know_is_unknown(monkeypatch):
    monkeypatch.setattr("tzfpy.get_tz", lambda *_: "Mars/Olympus_Mons")
    assert utc_offset(None, WINTER, *LONDON) is None


def test_a_place_in_no_zone_is_unknown(monkeypatch):
    monkeypatch.setattr("tzfpy.get_tz", lambda *_: "")
    assert utc_offset(None, WINTER, *LONDON) is None
