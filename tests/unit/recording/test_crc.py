"""The FIT checksum."""

from fit_bytes import crc
from hypothesis import given
from hypothesis import strategies as st

from backstride.recording.crc import crc16


def test_the_published_check_value_holds():
    # CRC-16/ARC of the digits 1 to 9 (Koopman, Cook: catalogue of parametrised CRC algorithms)
    assert crc16(b"123456789") == 0xBB3D


def test_no_bytes_sum_to_nothing():
    assert crc16(b"") == 0


@given(st.binary(max_size=400))
def test_it_equals_the_definition_bit_by_bit(data):
    assert crc16(data) == crc(data)
