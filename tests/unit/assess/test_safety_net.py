"""Which signs to watch for are shown, in which order, worked out by hand on nets of one sign each."""

from types import SimpleNamespace

from backstride.assess.facts import Facts
from backstride.assess.node import compile_node
from backstride.assess.safety_net import MOST_LINES, lines
from backstride.evidence.model import SafetyNet


def shown(named=(), there=(), applying=(), always=("always",), count=4):
    """The signs of the lines: those named by a rule, those already there, those that apply, that of every result."""
    names = ("always", *(f"net_{n}" for n in range(1, count + 1)))
    nets = {n: SafetyNet(n, n, (f"sign of {n}",), (f"has_{n}",), "act", None, n in always, ()) for n in names}
    applies = {n: compile_node("place", "known") for n in applying}
    yes = {"place", *(f"has_{n}" for n in there)}
    rules = [SimpleNamespace(safety_nets=named)]
    return [line.removeprefix("sign of ") for line in lines(nets, applies, rules, Facts(yes, yes, set(), {}))]


def test_a_net_of_a_sign_already_there_comes_before_the_others_of_its_rule():
    assert shown(named=("net_1", "net_2"), there=("net_2",)) == ["always: act", "net_2: act", "net_1: act"]
    assert shown(named=("net_1", "net_2")) == ["always: act", "net_1: act", "net_2: act"]


def test_a_net_that_applies_comes_last_unless_its_sign_is_there():
    assert shown(named=("net_1",), applying=("net_2",)) == ["always: act", "net_1: act", "net_2: act"]
    got = shown(named=("net_1",), applying=("net_2", "net_3"), there=("net_3",))
    assert got == ["always: act", "net_3: act", "net_1: act", "net_2: act"]


def test_a_sign_of_a_net_that_neither_applies_nor_is_named_adds_no_line():
    assert shown(there=("net_1",)) == ["always: act"]


def test_a_net_is_shown_once_and_six_at_most():
    assert shown(named=("net_1", "net_1"), applying=("net_1",)) == ["always: act", "net_1: act"]
    many = tuple(f"net_{n}" for n in range(1, 9))
    assert shown(named=many, there=("net_8",), count=8) == [
        "always: act",
        "net_8: act",
        *(f"net_{n}: act" for n in range(1, MOST_LINES - 1)),
    ]
