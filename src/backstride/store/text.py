"""Text from outside: what may be kept as it is."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from .refusal import RefusedError

LONGEST = 20_000
"""Characters of a free text; a long story is a page or two."""
ALLOWED_CONTROLS = "\n\r\t"


def plain(text: str, field: str, longest: int = LONGEST) -> str:
    """The text, in one spelling of its accents.

    Raises
    ------
    RefusedError
        If it is too long, or holds characters that no keyboard types and some databases cannot keep.
    """
    if len(text) > longest:
        raise RefusedError(
            _("This text is longer than {longest} characters. Make it shorter.").format(longest=longest), field
        )
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in ALLOWED_CONTROLS for c in text):
        raise RefusedError(_("This text holds a character that cannot be kept. Type it again by hand."), field)
    return unicodedata.normalize("NFC", text)
