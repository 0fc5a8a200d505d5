"""Damaged recordings: whatever happens to the bytes, the outcome is runs or one sentence, and damage is told."""

import gzip
import struct
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride import recording
from backstride.recording import WatchFileError

WATCHFILES = Path(__file__).resolve().parents[2] / "data/watchfiles"
FENIX_5 = (WATCHFILES / "fitdecode__garmin-fenix-5-run.fit").read_bytes()
FR70 = (WATCHFILES / "fitdecode__compressed-speed-distance.fit").read_bytes()
CHAINED = (WATCHFILES / "fitparse__sample_mulitple_header.fit").read_bytes()
STRYD = (WATCHFILES / "gofit__mornindew-broken.fit").read_bytes()
TCX = (WATCHFILES / "sweatpy__activity_5039744860.tcx").read_bytes()
GPX = (WATCHFILES / "sweatpy__activity_5039744860.gpx").read_bytes()


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Runs in some bytes, or None where they are refused; everything else is a failure."""
    path = tmp_path_factory.mktemp("damaged") / "damaged"

    def read_or_refuse(data):
        path.write_bytes(data)
        try:
            runs = recording.read(path)
        except WatchFileError as error:
            assert str(error).startswith("damaged: ")
            assert "\n" not in str(error)
            return None
        assert runs
        for run in runs:
            for column in run.samples.select(pl.col(pl.Float64)).iter_columns():
                assert column.is_finite().all(), column.name
        return runs

    return read_or_refuse


def test_a_chained_file_cut_anywhere_is_read_or_refused(read):
    for cut in range(0, len(CHAINED), 4001):
        read(CHAINED[:cut])


@pytest.mark.parametrize("data", [FENIX_5, CHAINED[:6_000], STRYD[:6_000]], ids=["fenix5", "chained", "stryd"])
def test_a_flipped_bit_never_escapes_as_another_error(read, data):
    chance = np.random.default_rng(20261116)
    for _ in range(150):
        changed = bytearray(data)
        bit = int(chance.integers(len(data) * 8))
        changed[bit // 8] ^= 1 << bit % 8
        read(bytes(changed))


def test_every_flipped_bit_keeps_the_run_out_of_the_count(read):
    # A checksum of 16 bits finds every single changed bit, be it in the header, the body or the checksum itself.
    chance = np.random.default_rng(7)
    sampled = chance.choice(len(FENIX_5) * 8, 120, replace=False).tolist()
    for bit in [*sampled, *range(14 * 8)]:
        changed = bytearray(FENIX_5)
        changed[bit // 8] ^= 1 << bit % 8
        runs = read(bytes(changed))
        assert runs is None or not any(run.trusted for run in runs), f"byte {bit // 8}, bit {bit % 8}"


def test_many_changed_bytes_never_escape_as_another_error(read):
    chance = np.random.default_rng(11)
    for _ in range(200):
        changed = bytearray(FENIX_5)
        for _ in range(chance.integers(2, 60)):
            changed[chance.integers(len(changed))] = chance.integers(256)
        read(bytes(changed))


@pytest.mark.parametrize(("data", "tag"), [(TCX, b"</Trackpoint>"), (GPX, b"</trkpt>")], ids=["tcx", "gpx"])
def test_an_xml_file_cut_anywhere_keeps_every_point_before_the_cut(read, data, tag):
    # Points of one instant are joined, so the instants are counted.
    for cut in range(0, len(data), 463):
        points = data[:cut].split(tag)[:-1]
        lower = b"<Time>" if tag == b"</Trackpoint>" else b"<time>"
        instants = {point.rsplit(lower, 1)[1][:24] for point in points}
        runs = read(data[:cut])
        assert sum(run.samples.height for run in runs or ()) == len(instants), cut


@pytest.mark.parametrize("data", [TCX[:8000], GPX[:8000]], ids=["tcx", "gpx"])
def test_changed_bytes_in_an_xml_file_never_escape_as_another_error(read, data):
    chance = np.random.default_rng(13)
    for _ in range(400):
        changed = bytearray(data)
        for _ in range(chance.integers(1, 4)):
            changed[chance.integers(len(changed))] = chance.choice(list(b"<>&\"'/0-9:.eEnN\x00\xff]x"))
        read(bytes(changed))


def test_a_damaged_gzip_file_never_escapes_as_another_error(read):
    packed = gzip.compress(FENIX_5, mtime=0)
    chance = np.random.default_rng(17)
    for cut in range(0, len(packed), 41):
        read(packed[:cut])
    for _ in range(200):
        changed = bytearray(packed)
        changed[chance.integers(len(changed))] ^= 1 << int(chance.integers(8))
        read(bytes(changed))


body = st.lists(
    st.one_of(
        st.binary(min_size=1, max_size=12),
        # A definition of some message with some fields, then bytes for it.
        st.builds(
            lambda local, message, fields, rest: (
                bytes([0x40 | local, 0, 0])
                + struct.pack("<HB", message, len(fields))
                + b"".join(map(bytes, fields))
                + bytes([local])
                + rest
            ),
            st.integers(0, 15),
            st.sampled_from([0, 12, 18, 20, 21, 34, 132, 206, 207]),
            st.lists(
                st.tuples(
                    st.sampled_from([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 73, 253]),
                    st.sampled_from([0, 1, 2, 3, 4, 8, 12]),
                    st.sampled_from([0, 1, 2, 7, 0x0A, 0x0D, 0x83, 0x84, 0x85, 0x86, 0x88, 0x89, 0x8C, 0x8F, 0x55]),
                ),
                max_size=5,
            ),
            st.binary(max_size=40),
        ),
    ),
    max_size=12,
).map(b"".join)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body)
def test_any_body_behind_a_fit_header_is_read_or_refused(read, content):
    read(struct.pack("<BBHI4s", 12, 0x20, 2171, len(content), b".FIT") + content + b"\0\0")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(read, content):
    read(content)


numbers = st.one_of(
    st.floats().map(repr), st.integers().map(str), st.sampled_from(["", "1e400", "-0", "nan", "9" * 40, "1_0", "٣"])
)
times = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.datetimes().map(lambda moment: moment.isoformat() + "+23:59"),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60Z", "2026-W45-1", "20261101T060000Z", ""]),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(times, numbers, numbers, numbers), max_size=8))
def test_any_values_in_a_gpx_track_are_read_or_refused(read, points):
    inner = "".join(
        f'<trkpt lat="{lat}" lon="{lon}"><ele>{ele}</ele><time>{time}</time><hr>{ele}</hr><cad>{lat}</cad></trkpt>'
        for time, lat, lon, ele in points
    )
    read(f"<gpx><trk><trkseg>{inner}</trkseg></trk></gpx>".encode())


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(times, numbers, numbers), max_size=8), times, numbers)
def test_any_values_in_a_tcx_lap_are_read_or_refused(read, points, start, total):
    inner = "".join(
        f"<Trackpoint><Time>{time}</Time><DistanceMeters>{far}</DistanceMeters><AltitudeMeters>{high}</AltitudeMeters>"
        f"<Cadence>{far}</Cadence></Trackpoint>"
        for time, far, high in points
    )
    lap = (
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{total}</TotalTimeSeconds><DistanceMeters>{total}</DistanceMeters>'
    )
    read(
        f"<TrainingCenterDatabase><Activity>{lap}<Track>{inner}</Track></Lap></Activity></TrainingCenterDatabase>".encode()
    )
