"""The FIT checksum (CRC-16/ARC), over all bytes at once instead of one after the other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

POLYNOMIAL = 0xA001
"""x^16 + x^15 + x^2 + 1, bits reversed; start value 0, no final exclusive-or (Garmin FIT protocol, "CRC")."""

_ROW = 32
"""Bytes summed one after the other; the sums of such rows are then joined in pairs."""
_SHORT = 64

Table = NDArray[np.uint16]


def crc16(data: bytes | memoryview) -> int:
    """Checksum of `data`.

    Parameters
    ----------
    data
        Any number of bytes.

    Returns
    -------
    int
        0 to 65535; 0 for no bytes.
    """
    compiled = _compiled()
    return crc16_of_rows(data) if compiled is None else compiled(bytes(data))


@cache
def _compiled() -> Callable[[bytes], int] | None:
    """The same checksum by a library, where the extra `fast` is installed."""
    try:
        from fastcrc.crc16 import arc
    except ImportError:
        return None
    return lambda data: int(arc(data))


def crc16_of_rows(data: bytes | memoryview) -> int:
    """Checksum of `data` with numpy alone.

    The bytes are laid out in short rows, which are all summed at the same time; then the sums are joined in pairs, the
    first of each moved past the bytes of the second. That works because the checksum is linear and leading zero bytes
    do not change it.
    """
    size = len(data)
    if size <= _SHORT:
        total = 0
        for byte in data:
            total = total >> 8 ^ _BYTES[total & 0xFF ^ byte]
        return total
    rows = -(-size // _ROW)
    square = np.zeros(rows * _ROW, dtype=np.uint8)
    square[rows * _ROW - size :] = np.frombuffer(data, dtype=np.uint8)
    pairs = square.view("<u2").reshape(rows, _ROW // 2)
    step = _past(2)
    sums = step.take(pairs[:, 0])
    for column in range(1, _ROW // 2):
        np.bitwise_xor(sums, pairs[:, column], out=sums)
        sums = step.take(sums)
    width = _ROW
    while sums.size > 1:
        if sums.size % 2:
            sums = np.concatenate(([np.uint16(0)], sums))
        sums = _past(width).take(sums[0::2]) ^ sums[1::2]
        width *= 2
    return int(sums[0])


@cache
def _past(count: int) -> Table:
    """Sum before `count` zero bytes -> sum behind them, for every sum; `count` is a power of two."""
    if count == 1:
        images = [(1 << bit) >> 8 ^ _BYTES[(1 << bit) & 0xFF] for bit in range(16)]
    else:
        half = _past(count // 2)
        images = [int(half[half[1 << bit]]) for bit in range(16)]
    table = np.zeros(1 << 16, dtype=np.uint16)
    for bit, image in enumerate(images):
        table[1 << bit : 2 << bit] = table[: 1 << bit] ^ np.uint16(image)
    return table


def _byte_table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


_BYTES = _byte_table()
