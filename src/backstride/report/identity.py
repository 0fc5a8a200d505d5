"""The short name of a report, from all it says."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backstride.report.page import Page


def report_id(page: Page) -> str:
    """A hash of the whole page before any line is dropped, so that paper and screen carry the same id.

    Parameters
    ----------
    page : Page

    Returns
    -------
    str
        Eight hexadecimal digits, as "7F3A-22C1".
    """
    digest = sha256(json.dumps(asdict(page), default=str, sort_keys=True).encode()).hexdigest().upper()
    return f"{digest[:4]}-{digest[4:8]}"
