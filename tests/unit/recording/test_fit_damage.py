"""FIT files that are cut off, broken, foreign or empty."""

import pytest
from fit_bytes import NOON, RECORD, STEADY, FitBytes, steady

from backstride.recording import UNTRUSTED_PREFIX, WatchFileError

WHOLE = FitBytes().file_id().records(*STEADY, rows=steady(50)).session(elapsed=50, timer=50, distance=147).finish()


def test_a_truncated_file_keeps_everything_before_the_cut(read_one):
    # Each record message takes 1 + 4 + 4 + 1 = 10 bytes; the 30th is cut in its middle.
    first_record = WHOLE.index(bytes([4]) + NOON.to_bytes(4, "little"))
    run = read_one(WHOLE[: first_record + 295])
    assert run.samples.height == 29
    assert run.warnings == (
        f"The file stops at byte {first_record + 295}, before its end; what stands before was kept.",
    )
    assert run.trusted


def test_a_changed_byte_fails_the_checksum_and_the_run_is_not_trusted(read_one):
    damaged = bytearray(WHOLE)
    damaged[-60] ^= 0x10
    run = read_one(bytes(damaged))
    assert not run.trusted
    assert any(warning.startswith(f"{UNTRUSTED_PREFIX}the file's checksum") for warning in run.warnings)


def test_a_header_without_its_own_checksum_is_fine(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(5)).session()
    assert read_one(fit.finish(header_crc=False)).warnings == ()
    assert read_one(fit.finish(header_size=12)).warnings == ()


def test_a_message_nobody_defined_ends_the_reading_there(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(20))
    where = 14 + len(fit.body)
    fit.body += bytes([11, 1, 2, 3])
    run = read_one(fit.finish())
    assert run.samples.height == 20
    assert run.warnings[0].startswith(f"{UNTRUSTED_PREFIX}the file is broken from byte {where} on")
    assert not run.trusted


def test_a_watch_that_died_before_it_wrote_the_size_loses_nothing(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(20))
    run = read_one(fit.finish(declared=0)[:-2])
    assert run.samples.height == 20
    assert run.trusted


def test_bytes_after_the_end_are_ignored_and_told(read_one):
    run = read_one(WHOLE + b"\0" * 40)
    assert run.samples.height == 50
    assert run.warnings == ("40 bytes after the end of the recording were ignored.",)


def test_damage_in_the_first_of_two_chained_files_leaves_the_second(read):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(5)).session(elapsed=5)
    fit.body += bytes([11, 1])
    first, second = read(fit.finish() + WHOLE)
    assert (first.samples.height, second.samples.height) == (5, 50)


@pytest.mark.parametrize("length", range(14))
def test_less_than_a_header_is_refused_in_one_sentence(read, length):
    with pytest.raises(WatchFileError, match=r"^morning: byte \d+: .+\.$"):
        read(WHOLE[:length])


@pytest.mark.parametrize(
    ("kind", "word"), [(32, "monitoring_b"), (2, "settings"), (5, "workout"), (6, "course to follow")]
)
def test_a_fit_file_that_is_no_activity_says_what_it_is(read, kind, word):
    fit = FitBytes().file_id(kind=kind)
    if kind == 6:
        fit.records(*STEADY, rows=steady(3))
    with pytest.raises(WatchFileError, match=rf"morning: field file_id.type: .*{word}"):
        read(fit.finish())


def test_a_file_cut_before_its_first_sample_says_so(read):
    with pytest.raises(WatchFileError, match=r"byte 30: the file ends before its first sample"):
        read(WHOLE[:30])


def test_records_without_a_time_are_left_out_and_told(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(300))
    fit.define(6, RECORD, [(3, "uint8")]).data(6, 140)
    run = read_one(fit.session().finish())
    assert run.samples.height == 300
    assert run.warnings == ("1 sample with no time or an impossible one left out.",)


@pytest.mark.parametrize("length", [0, 11, 13, 15, 255])
def test_a_header_of_an_impossible_length_is_refused(read, length):
    with pytest.raises(WatchFileError, match=rf"byte 0: the FIT header is broken \(length {length}\)"):
        read(bytes([length]) + WHOLE[1:])


def test_a_cut_off_file_whose_header_is_damaged_too_is_not_trusted(read_one):
    changed = bytearray(WHOLE[:-40])
    changed[7] |= 1  # a size of 16 MiB more
    assert not read_one(bytes(changed)).trusted


