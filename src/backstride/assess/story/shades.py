"""Words that shade a "no": "not just numb" denies nothing, "no pain, just numbness" no numbness, "not really" half.

They are dropped or mean little elsewhere, so here each is put as the one word that the cues know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .index import Index

NO = frozenset({"no", "not", "never", "without", "none", "nothing", "neither", "nor", "cannot"})
ANSWERS = frozenset({"no", "none", "nope", "nil", "negative"})
LIMIT = "only"
"""After a "no", what follows this word is said and not denied."""
HALF = "much"
"""Right after a "no", this word leaves a part standing."""
SO = frozenset({"so", "such", "this", "that", "as"})
"""Soon after "never", one of these says that it is worse than ever: "never been so breathless"."""
MOST_BETWEEN = 3
NO_LONGER = ("no", "longer")
ANY_MORE = ("any", "more")
LONGER = "anylonger"
"""Dropped after the "not" that "no longer" is put as; what that denies was so and has passed."""
EXCEPT = "except"
ABSENT = "negative"
"""Denies what stands before it ("fever: no")."""
SUBJECTS = frozenset({"i", "it", "there", "we", "he", "she", "they", "my", "the", "a"})
EXCEPTIONS = frozenset({("apart", "from"), ("aside", "from"), ("other", "than")})


def shaded(texts: Sequence[str], index: Index) -> tuple[str, ...]:
    """The words and signs of a sentence, those that shade a "no" put as the words named above."""
    limits, degrees = index.words["limits"], index.words["degrees"]
    found: list[str] = []
    denied = False
    texts = tuple(texts)
    for place, text in enumerate(texts):
        before = texts[place - 1] if place else ""
        after = texts[place + 1] if place + 1 < len(texts) else "."
        if texts[place + 1 : place + 3] == NO_LONGER and text in ("can", "could"):
            found.append("cannot")
        elif (text, after) == NO_LONGER:
            found.append(LONGER if found and found[-1] == "cannot" else "not")
        elif (text, after) == ANY_MORE:
            found.append("anymore")
        elif (before, text) in (NO_LONGER, ANY_MORE):
            found.append(LONGER)
        elif (text, after) in EXCEPTIONS:
            found.append(EXCEPT)
        elif text in ANSWERS and place and not after[0].isalnum():
            found.append(ABSENT)
        elif denied and text in limits:
            found.append(LIMIT)
        elif (before in ("no", "not") and text in degrees and after not in SUBJECTS) or (
            text in SO and "never" in texts[max(0, place - MOST_BETWEEN) : place]
        ):
            found.append(HALF)
        else:
            found.append(text)
        denied = denied or text in NO
    return tuple(found)
