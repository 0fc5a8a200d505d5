"""The signs to watch for: plain lines of "sign; sign: what to do", never none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backstride.evidence.model import Rule, SafetyNet

    from .facts import Facts
    from .node import Compiled

MOST_LINES = 6
"""Longer lists are not read; the evidence asks for four to six signs that matter to the person."""

EMERGENCY_LIST = (
    "new numbness between the legs; new trouble peeing or pooing; a leg getting weaker, or both legs affected; "
    "chest pain, trouble breathing or fainting; fever or shivers with back pain: "
    "get help at once: emergency department or ambulance",
)
"""The net shown with every result, kept here too so that it can be shown when no evidence can be read."""


def lines(
    nets: Mapping[str, SafetyNet], applies: Mapping[str, Compiled], fired: Iterable[Rule], facts: Facts
) -> tuple[str, ...]:
    """The lines for one result: the net of every result, those with a sign already there, those of the fired rules,
    then those that apply.

    Parameters
    ----------
    nets : id -> safety net of the base
    applies : id -> when a net applies, compiled to read what is known
    fired : rules that fired, most urgent first
    """
    chosen = [net.id for net in nets.values() if net.always]
    named = [net for rule in fired for net in rule.safety_nets]
    apply = [net for net, when in applies.items() if when.holds(facts)]
    chosen += [net for net in (*named, *apply) if not facts.yes.isdisjoint(nets[net].means)]
    chosen += [*named, *apply]
    worded = dict.fromkeys(f"{'; '.join(nets[net].watch_for)}: {nets[net].act}" for net in chosen)
    return tuple(worded)[:MOST_LINES] or EMERGENCY_LIST
