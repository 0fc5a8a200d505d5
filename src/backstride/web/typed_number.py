"""A number as somebody typed it: digits, with at most one point or comma among them."""

from __future__ import annotations

import re

PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
LONGEST = 20


def typed_number(text: str) -> float | None:
    """The number; None for what is none, and where a point or a comma may stand for thousands.

    1,200 is 1200 to some and 1.2 to others: taking it for either could make a day of years, so it is asked again.
    """
    text = text.strip()
    if len(text) > LONGEST or not PLAIN.fullmatch(text) or THOUSANDS.fullmatch(text):
        return None
    return float(text.replace(",", "."))
