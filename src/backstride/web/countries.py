"""Names of the countries whose emergency numbers we know; in lists they stand by name, not by code."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

NAMES: dict[str, _StrPromise] = {
    "at": _("Austria"),
    "be": _("Belgium"),
    "bg": _("Bulgaria"),
    "hr": _("Croatia"),
    "cy": _("Cyprus"),
    "cz": _("Czechia"),
    "dk": _("Denmark"),
    "ee": _("Estonia"),
    "fi": _("Finland"),
    "fr": _("France"),
    "de": _("Germany"),
    "gr": _("Greece"),
    "hu": _("Hungary"),
    "ie": _("Ireland"),
    "it": _("Italy"),
    "lv": _("Latvia"),
    "lt": _("Lithuania"),
    "lu": _("Luxembourg"),
    "mt": _("Malta"),
    "nl": _("Netherlands"),
    "pl": _("Poland"),
    "pt": _("Portugal"),
    "ro": _("Romania"),
    "sk": _("Slovakia"),
    "si": _("Slovenia"),
    "es": _("Spain"),
    "se": _("Sweden"),
    "gb": _("United Kingdom"),
    "us": _("United States"),
    "eu": _("Elsewhere in the European Union"),
}
"""By code, in small letters; a country that has no name here stands by its code."""
SAME = {"uk": "gb"}
"""Codes that people use for one that is listed."""


def choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code in capitals and name, by name as the language of the page spells it."""
    listed = {code.lower() for code in codes} - SAME.keys()
    return sorted(
        ((code.upper(), str(NAMES.get(code, code.upper()))) for code in listed),
        key=lambda each: normalize("NFKD", each[1]),
    )
