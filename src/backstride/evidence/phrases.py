"""Lay phrases of the lexicon -> parts that the story reader looks for; says in one sentence what a bad phrase lacks.

A phrase is made of elements. `a b`: b soon after a; `a ... b`: b later in the same clause; `a & b`: both in any order;
`a|b`: either; `low_back`: words that stand together; `numb*`: any ending; `<pain>`: a class of words; `!a`: not where
a is said in the same clause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from .schema.lexicon import Lexicon

NEAR, FAR = 3, 7
"""Words that may stand between two elements in order: soon after, and later in the clause."""

ATOM = re.compile(r"[a-z0-9']+\*?(_[a-z0-9']+\*?)*")
CLASS = re.compile(r"<([a-z_]+)>")


class PhraseError(ValueError):
    """A phrase that cannot be used: which one, and what is wrong with it."""


class Elements:
    """Every set of alternatives once, by number, as the phrases of a lexicon use them."""

    def __init__(self, classes: Collection[str], fillers: Collection[str]) -> None:
        self.classes = classes
        self.fillers = fillers
        self.numbers: dict[tuple[str, ...], int] = {}

    def number(self, text: str, phrase: str) -> int:
        """The number of an element such as `calf|<leg>`.

        Raises
        ------
        PhraseError
            If an alternative is no word, an unknown class, or holds a word that is dropped before matching.
        """
        alternatives = tuple(sorted(set(text.split("|"))))
        for alternative in alternatives:
            named = CLASS.fullmatch(alternative)
            if named is None:
                self.check_atom(alternative, phrase)
            elif named[1] not in self.classes:
                raise PhraseError(f"`{phrase}` names the class {alternative}, which words.yaml does not have")
        return self.numbers.setdefault(alternatives, len(self.numbers))

    def check_atom(self, atom: str, phrase: str) -> None:
        """Whether the words of an atom can ever be found."""
        if not ATOM.fullmatch(atom):
            raise PhraseError(f"`{phrase}` has `{atom}`, which is no word")
        for word in atom.split("_"):
            if word in self.fillers:
                raise PhraseError(f"`{phrase}` has `{word}`, which is dropped before matching")


def parse(phrase: str, elements: Elements) -> dict[str, Any]:
    """One phrase -> `parts`, each a list of [element, widest gap before it], and `but`, elements that must be absent.

    Raises
    ------
    PhraseError
        If the phrase is empty or an element cannot be used.
    """
    but: list[int] = []
    parts: list[list[list[int]]] = []
    for part in phrase.split("&"):
        slots: list[list[int]] = []
        gap = NEAR
        for text in part.split():
            if text == "...":
                gap = FAR
            elif text.startswith("!"):
                but.append(elements.number(text[1:], phrase))
            else:
                slots.append([elements.number(text, phrase), gap])
                gap = NEAR
        if slots:
            parts.append(slots)
    if not parts:
        raise PhraseError(f"`{phrase}` holds no words to look for")
    return {"parts": parts, "but": but}


def compiled_lexicon(lexicon: Lexicon) -> dict[str, Any]:
    """The lexicon as plain JSON: cues, classes, places, elements, and every phrase with what it says.

    Raises
    ------
    PhraseError
        If a phrase or an atom cannot be used.
    """
    cues = lexicon.cues.model_dump(exclude={"sources"})
    fillers = set(lexicon.cues.fillers)
    classes = lexicon.words.classes
    elements = Elements(set(classes), fillers)
    for name, atoms in classes.items():
        for atom in atoms:
            elements.check_atom(atom, f"<{name}>")
    for place in lexicon.places.places:
        for atom in place.words:
            elements.check_atom(atom, "places.yaml")
    phrases = [
        [finding, value, parse(phrase, elements) | {"whole": whole}]
        for finding, words in lexicon.findings.items()
        for phrases, whole in (
            ((words.told, words.denied, words.options), not words.parts),
            ((words.named, [], {}), True),
        )
        for value, phrase in said(*phrases)
    ]
    return {
        "cues": {name: _spaced(atoms) for name, atoms in cues.items()},
        "classes": {name: _spaced(atoms) for name, atoms in classes.items()},
        "places": [[_spaced(p.words), p.findings, p.region] for p in lexicon.places.places],
        "sides": {side: _spaced(atoms) for side, atoms in lexicon.places.sides.items()},
        "ever": sorted(f for f, words in lexicon.findings.items() if words.ever),
        "family": sorted(f for f, words in lexicon.findings.items() if words.family),
        "feared": sorted(f for f, words in lexicon.findings.items() if words.feared),
        "elements": [[_spaced([alternative])[0] for alternative in number] for number in elements.numbers],
        "phrases": phrases,
    }


def said(yes: Iterable[str], no: Iterable[str], options: Mapping[str, Iterable[str]]) -> list[tuple[bool | str, str]]:
    """Each phrase with the value it tells."""
    return [
        *((True, phrase) for phrase in yes),
        *((False, phrase) for phrase in no),
        *((option, phrase) for option, phrases in options.items() for phrase in phrases),
    ]


def _spaced(atoms: Iterable[str]) -> list[str]:
    return [atom if atom.startswith("<") else atom.replace("_", " ") for atom in atoms]
