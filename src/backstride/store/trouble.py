"""What the machine may run out of or refuse, as one sentence; anything else is a fault of the program."""

from __future__ import annotations

import errno

from django.utils.translation import gettext_lazy as _

FULL = _("There is no space left for your data. Free some, then go on. What was saved stays.")
LOCKED = _(
    "Your data folder cannot be written. Give yourself the right to change it, then go on. What was saved stays."
)
BROKEN = _("The disk reports an error. Check it, make a copy of your data folder, then go on. What was saved stays.")
BUSY = _("Something else is writing to your data. Wait a little, then go on. What was saved stays.")

_BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: LOCKED,
    errno.EACCES: LOCKED,
    errno.EPERM: LOCKED,
    errno.EIO: BROKEN,
}
_BY_WORDS = (
    ("disk is full", FULL),
    ("readonly database", LOCKED),
    ("unable to open database file", LOCKED),
    ("disk i/o error", BROKEN),
    ("malformed", BROKEN),
    ("database is locked", BUSY),
)


def in_words(error: BaseException) -> str | None:
    """One sentence for an error of the disk or the database; None for one that is ours."""
    if isinstance(error, OSError) and error.errno in _BY_NUMBER:
        return str(_BY_NUMBER[error.errno])
    text = str(error).lower()
    # SQLite gives words, not numbers.
    return next((str(words) for mark, words in _BY_WORDS if mark in text), None)
