"""What a FIT file says of the watch that wrote it, and of that watch's clock."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backstride.recording.fit import fields

if TYPE_CHECKING:
    from backstride.recording.fit.file import FitFile

UNIX_OF_FIT_ZERO_S = 631_065_600
"""1989-12-31 00:00:00 UTC."""
CLOCK_SET_FROM = 0x1000_0000
"""Smaller times count seconds since the watch was switched on."""

_KIND, _MAKER, _PRODUCT, _PRODUCT_NAME = 0, 1, 2, 8
_INFO_INDEX, _INFO_PRODUCT_NAME = 0, 27
_LOCAL_TIME = 5
_WRITE_UTC_AS_LOCAL = frozenset({"coros"})
_NO_MAKER = "development"
"""Maker number for whoever has none."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The watch of a recording.

    Parameters
    ----------
    device
        Maker and model in words; None where the file is silent.
    offset_s
        Local time minus UTC as the watch says it; None where it does not, or not reliably. [s]
    local_time
        What its own clock read when it saved the activity; None where the file does not say.
    """

    device: str | None
    offset_s: float | None
    local_time: str | None


def watch(chain: FitFile) -> Watch:
    """The watch that wrote `chain`."""
    return Watch(_device(chain), _offset(chain), _local_time(chain))


def kind_of_file(chain: FitFile) -> Any:
    """What the file says it holds: a word, a number nobody knows, or None."""
    return next((message[_KIND] for message in chain.messages(fields.FILE_ID) if _KIND in message), None)


def finite(value: Any) -> float | None:
    """`value` as a number; None where it is none, as fields of a broken size are lists, and enumerations words."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _device(chain: FitFile) -> str | None:
    identity = next(iter(chain.messages(fields.FILE_ID)), {})
    maker = identity.get(_MAKER)
    words = maker.replace("_", " ").title() if isinstance(maker, str) and maker != _NO_MAKER else ""
    name = identity.get(_PRODUCT_NAME)
    if not isinstance(name, str):
        own = (m for m in chain.messages(fields.DEVICE_INFO) if m.get(_INFO_INDEX) == "creator")
        name = next((m[_INFO_PRODUCT_NAME] for m in own if isinstance(m.get(_INFO_PRODUCT_NAME), str)), None)
    if name is None:
        product = identity.get(_PRODUCT)
        name = (
            product.replace("_", " ")
            if isinstance(product, str)
            else f"(model {product})"
            if isinstance(product, int)
            else ""
        )
    name = name.strip()
    if words and name.casefold().startswith(words.casefold()):
        return name
    return f"{words} {name}".strip() or None


def _offset(chain: FitFile) -> float | None:
    """Local time minus UTC as the watch says it; COROS says UTC wherever it is. [s]"""
    maker = next((message.get(_MAKER) for message in chain.messages(fields.FILE_ID)), None)
    for message in chain.messages(fields.ACTIVITY):
        local, utc = finite(message.get(_LOCAL_TIME)), finite(message.get(fields.TIMESTAMP))
        if local is not None and utc is not None and utc >= CLOCK_SET_FROM:
            return None if local == utc and maker in _WRITE_UTC_AS_LOCAL else local - utc
    return None


def _local_time(chain: FitFile) -> str | None:
    """What the watch's own clock read when it saved the activity: the only hint at the day where UTC was never set."""
    for message in chain.messages(fields.ACTIVITY):
        local = finite(message.get(_LOCAL_TIME))
        if local is not None and local >= CLOCK_SET_FROM:
            return f"{datetime.fromtimestamp(local + UNIX_OF_FIT_ZERO_S, UTC):%Y-%m-%d %H:%M}"
    return None
