"""What a runner types under a screen of several yes/no questions."""

from __future__ import annotations

NONE = ("n", "no", "none")
TICK = "Type the numbers that are true, then n if none of the others is: 2 5 n. A ? means not sure: 2 5? n."


def ticked(typed: str, choices: list[str]) -> dict[str, bool | None]:
    """Read `2 5? n`: the second is true, the fifth is not known, and nothing else is true.

    Without `n` what was not typed stays open, so that no answer is made up.

    Raises
    ------
    ValueError
        If a word is none of these, or nothing was typed.
    """
    words = typed.replace(",", " ").split()
    told: dict[str, bool | None] = {}
    for word in words:
        if word not in NONE:
            number = int(word.removesuffix("?"))
            if not 1 <= number <= len(choices):
                raise ValueError(typed)
            told[choices[number - 1]] = None if word.endswith("?") else True
    if not words:
        raise ValueError(typed)
    if any(word in NONE for word in words):
        return {**dict.fromkeys(choices, False), **told}
    return told
