"""Text that came from outside (names of files and devices), fit to be kept in any database and shown anywhere."""

from __future__ import annotations

import unicodedata

REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows: a name could pretend to end otherwise than it does."""


def made_plain(text: str, longest: int) -> str:
    """The text without control characters and marks of direction, at most `longest` characters.

    A database refuses NUL and half characters, and a terminal obeys escape codes; letters of any script, accents and
    emoji stay as they are.
    """
    return "".join("?" if _harmful(letter) else letter for letter in text)[:longest]


def plain_name(name: str, longest: int = 255) -> str:
    """A file's name made plain; where it is too long the middle goes, so that the ending still tells the kind."""
    clean = made_plain(name, len(name))
    if len(clean) <= longest:
        return clean
    half = (longest - 1) // 2
    return f"{clean[: longest - 1 - half]}…{clean[-half:]}"


def _harmful(letter: str) -> bool:
    return letter in REORDERING or unicodedata.category(letter) in ("Cc", "Cs")
