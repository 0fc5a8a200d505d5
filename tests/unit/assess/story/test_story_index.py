"""Words that stand together, found one by one, and a lexicon of a few words laid out."""

from types import SimpleNamespace

import pytest

from backstride.assess.story.index import CUES, SINGLE, Atoms, Index, Phrase, Place, index_of


def atoms(**entries):
    made = Atoms()
    for name, words in entries.items():
        made.add(words, name)
    return made


class Base(SimpleNamespace):
    """What `index_of` reads of a base; it is remembered for each, so it can be told apart and let go."""

    __hash__ = object.__hash__


@pytest.mark.parametrize(
    ("atom", "text", "found"),
    [
        ("calf", "calf", [1]),
        ("calf", "calfs", []),
        ("low back", "low back", [2]),
        ("low back", "low", []),
        ("low back", "low calf", []),
        ("low back pain", "low back ache", []),
        ("low back pain", "low back pain now", [3]),
        ("numb*", "numb", [1]),
        ("numb*", "numbness", [1]),
        ("numb*", "num", []),
        ("nu*", "nu", [1]),
        ("pins need*", "pins needles", [2]),
        ("pins need*", "pins need", [2]),
        ("pins need*", "pins nasty", []),
        ("pins need*", "pins nee", []),
        ("pin* and need*", "pins and needles", [3]),
        ("pin* and need*", "pins or needles", []),
    ],
)
def test_where_an_atom_that_begins_at_the_first_word_ends(atom, text, found):
    assert [*atoms(it=atom).at(text.split(), 0)] == [(end, "it") for end in found]


def test_several_names_and_a_later_word():
    made = atoms(place="calf", part="calf", stem="cal*")
    assert sorted(made.at(["my", "calf"], 1)) == [(2, "part"), (2, "place"), (2, "stem")]
    assert [*made.at(["my", "calf"], 0)] == []


def test_the_longest_at_each_word_first_and_none_twice():
    made = atoms(back="back", low="low back", pain="back pain", all="low back pain*")
    assert made.longest(["my", "low", "back", "pains"]) == [(1, 4, "all")]
    assert made.longest(["low", "back", "now", "back", "pain"]) == [(0, 2, "low"), (3, 5, "pain")]
    assert made.longest(["back", "back"]) == [(0, 1, "back"), (1, 2, "back")]
    assert made.longest(["none"]) == []
    shorter_last = atoms(long="zz top", short="zz")
    assert shorter_last.longest(["zz", "top"]) == [(0, 2, "long")]
    assert atoms(first="zz", second="zz").longest(["zz"]) == [(0, 1, "first")]


def test_every_hit_of_every_name():
    made = atoms(back="back", low="low back")
    assert made.everywhere(["low", "back", "back"]) == {"low": [(0, 2)], "back": [(1, 2), (2, 3)]}


@pytest.fixture
def lexicon():
    """A few words of each kind."""
    cues = {kind: [] for kind in (*CUES, *SINGLE, "fillers", "spellings")}
    cues |= {"negation": ["no", "free of"], "turns": ["but"], "ends": ["until"], "fillers": ["the"]}
    cues |= {"real_words": ["paint"], "spellings": ["numb", "calf"], "past": ["had"]}
    return {
        "cues": cues,
        "places": [[["calf", "calves"], ["loc_calf"], "calf"], [["calf raises"], [], None]],
        "sides": {"left": ["left", "left-hand"]},
        "classes": {"hurt": ["ache*", "sore"]},
        "elements": [["<hurt>"], ["numb*", "<hurt>"], ["foot"]],
        "phrases": [
            ["numb_foot", True, {"parts": [[[1, 0], [2, 3]]], "but": [0], "whole": True}],
            ["sore_foot", "often", {"parts": [[[0, 0]], [[2, 2]]], "but": [], "whole": False}],
        ],
        "ever": ["hx_cancer"],
        "family": ["hx_family"],
        "feared": ["dark_thoughts"],
    }


@pytest.fixture
def laid_out(lexicon):
    base = Base(sections={"lexicon": lexicon})
    return index_of(base)


def test_a_lexicon_laid_out(laid_out):
    assert laid_out.phrases == (
        Phrase("numb_foot", True, (((1, 0), (2, 3)),), (0,), frozenset({1, 2})),
        Phrase("sore_foot", "often", (((0, 0),), ((2, 2),)), (), frozenset({0, 2}), False),
    )
    assert laid_out.using == {1: (0,), 2: (0, 1), 0: (1,)}
    assert laid_out.members == {"<hurt>": (0, 1)}
    assert (laid_out.ever, laid_out.family) == ({"hx_cancer"}, {"hx_family"})
    assert laid_out.fillers == {"the"}
    assert laid_out.spellings == ("numb", "calf")
    assert laid_out.words["turns"] == {"but"}
    assert laid_out.words.keys() == set(SINGLE)
    words = {"no", "free", "of", "but", "until", "the", "paint", "numb", "calf", "calves", "raises", "left", "had"}
    assert laid_out.known == {*words, "left-hand", "sore", "foot"}
    assert laid_out.stems == {"ache", "numb"}


def test_what_each_table_of_a_lexicon_finds(laid_out):
    assert laid_out.cues.longest(["no", "but", "until", "had", "free", "of", "the"]) == [
        (0, 1, "negation"),
        (1, 2, "turns"),
        (2, 3, "ends"),
        (3, 4, "past"),
        (4, 6, "negation"),
    ]
    assert laid_out.places.longest(["calves", "calf", "raises"]) == [
        (0, 1, Place(("loc_calf",), "calf")),
        (1, 3, Place((), None)),
    ]
    assert laid_out.sides.longest(["left-hand", "right"]) == [(0, 1, "left")]
    assert laid_out.elements.everywhere(["sore", "numbness", "foot"]) == {"<hurt>": [(0, 1)], 1: [(1, 2)], 2: [(2, 3)]}


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("calf", True),
        ("the", True),
        ("paint", True),
        ("aches", True),
        ("ache", True),
        ("ach", False),
        ("clf", False),
        ("hurt", False),
        ("", False),
    ],
)
def test_which_words_are_no_typing_errors(laid_out, word, known):
    assert laid_out.knows(word) is known


def test_a_word_of_one_stem_or_of_one_list_alone_is_known(laid_out):
    fields = {name: getattr(laid_out, name) for name in Index.__dataclass_fields__}
    only_filler = Index(**{**fields, "known": frozenset(), "stems": frozenset()})
    assert [only_filler.knows(word) for word in ("the", "paint", "calf", "numb")] == [True, True, False, False]
    only_stem = Index(**{**fields, "known": frozenset(), "fillers": frozenset(), "stems": frozenset({"nu", "x"})})
    assert [only_stem.knows(word) for word in ("nu", "numb", "n", "x", "xy")] == [True, True, False, False, False]
