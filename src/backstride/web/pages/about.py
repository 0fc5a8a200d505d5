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
        said = each.metadata
        classifiers = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or [] if c.startswith("License ::")]
        licence = said.get("License-Expression") or ", ".join(classifiers) or (said.get("License") or "").split("\n")[0]
        name = said.get("Name") or ""
        if name and name.casefold() != "backstride":
            found[name.casefold()] = (name, each.version, licence[:80])
    return [found[key] for key in sorted(found)]