def test_a_field_of_no_bytes_ends_the_reading_there(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(20))
    fit.define(7, RECORD, [(253, "uint32"), (3, "uint8")])
    fit.body[-2] = 0  # the size of the heart rate
    fit.body += bytes([7]) + NOON.to_bytes(4, "little")
    run = read_one(fit.finish())
    assert run.samples.height == 20
    assert "broken from byte" in run.warnings[0]
    assert not run.trusted


def test_more_samples_than_memory_can_bear_are_left_out_and_told(read_one, monkeypatch):
    monkeypatch.setattr("backstride.recording.fit.file.RECORDS_MAX", 30)
    run = read_one(WHOLE)
    assert run.samples.height == 30
    assert "more than 30 samples" in run.warnings[0]
    assert not run.trusted


def test_a_file_damaged_before_its_first_sample_says_where(read):
    fit = FitBytes().file_id()
    where = 14 + len(fit.body)
    fit.body += bytes([11, 1, 2, 3])
    with pytest.raises(WatchFileError, match=rf"byte {where}: broken before the first sample \(local message 11"):
        read(fit.finish())


def test_an_activity_with_nothing_in_it_is_refused(read):
    with pytest.raises(WatchFileError, match="field session: the file holds no samples and no summary"):
        read(FitBytes().file_id().finish())


def test_a_file_without_any_checksum_is_read_but_not_counted(read_one):
    run = read_one(FitBytes().file_id().records(*STEADY, rows=steady(20)).session().finish(checksum=0))
    assert run.samples.height == 20
    assert run.warnings == (
        "Not counted: the file has no checksum, so nobody can tell if its numbers are right. "
        "Export it again from the watch or the app.",
    )


@pytest.mark.parametrize("garbage", [b"\0" * 7, b"no data here .FIT nor here", bytes(range(256))])
def test_bytes_between_two_files_are_passed_over_and_told(read, garbage):
    other = FitBytes().file_id().records(*STEADY, rows=steady(20), seconds=range(1000, 1020)).session(start=1000)
    first, second = read(WHOLE + garbage + other.finish())
    assert (first.samples.height, second.samples.height) == (50, 20)
    said = f"{len(garbage)} bytes before byte {len(WHOLE) + len(garbage)} belong to no file."
    assert first.warnings == second.warnings == (said,)


def test_a_second_file_with_a_broken_header_is_not_taken_for_one(read_one):
    run = read_one(WHOLE + bytes([99]) + WHOLE[1:])
    assert run.samples.height == 50
    assert run.warnings == (f"{len(WHOLE)} bytes after the end of the recording were ignored.",)


def test_a_chain_longer_than_any_recording_ends_somewhere(read, monkeypatch):
    monkeypatch.setattr("backstride.recording.fit.envelope.FILES_MAX", 2)
    runs = read(WHOLE * 4)
    assert len(runs) == 2
    assert f"{2 * len(WHOLE)} bytes after the end of the recording were ignored." in runs[0].warnings


def test_a_message_that_goes_on_behind_the_end_is_broken(read_one):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(20))
    where = 14 + len(fit.body) - 10
    run = read_one(fit.finish(declared=len(fit.body) - 1)[:-3] + b"\0\0\0")
    assert run.samples.height == 19
    assert f"broken from byte {where} on (a message goes on behind the end)" in run.warnings[0]


def test_a_file_cut_in_its_checksum_loses_nothing(read_one):
    run = read_one(WHOLE[:-1])
    assert run.samples.height == 50
    assert run.warnings == (f"The file stops at byte {len(WHOLE) - 1}, before its end; what stands before was kept.",)


def test_more_activities_than_any_recording_holds_are_left_out_and_told(read, monkeypatch):
    monkeypatch.setattr("backstride.recording.fit.file.SESSIONS_MAX", 2)
    fit = FitBytes().file_id().records(*STEADY, rows=steady(50))
    for start in (0, 10, 20, 30):
        fit.session(start=start, elapsed=10)
    first, *_ = read(fit.finish())
    assert "(more than 2 activities)" in first.warnings[0]
    assert not first.trusted


def test_more_messages_of_a_kind_than_memory_can_bear_are_left_out_and_told(read_one, monkeypatch):
    monkeypatch.setattr("backstride.recording.fit.file.FEW_MAX", 30)
    events = [(second, 0) for second in range(40)]
    run = read_one(FitBytes().file_id().records(*STEADY, rows=steady(50)).events(*events).session().finish())
    assert run.samples.height == 50
    assert "(more than 30 messages of one kind)" in run.warnings[0]
