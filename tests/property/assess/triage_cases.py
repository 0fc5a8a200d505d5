"""What the safety properties of triage share: random answers, the answers that may lower a level, and the level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backstride.assess.answers import Answers
from backstride.assess.derive import derive
from backstride.assess.node import literals
from backstride.assess.triage import compiled_triage, evaluate
from backstride.evidence import URGENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from random import Random

    from backstride.evidence import Evidence

SELF_CARE = URGENCIES[-1]


def answers(findings: Mapping[str, Any]) -> Answers:
    return Answers(id=None, age=None, sex=None, duration_days=None, story=None, findings=findings, regions=())


def level(findings: Mapping[str, Any], evidence: Evidence) -> tuple[int, bool]:
    """Rank of the level (0 is emergency) and whether a rule set it."""
    result = evaluate(answers(findings), evidence)
    return URGENCIES.index(result.urgency), bool(result.reasons)


def level_by_rules(findings: Mapping[str, Any], evidence: Evidence) -> tuple[int, bool]:
    """The same by the compiled rules alone, in a sixth of the time; whoever uses it holds it against `level`."""
    known = compiled_triage(evidence)
    facts = derive(findings, known.derivations)
    fired = next((rule for rule, when in known.rules if when.holds(facts)), None)
    return URGENCIES.index(fired.urgency if fired else evidence.triage.default_urgency), fired is not None


def lowered(before: tuple[int, bool], after: tuple[int, bool]) -> bool:
    """Whether a level fell that a rule had set, or the default fell by anything but becoming self-care."""
    if before[1]:
        return after[0] > before[0]
    return after[0] > before[0] and after[0] != URGENCIES.index(SELF_CARE)


class Guards:
    """The answers whose addition may lower a level, worked out from the data.

    Any answer to a listed guard or to something it derives from (words for a number, finer places, what makes a
    sudden moment); and a no to an item that clears a splitting question, or to something that no derives from.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        vocabulary = evidence.vocabulary
        self.any_answer = self._upstream(set(vocabulary.guards))
        cleared = {finding for split in vocabulary.splits for combo in split.cleared_by for finding in combo}
        self.no = _reach(cleared, [(set(n.when_no), set(n.no)) for n in vocabulary.no_implications])

    def __call__(self, finding: str, value: object) -> bool:
        return finding in self.any_answer or (value is False and finding in self.no)

    def _upstream(self, found: set[str]) -> set[str]:
        vocabulary = self.evidence.vocabulary
        links = [(names(i.when), set(i.yes)) for i in vocabulary.implications]
        links += [(names(n.when), {n.finding}) for n in vocabulary.number_implications]
        links += [({b.finding}, {b.number}) for b in vocabulary.bands]
        links += [(set(n.when_no), {*n.no, *n.yes}) for n in vocabulary.no_implications]
        return _reach(found, links)


def _reach(found: set[str], links: list[tuple[set[str], set[str]]]) -> set[str]:
    while True:
        more = {source for sources, targets in links if targets & found for source in sources} - found
        if not more:
            return found
        found = found | more


def names(node: Any) -> set[str]:
    """Findings that a condition reads; an option stands for its finding."""
    return {name.split("=")[0] for name, _ in literals(node)}


class Draw:
    """Random answers, of the findings that rules and derivations read."""

    def __init__(self, evidence: Evidence) -> None:
        vocabulary = evidence.vocabulary
        read = {f for rule in evidence.triage.rules for f in names(rule.when)}
        read |= {f for i in vocabulary.implications for f in names(i.when)}
        read |= {f for split in vocabulary.splits for f in (*names(split.when), *split.ask, *split.until_answered)}
        read |= set(evidence.triage.ask_first) | {band.finding for band in vocabulary.bands}
        self.findings = [evidence.findings[f] for f in sorted(read)]
        self.rules = [sorted(names(rule.when)) for rule in evidence.triage.rules]
        self.evidence = evidence

    def value(self, finding: str, random: Random, *, yes: float = 0.6) -> Any:
        entry = self.evidence.findings[finding]
        if entry.kind == "yes_no":
            return random.random() < yes
        if entry.kind == "choice":
            return random.choice(entry.options)
        low, high = entry.minimum or 0.0, min(entry.maximum or 100.0, 100.0)
        return min(high, max(low, random.choice([random.uniform(low, high), float(random.randint(0, 13))])))

    def check_in(self, random: Random, *, most: int = 12) -> dict[str, Any]:
        """Some answers at random, and some that one or two rules read, so that rules fire often."""
        drawn = {f.id: self.value(f.id, random) for f in random.sample(self.findings, random.randint(0, most))}
        for read in random.sample(self.rules, random.choice([1, 1, 2])):
            for finding in random.sample(read, min(len(read), random.randint(1, 4))):
                drawn[finding] = self.value(finding, random, yes=0.9)
        if random.random() < 0.2:
            drawn |= {f: False for f in self.evidence.triage.ask_first if f not in drawn}
        return drawn

    def more(self, random: Random, known: Iterable[str], *, leave_out: Callable[[str, object], bool]) -> dict[str, Any]:
        """Answers to add to a check-in: to what was not answered, and no guard."""
        drawn = self.check_in(random, most=6)
        known = set(known)
        return {f: value for f, value in drawn.items() if f not in known and not leave_out(f, value)}
