"""Places that hurt and their sides: what pain at a named place sets, as a mark on the body drawing would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .match import SIDES, Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backstride.evidence.model import Region

    from .clauses import Clause
    from .cues import Cue
    from .index import Index, Place

NEAR_SIDE = 3
"""Words between a place and its left or right; design."""
REACH = 14
"""Words between a place and the word that says it hurts; design: a list of places shares one such word."""
BESIDE = 2
"""Words between a place and its own sign, as in "foot is numb"; design."""
HURT = "<hurt>"
ENDS_AT = "<ends_at>"
OTHER_SIGN = "<other_sign>"
MOVES_IT = "<moves_it>"
PAIN = "<pain>"
"""Its denial denies pain; "does not go down there" need not."""
SIGNS = (HURT, ENDS_AT, OTHER_SIGN, PAIN, MOVES_IT)
TO = frozenset({"to", "into", "towards", "toward"})
PAST = frozenset({"below", "past", "beyond", "above"})
MEASURES = frozenset({"feet", "foot", "hands", "arm"})


def hurting_places(
    clause: Clause, index: Index, body: Mapping[str, Region], cues: Sequence[Cue] = ()
) -> Iterator[Match]:
    """What follows from every place that a clause says hurts."""
    named = _named(clause, index)
    if not named:
        return
    told = index.elements.everywhere(clause.texts)
    said_of = {name: [w for hit in told.get(name, ()) for w in range(*hit)] for name in SIGNS}
    hurt = said_of[HURT]
    sides = index.sides.longest(clause.texts)
    for start, end, place in named:
        words = range(start, end)
        saying = [w for w in hurt if w not in words and not _of_another_place(w, words, named, cues)]
        near = min(saying, key=lambda word: min(abs(word - start), abs(word - end)), default=None)
        if near is None or not place.findings or min(abs(near - start), abs(near - end)) > REACH:
            continue
        if _before(clause, start) in said_of[MOVES_IT] or _only_ends_there(clause, start, said_of[ENDS_AT]):
            continue
        if _has_another_sign(clause, words, near, said_of):
            continue
        said = tuple(sorted({near, *words}))
        whole = near in said_of[PAIN]
        yield from (Match(finding, True, said, whole) for finding in place.findings)
        region = body.get(place.region) if place.region else None
        side = _side(start, end, sides)
        if region is not None and side is not None:
            by_side = region.both_sides if side[0] == "both" else region.one_side
            if by_side is not None:
                yield Match(by_side, True, tuple(sorted({*said, *side[1]})), whole)


def _before(clause: Clause, start: int) -> int:
    """The last word before a place that is no side; -1 where there is none."""
    before = start - 1
    while before >= 0 and clause.texts[before] in SIDES:
        before -= 1
    return before


def _only_ends_there(clause: Clause, start: int, ways: Sequence[int]) -> bool:
    """Whether pain only runs as far as a place ("from my buttock to the foot"), passes it, or it is a measure."""
    before = _before(clause, start)
    if before < 0:
        return False
    if clause.texts[start] in MEASURES and clause.texts[before].isdigit():
        return True
    return clause.texts[before] in PAST or (clause.texts[before] in TO and any(way < before for way in ways))


def _has_another_sign(clause: Clause, words: range, near: int, said_of: Mapping[str, Sequence[int]]) -> bool:
    """Whether a place has a sign of its own and the pain is told of elsewhere: "back pain and tingling toes"."""
    signs = said_of[OTHER_SIGN]
    before = _before(clause, words.start)
    if before in signs and near < before:
        return near != before - 1
    follows = [sign for sign in signs if 0 <= sign - words.stop < BESIDE]
    if not follows or words.start <= near < words.stop:
        return False
    return (
        any(min(near, words.start) < start <= max(near, words.start) for start in clause.opens) and near < words.start
    )


def _of_another_place(word: int, words: range, named: Sequence[tuple[int, int, Place]], cues: Sequence[Cue]) -> bool:
    """Whether pain is said of another place: "my calf is swollen, no chest pain" denies nothing of the calf."""
    beside = any(word == end and start not in words for start, end, _ in named)
    apart = any(cue.kind == "negation" and words.stop <= cue.start < word for cue in cues)
    return beside and apart


def _named(clause: Clause, index: Index) -> list[tuple[int, int, Place]]:
    """The places of a clause; a side inside a name, as in "outside of my left knee", does not part it."""
    kept = [word for word, text in enumerate(clause.texts) if text not in SIDES]
    found = index.places.longest([clause.texts[word] for word in kept])
    return [(kept[start], kept[end - 1] + 1, place) for start, end, place in found]


def _side(start: int, end: int, sides: list[tuple[int, int, str]]) -> tuple[str, range] | None:
    """The side said nearest to a place, with its words; none where no side stands beside it."""
    near = [
        (min(abs(start - last), abs(first - end)), name, range(first, last))
        for first, last, name in sides
        if min(abs(start - last), abs(first - end)) <= NEAR_SIDE
    ]
    if not near:
        return None
    _, name, words = min(near, key=lambda side: (side[0], side[1]))
    return name, words
