"""What this program is for, which version it is, and under which licences it may be used."""

from __future__ import annotations

from functools import cache
from importlib.metadata import distributions
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstride import __version__
from backstride.store.knowledge import the_evidence

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from django.http import HttpRequest, HttpResponse

OURS = (
    ("Backstride", "Apache-2.0"),
    ("What Backstride knows about back pain", "CC-BY-4.0"),
    ("Fraunces, Atkinson Hyperlegible Next", "OFL-1.1"),
    ("Lucide (icons)", "ISC"),
    ("htmx", "0BSD"),
)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The page at `/settings/about/`."""
    evidence = the_evidence()
    return render(
        request,
        "settings_about.html",
        {"version": __version__, "evidence": evidence.version, "ours": OURS, "packages": _packages()},
    )


@cache
def _packages() -> list[tuple[str, str, str]]:
    """Name, version and stated licence of what is installed beside us, by name."""
    found = {}
    for each in distributions():
        name = _said(each, "Name")
        if name and name.casefold() != "backstride":
            found[name.casefold()] = (name, each.version, _licence(each)[:80])
    return [found[key] for key in sorted(found)]


def _licence(each: Distribution) -> str:
    kinds = [line.rpartition(" :: ")[2] for line in each.metadata.get_all("Classifier") or [] if "License ::" in line]
    return _said(each, "License-Expression") or ", ".join(kinds) or _said(each, "License").partition("\n")[0]


def _said(each: Distribution, field: str) -> str:
    return each.metadata[field] if field in each.metadata else ""  # noqa: SIM401 - it has no `get`
