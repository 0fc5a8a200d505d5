"""The passes over the message headers: numpy's and the compiled one against the protocol read byte by byte."""

import numpy as np
import pytest
from fit_bytes import FitBytes
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_scan import naive_scan

from backstride.recording import prepare_for
from backstride.recording.fit import fast, scan
from backstride.recording.fit.file import decode


def compiled():
    """The compiled pass with every index checked, or None without numba."""
    try:
        import numba
    except ImportError:
        return None
    from backstride.recording.fit import scan_compiled as module

    names = ("_longer", "_follow", "_measure", "_find", "_replaced", "_walk", "_group")
    checked = {}
    for name in names:
        function = getattr(module, name).py_func
        scope = {**function.__globals__, **checked}
        copy = type(function)(function.__code__, scope, name)
        checked[name] = numba.njit(boundscheck=True)(copy)
    return lambda data, start, end: module.scan_with(data, start, end, checked["_walk"], checked["_group"])


COMPILED = compiled()
PASSES = [
    scan.scan,
    pytest.param(COMPILED, marks=pytest.mark.skipif(COMPILED is None, reason="numba is not installed"), id="compiled"),
]


def assert_equal(found, data, start, end):
    at, kind, definitions, stop, ending = naive_scan(data, start, end)
    assert (found.definitions, found.stop, found.ending) == (definitions, stop, ending)
    assert (found.at.dtype, found.kind.dtype, found.by_kind.dtype, found.bounds.dtype) == (
        *(np.int64, np.uint16, np.int64, np.int64),
    )
    assert found.at.tolist() == at
    assert found.kind.tolist() == kind
    assert found.by_kind.tolist() == sorted(range(len(at)), key=lambda index: (kind[index], index))
    assert found.bounds.tolist() == [sum(one < index for one in kind) for index in range(len(definitions) + 1)]


definition = st.builds(
    lambda local, flag, message, fields, apps: (
        bytes([0x40 | flag | local, 0, 0, message, 0, len(fields)])
        + b"".join(bytes([number, size, 2]) for number, size in fields)
        + (bytes([len(apps)]) + b"".join(bytes([number, size, 0]) for number, size in apps) if flag else b"")
    ),
    st.integers(0, 15),
    st.sampled_from([0, 0x20]),
    st.integers(0, 3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), max_size=2),
)
row = st.tuples(st.sampled_from([0, 1, 2, 15, 0x82, 0xA5, 0x11]), st.integers(0, 9), st.integers(1, 900)).map(
    lambda row: (bytes([row[0]]) + b"\5" * row[1]) * row[2]
)
bodies = st.lists(st.one_of(definition, row, st.binary(max_size=20)), max_size=12).map(b"".join)


@pytest.mark.parametrize("find", PASSES)
@settings(max_examples=200, deadline=None)
@given(body=bodies, before=st.binary(max_size=3), after=st.binary(max_size=30), cut=st.integers(0, 40))
def test_any_bytes_give_the_messages_of_the_protocol(find, body, before, after, cut):
    data, end = before + body + after, len(before) + max(0, len(body) - cut)
    assert_equal(find(data, len(before), end), data, len(before), end)


@pytest.mark.parametrize("find", PASSES)
@pytest.mark.parametrize("count", [1, 63, 64, 65, 71, 72, 73, 575, 576, 577, 5000])
@pytest.mark.parametrize("behind", [b"", b"\1", b"\1" * 700, bytes([9]), bytes([0x40])])
def test_a_row_of_equal_messages_ends_where_it_ends(find, count, behind):
    fit = FitBytes().define(1, 20, [(3, "uint8"), (5, "uint32")])
    for index in range(count):
        fit.data(1, 1, index)
    # Headers of the same kind go on behind the end, as they may in a chain of files.
    data = bytes(fit.body) + behind
    for end in (len(fit.body), len(data), len(fit.body) - 1):
        assert_equal(find(data, 0, end), data, 0, end)


@pytest.mark.parametrize("find", PASSES)
def test_definitions_sent_again_and_again_count_once(find):
    fit = FitBytes()
    for index in range(300):
        fit.define(index % 3, 20, [(index % 7, "uint8")]).data(index % 3, 1)
    found = find(bytes(fit.body), 0, len(fit.body))
    assert len(found.definitions) == 7
    assert_equal(found, bytes(fit.body), 0, len(fit.body))


@pytest.mark.parametrize("find", PASSES)
def test_more_different_definitions_than_the_table_first_holds(find):
    fit = FitBytes()
    for message in range(700):
        fit.define(0, message, [(1, "uint8")]).data(0, 1)
    assert_equal(find(bytes(fit.body), 0, len(fit.body)), bytes(fit.body), 0, len(fit.body))


def test_the_comparison_notices_a_pass_that_runs_over_the_end(monkeypatch):
    monkeypatch.setattr(scan._Walk, "_back", lambda _, here: here)
    data = bytes(FitBytes().define(1, 20, [(3, "uint8")]).body) + b"\1\5" * 40
    with pytest.raises((AssertionError, IndexError)):
        assert_equal(scan.scan(data, 0, len(data) - 20), data, 0, len(data) - 20)


def test_a_file_of_empty_messages_stops_where_memory_would_end(monkeypatch):
    monkeypatch.setattr(scan, "MESSAGES_MAX", 1000)
    fit = FitBytes().define(1, 20, [])
    data = bytes(fit.body) + b"\1" * 5000
    assert_equal(scan.scan(data, 0, len(data)), data, 0, len(data))
    assert scan.scan(data, 0, len(data)).ending == scan.TOO_MANY_MESSAGES


def test_a_file_of_definitions_stops_where_memory_would_end(monkeypatch):
    monkeypatch.setattr(scan, "DEFINITIONS_MAX", 20)
    fit = FitBytes()
    for message in range(40):
        fit.define(0, message, [(1, "uint8")]).data(0, 1)
    assert_equal(scan.scan(bytes(fit.body), 0, len(fit.body)), bytes(fit.body), 0, len(fit.body))


def test_the_compiled_pass_is_used_where_there_is_enough_to_read(monkeypatch, tmp_path):
    monkeypatch.setattr(fast, "_find", scan.scan)
    (tmp_path / "a.fit").write_bytes(FitBytes().file_id().finish())
    prepare_for([tmp_path / "a.fit", tmp_path / "none.fit"])
    assert fast._find is scan.scan
    monkeypatch.setattr(fast, "PAYS_FROM_BYTES", 10)
    prepare_for([tmp_path / "a.fit", tmp_path])
    assert (fast._find is scan.scan) == (COMPILED is None)


def test_the_compiled_pass_is_used_only_when_asked_for(monkeypatch):
    monkeypatch.setattr(fast, "_find", scan.scan)
    before = decode(FitBytes().file_id().finish())[0].messages(0)
    assert fast._find is scan.scan
    asked = fast.use_compiled()
    assert asked == (COMPILED is not None)
    assert (fast._find is scan.scan) != asked
    assert decode(FitBytes().file_id().finish())[0].messages(0) == before
