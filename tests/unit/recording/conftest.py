"""Reads bytes as if they stood in a file."""

import pytest

from backstride import recording


@pytest.fixture
def read(tmp_path):
    """`read(data, name)` writes `data` to a file and reads its runs."""

    def read_bytes(data, name="morning"):
        path = tmp_path / name
        path.write_bytes(data)
        return recording.read(path)

    return read_bytes


@pytest.fixture
def read_one(read):
    """The single run in `data`."""

    def only(data, name="morning"):
        (run,) = read(data, name)
        return run

    return only
