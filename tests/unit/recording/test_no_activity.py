"""A sound file about something else is told apart from a damaged one."""

import pytest
from fit_bytes import FitBytes

from backstride.recording import NotAnActivityError, WatchFileError, read

SETTINGS, COURSE = 2, 6


@pytest.mark.parametrize("kind", [SETTINGS, COURSE])
def test_a_fit_file_of_another_type_is_no_activity(tmp_path, kind):
    path = tmp_path / "other.fit"
    path.write_bytes(FitBytes().file_id(kind=kind).finish())
    with pytest.raises(NotAnActivityError, match=r"other\.fit: field file_id\.type"):
        read(path)


def test_a_planned_route_is_no_activity(tmp_path):
    path = tmp_path / "route.gpx"
    path.write_text('<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>')
    with pytest.raises(NotAnActivityError, match="planned route"):
        read(path)


def test_a_damaged_file_is_an_error_whatever_it_says_it_is(tmp_path):
    path = tmp_path / "cut.fit"
    path.write_bytes(FitBytes().file_id(kind=SETTINGS).finish()[:20])
    with pytest.raises(WatchFileError) as raised:
        read(path)
    assert not isinstance(raised.value, NotAnActivityError)


def test_a_file_goes_by_the_name_it_is_given(tmp_path):
    path = tmp_path / "a1b2c3"
    path.write_bytes(b"nothing")
    with pytest.raises(WatchFileError, match=r"^morning\.fit: byte 0"):
        read(path, name="morning.fit")
