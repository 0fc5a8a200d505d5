"""The FIT checksum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.recording.crc import crc16, crc16_of_rows
from fit_writer import crc


def test_the_published_check_value_holds():
    # CRC-16/ARC of the digits 1 to 9 (Koopman, Cook: catalogue of parametrised CRC algorithms)
    assert crc16(b"123456789") == 0xBB3D


def test_no_bytes_sum_to_nothing():
    assert crc16(b"") == 0


@given(st.binary(max_size=400))
def test_it_equals_the_definition_bit_by_bit(data):
    assert crc16(data) == crc(data)


@pytest.mark.parametrize("size", [63, 64, 65, 95, 96, 97, 1000, 4095, 4096, 4097, 70_001])
def test_long_data_sum_to_the_definition_too(size):
    data = np.random.default_rng(size).integers(0, 256, size, dtype=np.uint8).tobytes()
    assert crc16_of_rows(data) == crc16(memoryview(data)) == crc(data)


def test_leading_and_trailing_zero_bytes_are_told_apart():
    assert crc16(b"\0" * 500 + b"run") == crc(b"run")
    assert crc16(b"run" + b"\0" * 500) == crc(b"run" + b"\0" * 500)
