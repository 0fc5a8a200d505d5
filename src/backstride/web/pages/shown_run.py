"""Runs in words: what kind, when and where it was run, in the runner's units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from backstride.web.units import distance, duration, pace, units_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from backstride.store.models import Run, Runner

KINDS = {
    "running": _("Run"),
    "cycling": _("Ride"),
    "walking": _("Walk"),
    "hiking": _("Hike"),
    "swimming": _("Swim"),
    "training": _("Training"),
    "transition": _("Change of sport"),
    "unknown": _("Sport not known"),
    "generic": _("Sport not known"),
}
"""What a sport is called; others are called as the file calls them."""
ON_FOOT = ("running", "walking", "hiking")
"""Of these a pace tells something."""


@dataclass(frozen=True)
class ShownRun:
    """One run in the runner's units, at the time where it was run."""

    id: UUID
    at: datetime | None
    kind: str
    distance: str
    time: str
    pace: str
    device: str
    counts: bool

    @property
    def title(self) -> str:
        """Such as "Run, 18.2 km"."""
        return f"{self.kind}, {self.distance}" if self.distance else self.kind


def kind_of(sport: str) -> str:
    """A sport in words."""
    return str(KINDS.get(sport) or sport.replace("_", " ").capitalize())


def shown(run: Run, runner: Runner | None) -> ShownRun:
    """A run as the pages show it."""
    units = units_of(runner.units if runner else "")
    return ShownRun(
        id=run.pk,
        at=local_start(run),
        kind=kind_of(run.sport),
        distance=distance(run.distance_m, units),
        time=duration(run.timer_s),
        pace=pace(run.distance_m, run.timer_s, units) if run.sport in ON_FOOT else "",
        device=run.device,
        counts=run.trusted or run.accepted,
    )


def local_start(run: Run) -> datetime | None:
    """When it began on a clock where it was run; where the file does not tell, in the runner's zone."""
    if run.started_at is None or run.utc_offset_s is None:
        return run.started_at
    return run.started_at.replace(tzinfo=None) + timedelta(seconds=run.utc_offset_s)
