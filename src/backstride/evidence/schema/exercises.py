"""Shape of `care/exercises.yaml`: the exercise library with its doses, cautions and stick-figure poses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .cited import Cited, Family, Phase, Span
from .common import Entry, Node


class Dose(Entry):
    """One level of an exercise. [s, min, m]; `effort` is 0-10, `reps_by_set` replaces `reps` where sets differ."""

    sets: int | None = None
    reps: int | None = None
    reps_by_set: list[int] | None = None
    hold_s: float | None = None
    minutes: float | None = None
    distance_m: float | None = None
    contacts: int | None = None
    times_per_day: int | None = None
    every_h: Span | None = None
    effort: Span | None = None
    load: Literal["body_weight", "very_light", "light", "moderate", "heavy", "added_load_or_range"] | None = None
    note: str | None = None


class DoseProfile(Cited):
    """Five levels that several exercises share; from `heavy_from_level` on the legs need their 24 and 48 hours."""

    levels: Annotated[list[Dose], Field(min_length=5, max_length=5)]
    heavy_from_level: int | None = None


class Frequency(Entry):
    """How often: sessions a week, times a day, hours between."""

    per_week: Span | None = None
    per_day: Span | None = None
    gap_h: float | None = None
    note: str | None = None


class ExerciseDose(Entry):
    """Which profile, how often, and whether each side does all of it."""

    profile: str
    frequency: Frequency
    per_side: bool


class Screen(Cited):
    """When a caution is known to hold: the answers say so, or the plan is for one of these families in this phase."""

    text: str
    when: Node | None = None
    families: list[Family] = []
    phases: list[Phase] = []


class ExerciseCaution(Entry):
    """A contraindication in words; `screen` names when it is known; `act`: leave the exercise out, or ease it."""

    text: str
    act: Literal["skip", "adapt"]
    screen: str | None = None


class Sides(Entry):
    """A joint angle on each side. [degrees]"""

    left: float
    right: float


class Pose(Entry):
    """A key pose of the stick figure. [degrees]"""

    trunk: float
    neck: float
    shoulder: Sides
    elbow: Sides
    hip: Sides
    knee: Sides
    ankle: Sides


class Poses(Entry):
    """The view, the points on the ground and the two poses the drawing moves between."""

    view: Literal["side", "front", "top"]
    supports: list[str]
    start: Pose
    end: Pose


class Exercise(Cited):
    """One exercise. `needs`: every group must be met by one of its items; an empty list needs nothing."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    group: str
    purpose: str
    muscles: list[str]
    equipment: str
    needs: list[list[str]]
    unilateral: bool
    bias: Literal["neutral", "flexion", "extension", "impact", "nerve"]
    spine_load: Literal["low", "moderate", "high"]
    tags: list[Literal["flare_ok", "desk", "runner_core"]]
    cues: list[str] = Field(min_length=1)
    tempo: str | None = None
    dose: ExerciseDose
    progression: str | None = None
    regression: str | None = None
    cautions: list[ExerciseCaution]
    stop_if: list[str] = []
    poses: Poses


class PoseConvention(Cited):
    """How to read the angles of the poses."""

    units: str
    segments_of_body_height: dict[str, float]
    side_view: list[str]
    front_and_top_view: list[str]
    supports: str
    contact_offsets_of_body_height: dict[str, float]
    contact_tolerance_of_body_height: float
    limits: str


class LevelRule(Cited):
    """When an exercise moves up or down a level."""

    text: str
    green_sessions: int
    effort_at_most: float


class ExercisesAbout(Entry):
    """Notes that hold for every exercise; `household` is what everybody is taken to have."""

    purpose: str
    origin: str
    dose_note: str
    effort_scale: str
    bias_use: str
    level_rule: LevelRule
    household: list[str]
    stop_if_always: list[str]


class ExercisesFile(Entry):
    """`care/exercises.yaml`."""

    about: ExercisesAbout
    pose_convention: PoseConvention
    screens: dict[str, Screen]
    dose_profiles: dict[str, DoseProfile]
    exercises: list[Exercise]

    @model_validator(mode="after")
    def _names_resolve(self) -> ExercisesFile:
        ids = {e.id for e in self.exercises}
        if len(ids) != len(self.exercises):
            raise ValueError("two exercises share an id")
        for e in self.exercises:
            unknown = [x for x in (e.progression, e.regression) if x is not None and x not in ids]
            unknown += [c.screen for c in e.cautions if c.screen is not None and c.screen not in self.screens]
            if e.dose.profile not in self.dose_profiles:
                unknown.append(e.dose.profile)
            if unknown:
                raise ValueError(f"exercise {e.id}: {', '.join(unknown)} is not defined in this file")
        return self
