"""Marks on the body drawing, as the answers give them: where it hurts, how much, where it is numb; what they set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .per_base import once_per_base
from .unusable import AnswersError, kind, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backstride.evidence.model import Evidence, Region

REGIONS_NUMB = "regions_numb"
KEYS = ("regions", "regions_strong", REGIONS_NUMB, "regions_numb_strong")
"""Lists of regions inside `answers`: what hurts, what of it hurts much, what is numb, what of it is very numb."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Regions as marked, each once and in the order they were given.

    Parameters
    ----------
    hurts : regions that hurt, such as `low_back_left`
    hurts_much : those of them marked as strong
    numb : regions that tingle or are numb
    very_numb : those of them marked as strong
    """

    hurts: tuple[str, ...] = ()
    hurts_much: tuple[str, ...] = ()
    numb: tuple[str, ...] = ()
    very_numb: tuple[str, ...] = ()


NOTHING_MARKED = Drawing()


@once_per_base
def region_ids(evidence: Evidence) -> Mapping[str, Region]:
    """Every region id of the body drawing (`low_back_left`, `neck`) with its entry in the base."""
    return {
        stem if side == "middle" else f"{stem}_{side}": region
        for stem, region in evidence.vocabulary.body_map.items()
        for side in region.sides
    }


def read_drawing(given: Mapping[str, Any], evidence: Evidence) -> Drawing:
    """The lists of regions inside `answers`; what is marked as strong is marked, whether the plain list has it or not.

    Raises
    ------
    AnswersError
        For a list that is none, and a region that the drawing does not have.
    """
    hurts, hurts_much, numb, very_numb = (_regions(key, given.get(key), evidence) for key in KEYS)
    return Drawing(_once(hurts, hurts_much), hurts_much, _once(numb, very_numb), very_numb)


def findings_of(drawing: Drawing, evidence: Evidence) -> Iterator[str]:
    """The findings that the marks set: of each region, of one or both of its sides, and of numbness there."""
    for stem, region in evidence.vocabulary.body_map.items():
        ids = [stem if side == "middle" else f"{stem}_{side}" for side in region.sides]
        hurting = [id_ for id_ in ids if id_ in drawing.hurts]
        if hurting:
            yield from region.findings
            by_sides = region.one_side if len(hurting) == 1 else region.both_sides
            if by_sides is not None:
                yield by_sides
        if any(id_ in drawing.numb for id_ in ids):
            yield from region.numb


def _regions(key: str, given: Any, evidence: Evidence) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple):
        raise AnswersError(f'"{key}" must be a list of regions of the body drawing, not {kind(given)}.')
    known = region_ids(evidence)
    for region in given:
        if not isinstance(region, str) or region not in known:
            raise AnswersError(
                f"There is no region {quoted(region)} on the body drawing; the nearest known one is "
                f"{nearest(region, known)}."
            )
    return _once(given)


def _once(*lists: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(region for regions in lists for region in regions))
