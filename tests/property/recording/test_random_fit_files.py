"""FIT files with random definitions are read back as they were written, by every pass, wherever they are cut."""

from collections import defaultdict

import numpy as np
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from random_fit import SCALES, fit_files

from backstride.recording.fit.apps import described_fields
from backstride.recording.fit.file import decode
from backstride.recording.fit.values import raw_values


def expected_by_message(answer):
    rows = defaultdict(list)
    for message, stored, apps, stamp in answer.messages:
        rows[message].append((stored, apps, stamp))
    return rows


def app_values(part, table):
    rows = [{} for _ in range(table.count)]
    for place, field, said, mine in described_fields(table, part.described):
        assert isinstance(mine, slice)
        values = raw_values(table.blocks[place], field.of_type(said.type_code))
        for row, value in zip(np.arange(table.count)[table.places[place]], values, strict=True):
            if value is not None:
                rows[row][field.app, field.number] = value
    return rows


def assert_read(part, answer):
    """Every message and every column of one file is what the answer says."""
    expected = expected_by_message(answer)
    assert sorted(part.message_numbers) == sorted(expected)
    order = [(int(at), number) for number in expected for at in part.table(number).index]
    assert [number for _, number in sorted(order)] == [message for message, *_ in answer.messages]
    for number, rows in expected.items():
        table = part.table(number)
        assert table.messages(stored=True) == [stored for stored, *_ in rows]
        described = 206 in expected
        assert app_values(part, table) == [apps if described else {} for _, apps, _ in rows]
        for field in {field for stored, *_ in rows for field in stored}:
            scale = SCALES.get((number, field), 1)
            if field == 253:
                values = [stored.get(field, stamp) for stored, _, stamp in rows]
            else:
                values = [stored.get(field) for stored, *_ in rows]
            numbers = [float(v) / scale if isinstance(v, int | float) else np.nan for v in values]
            np.testing.assert_array_equal(table.numbers(field), numbers)


@settings(max_examples=100, deadline=None)
@given(fit_files())
def test_a_file_is_read_back_as_it_was_written(made):
    data, answer = made
    (one,) = decode(data)
    (part,) = one.parts
    assert part.broken is None
    assert part.cut_at is None
    assert part.envelope.checksum_ok
    assert_read(part, answer)


@settings(max_examples=25, deadline=None)
@given(st.lists(fit_files(), min_size=2, max_size=4), st.binary(max_size=12).filter(lambda b: b"." not in b))
def test_a_chain_is_read_file_by_file(made, between):
    files = decode(between.join(data for data, _ in made))
    assert len(files) == len(made)
    for one, (_, answer) in zip(files, made, strict=True):
        assert_read(one.parts[0], answer)
    assert [one.parts[0].envelope.skipped for one in files] == [0] + [len(between)] * (len(made) - 1)


@settings(max_examples=100, deadline=None)
@given(fit_files(), st.data())
def test_a_file_cut_anywhere_keeps_the_whole_messages_before_the_cut(made, data):
    whole, _ = made
    (one,) = decode(whole)
    cut = data.draw(st.integers(one.parts[0].envelope.body, len(whole) - 1))
    (short,) = decode(whole[:cut])
    kept = short.parts[0].scan.at
    assert short.broken is None
    assert short.cut_at == cut
    every = one.parts[0].scan.at
    ends = np.append(every[1:], one.parts[0].envelope.body_end)
    # Definitions may stand between two messages, so a message can end before the next one begins.
    assert kept.size >= (ends <= cut).sum()
    np.testing.assert_array_equal(kept, every[: kept.size])


def test_the_reading_back_notices_a_slip(monkeypatch):
    # A clock that takes six bits of the time from a header that holds five.
    monkeypatch.setattr("backstride.recording.fit.clock._LOW_BITS", 6)

    def wrong(made):
        try:
            assert_read(decode(made[0])[0].parts[0], made[1])
        except AssertionError:
            return True
        return False

    assert find(fit_files(), wrong, settings=settings(max_examples=2000, phases=[Phase.generate], deadline=None))
