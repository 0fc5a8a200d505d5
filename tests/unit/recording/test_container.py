"""What a path may hold: plain and gzipped recordings, foreign files, bombs, nothing."""

import gzip
import os
import stat
import sys

import pytest
from fit_bytes import STEADY, FitBytes, steady

from backstride import recording
from backstride.recording import UNTRUSTED_PREFIX, WatchFileError, container

RUN = FitBytes().file_id().records(*STEADY, rows=steady(50)).session(elapsed=50, timer=50, distance=147).finish()
GPX = b'<gpx><trk><trkseg><trkpt lat="47" lon="8"><time>2026-11-01T06:00:00Z</time></trkpt></trkseg></trk></gpx>'
TCX = (
    b"<TrainingCenterDatabase><Activities><Activity><Lap><Track><Trackpoint><Time>2026-11-01T06:00:00Z</Time>"
    b"</Trackpoint></Track></Lap></Activity></Activities></TrainingCenterDatabase>"
)


@pytest.mark.parametrize(("data", "file_format"), [(RUN, "fit"), (GPX, "gpx"), (TCX, "tcx")])
def test_gzip_is_unpacked_whatever_is_in_it(read_one, data, file_format):
    packed, plain = read_one(gzip.compress(data)), read_one(data)
    assert packed.format == file_format
    assert packed.samples.equals(plain.samples)
    assert packed.warnings == plain.warnings


@pytest.mark.parametrize("name", ["photo.jpg", "run.gpx", "run", "run.fit.gz"])
def test_the_name_of_a_file_does_not_matter(read_one, name):
    assert read_one(RUN, name).samples.height == 50


def test_a_gzip_file_of_several_members_is_read_whole(read_one):
    assert read_one(gzip.compress(RUN[:100]) + gzip.compress(RUN[100:])).samples.height == 50


def test_a_cut_off_gzip_file_keeps_what_can_be_unpacked(read_one):
    packed = gzip.compress(RUN, compresslevel=0)
    run = read_one(packed[: len(packed) // 2])
    assert 10 < run.samples.height < 50
    assert run.warnings[0] == f"The packed file stops at byte {len(packed) // 2}, before its end."
    assert run.trusted


def test_a_damaged_gzip_file_is_not_trusted(read_one):
    packed = bytearray(gzip.compress(RUN, compresslevel=0))
    packed[-6] ^= 0xFF  # within the checksum at the end
    run = read_one(bytes(packed))
    assert run.samples.height == 50
    assert run.warnings[0].startswith(f"{UNTRUSTED_PREFIX}the packed file is broken")


def test_a_gzip_bomb_is_refused_before_it_unfolds(read):
    bomb = gzip.compress(bytes(50 * 2**20))
    with pytest.raises(WatchFileError, match="unpacks to more than 250 times its size"):
        read(bomb)


def test_a_file_too_large_unpacked_is_refused(read, monkeypatch):
    monkeypatch.setattr(container, "SIZE_MAX", 1000)
    with pytest.raises(WatchFileError, match="larger than"):
        read(gzip.compress(os.urandom(2000)))


def test_a_file_too_large_is_refused_unread(read, monkeypatch):
    monkeypatch.setattr(container, "SIZE_MAX", 100)
    with pytest.raises(WatchFileError, match="byte 100: larger than"):
        read(RUN)


def test_gzip_within_gzip_is_refused(read):
    with pytest.raises(WatchFileError, match="gzip inside gzip"):
        read(gzip.compress(gzip.compress(RUN)))


@pytest.mark.parametrize("data", [b"\x1f\x8b", b"\x1f\x8b\x08\x00garbage here", gzip.compress(b"", mtime=0)])
def test_a_gzip_file_with_nothing_in_it_is_refused(read, data):
    with pytest.raises(WatchFileError, match="nothing can be unpacked"):
        read(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG photo"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b'{"activities": []}', "JSON text"),
        (b"PK\x03\x04rest of it", "zip archive; unpack it first"),
        (b"%PDF-1.7", "PDF document"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"hello", "begins like none of them"),
        (b"\x00" * 500, "begins like none of them"),
    ],
)
def test_a_foreign_file_is_told_apart_in_one_sentence(read, data, words):
    with pytest.raises(WatchFileError) as refused:
        read(data, "strange.fit")
    assert str(refused.value).startswith("strange.fit: byte 0: not a FIT, GPX or TCX file (it ")
    assert words in str(refused.value)
    assert str(refused.value).endswith("give the file that the watch or its app exported.")


def test_other_xml_is_refused_by_the_name_of_its_element(read):
    with pytest.raises(WatchFileError, match="line 1: the XML element 'Workout' is neither GPX nor TCX"):
        read(b'<Workout workoutActivityType="HKWorkoutActivityTypeRunning"/>')


def test_an_empty_file_is_refused(read):
    with pytest.raises(WatchFileError, match=r"^morning: byte 0: the file is empty; copy or export it again\.$"):
        read(b"")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(WatchFileError, match="it is a folder"):
        recording.read(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(WatchFileError, match=r"^gone\.fit: there is no such file; check the name\.$"):
        recording.read(tmp_path / "gone.fit")


def test_a_name_no_system_knows_is_refused(tmp_path):
    with pytest.raises(WatchFileError):
        recording.read(tmp_path / "a\0b.fit")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.fit")
    with pytest.raises(WatchFileError, match="not a regular file"):
        recording.read(tmp_path / "pipe.fit")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "locked.fit"
    path.write_bytes(RUN)
    path.chmod(stat.S_IWUSR)
    with pytest.raises(WatchFileError, match="may not be read"):
        recording.read(path)


def test_a_file_the_system_refuses_is_refused_in_our_words(tmp_path, monkeypatch):
    path = tmp_path / "locked.fit"
    path.write_bytes(RUN)

    def deny(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", deny)
    with pytest.raises(WatchFileError, match=r"^locked\.fit: it may not be read; change its permissions or copy it\.$"):
        recording.read(path)
