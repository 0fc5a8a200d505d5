"""The lexicon of a base, laid out so that one walk over the words of a story finds every atom in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..per_base import once_per_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from backstride.evidence.model import Evidence

Hit = tuple[int, int]
"""First word of an atom, and the word after its last."""

MIN_STEM = 2


class Atoms:
    """Words that stand together, such as `low back` or `numb*`, each with the names it stands for."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[tuple[str, ...], Any]]] = defaultdict(list)

    def add(self, atom: str, name: Any) -> None:
        """Let an atom stand for one more name."""
        words = tuple(atom.split())
        table, key = (self._stems, words[0][:-1]) if words[0].endswith("*") else (self._by_first, words[0])
        table[key].append((words, name))

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[int, Any]]:
        """The end and the name of every atom that begins at a word."""
        first = words[start]
        for atom, name in self._by_first.get(first, ()):
            if len(atom) == 1 or _continues(atom, words, start):
                yield start + len(atom), name
        for length in range(MIN_STEM, len(first) + 1):
            for atom, name in self._stems.get(first[:length], ()):
                if len(atom) == 1 or _continues(atom, words, start):
                    yield start + len(atom), name

    def longest(self, words: Sequence[str]) -> list[tuple[int, int, Any]]:
        """Atoms that do not overlap, the longest at each word first."""
        found: list[tuple[int, int, Any]] = []
        start = 0
        while start < len(words):
            end, name = max(self.at(words, start), key=lambda hit: hit[0], default=(start, None))
            if end > start:
                found.append((start, end, name))
            start = max(end, start + 1)
        return found

    def everywhere(self, words: Sequence[str]) -> dict[Any, list[Hit]]:
        """Every hit of every name."""
        hits: dict[Any, list[Hit]] = defaultdict(list)
        for start in range(len(words)):
            for end, name in self.at(words, start):
                hits[name].append((start, end))
        return hits


def _continues(atom: tuple[str, ...], words: Sequence[str], start: int) -> bool:
    if start + len(atom) > len(words):
        return False
    for offset in range(1, len(atom)):
        wanted, word = atom[offset], words[start + offset]
        if word != wanted and not (wanted.endswith("*") and word.startswith(wanted[:-1])):
            return False
    return True


@dataclass(frozen=True, slots=True)
class Phrase:
    """A lay phrase: its parts as (element, widest gap before it), elements that must be absent, and what its no denies.

    Parameters
    ----------
    whole : whether to deny the phrase is to deny the finding
    """

    finding: str
    value: bool | str
    parts: tuple[tuple[tuple[int, int], ...], ...]
    but: tuple[int, ...]
    needs: frozenset[int]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """What pain at a named place sets; nothing where the words are no place."""

    findings: tuple[str, ...]
    region: str | None


@dataclass(frozen=True, slots=True)
class Index:
    """Everything the reader looks up, built once for a base."""

    fillers: frozenset[str]
    cues: Atoms
    words: Mapping[str, frozenset[str]]
    elements: Atoms
    members: Mapping[str, tuple[int, ...]]
    phrases: tuple[Phrase, ...]
    using: Mapping[int, tuple[int, ...]]
    places: Atoms
    sides: Atoms
    ever: frozenset[str]
    family: frozenset[str]
    feared: frozenset[str]
    known: frozenset[str]
    stems: frozenset[str]
    spellings: tuple[str, ...]
    paired: frozenset[tuple[str, str]]

    def knows(self, word: str) -> bool:
        """Whether a word is written out in the lexicon, begins like one of its stems, or is a word of its own."""
        if word in self.known or word in self.fillers or word in self.words["real_words"]:
            return True
        return any(word[:length] in self.stems for length in range(MIN_STEM, len(word) + 1))


CUES = (
    "negation",
    "negation_after",
    "not_negation",
    "partly",
    "until",
    "for_a_time",
    "gone",
    "hedge",
    "hypothetical",
    "worry",
    "hypothetical_after",
    "family",
    "past",
    "since",
)
SINGLE = (
    "turns",
    "ends",
    "pronouns",
    "conditions",
    "self",
    "speech",
    "since",
    "verbs",
    "real_words",
    "limits",
    "degrees",
    "lapsed",
    "qualifiers",
    "contrasts",
    "links",
    "light",
    "owned",
    "supposing_ends",
    "amounts",
)


@once_per_base
def index_of(evidence: Evidence) -> Index:
    """Lay out the lexicon of a base; read from its file at the first story."""
    lexicon = evidence.sections["lexicon"]
    cues, places, sides, elements = Atoms(), Atoms(), Atoms(), Atoms()
    for kind in (*CUES, "turns", "ends"):
        _add(cues, lexicon["cues"][kind], kind)
    for atoms, findings, region in lexicon["places"]:
        _add(places, atoms, Place(tuple(findings), region))
    for side, atoms in lexicon["sides"].items():
        _add(sides, atoms, side)
    members: dict[str, list[int]] = defaultdict(list)
    for name, atoms in lexicon["classes"].items():
        _add(elements, atoms, f"<{name}>")
    for number, alternatives in enumerate(lexicon["elements"]):
        for alternative in alternatives:
            if alternative.startswith("<"):
                members[alternative].append(number)
            else:
                elements.add(alternative, number)
    phrases = tuple(_phrase(*entry) for entry in lexicon["phrases"])
    using: dict[int, list[int]] = defaultdict(list)
    for place, phrase in enumerate(phrases):
        for element in phrase.needs:
            using[element].append(place)
    words = _words(lexicon)
    return Index(
        fillers=frozenset(lexicon["cues"]["fillers"]),
        cues=cues,
        words={kind: frozenset(lexicon["cues"][kind]) for kind in SINGLE},
        elements=elements,
        members={name: tuple(numbers) for name, numbers in members.items()},
        phrases=phrases,
        using={element: tuple(places) for element, places in using.items()},
        places=places,
        sides=sides,
        ever=frozenset(lexicon["ever"]),
        family=frozenset(lexicon["family"]),
        feared=frozenset(lexicon["feared"]),
        known=frozenset(word for word in words if not word.endswith("*")),
        stems=frozenset(word[:-1] for word in words if word.endswith("*")),
        spellings=tuple(lexicon["cues"]["spellings"]),
        paired=frozenset(_paired(lexicon)),
    )


def _add(atoms: Atoms, texts: Iterable[str], name: Any) -> None:
    for text in texts:
        atoms.add(text, name)


def _phrase(finding: str, value: bool | str, parsed: Mapping[str, Any]) -> Phrase:
    parts = tuple(tuple((slot[0], slot[1]) for slot in part) for part in parsed["parts"])
    needs = frozenset(e for part in parts for e, _ in part)
    return Phrase(finding, value, parts, tuple(parsed["but"]), needs, parsed["whole"])


def _paired(lexicon: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The words on both sides of an "and" that joins no two things ("pins and needles")."""
    for atoms in (*lexicon["classes"].values(), *lexicon["elements"]):
        for words in (atom.split() for atom in atoms):
            yield from (
                (words[place - 1], words[place + 1]) for place in range(1, len(words) - 1) if words[place] == "and"
            )


def _words(lexicon: Mapping[str, Any]) -> frozenset[str]:
    """Every word or stem written anywhere in the lexicon: none of them is a typing error."""
    lists = [*lexicon["cues"].values(), *lexicon["classes"].values(), *lexicon["sides"].values(), *lexicon["elements"]]
    lists += [atoms for atoms, _, _ in lexicon["places"]]
    return frozenset(word for atoms in lists for atom in atoms for word in atom.split() if word[0] != "<")
