"""What the store refuses, in one sentence that can be shown as it is."""

from __future__ import annotations


class RefusedError(Exception):
    """Something that cannot be kept: what, why, and what to do. Nothing was changed.

    Parameters
    ----------
    sentence
        Plain words, ready to show.
    field
        Which value is meant, if one is.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
