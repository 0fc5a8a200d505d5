"""What follows from the answers: larger places, findings worked out, numbers for words, broad alarms at their worst."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .facts import PLACE, Facts, answers_behind
from .node import Compiled, compile_node, literals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backstride.evidence.model import Evidence, Node, NumberImplication, Split

    from .answers import Answer

NEW_DEFICIT, SCREEN_COMPLETE = "neuro_deficit_new", "screen_complete"


@dataclass(frozen=True, slots=True)
class Derivations:
    """How findings hang together, compiled once for a base; the parts are those of `Vocabulary`."""

    implications: tuple[tuple[Compiled, tuple[str, ...]], ...]
    implications_reading: Mapping[str, tuple[int, ...]]
    no_implications: tuple[tuple[frozenset[str], tuple[str, ...], tuple[str, ...]], ...]
    number_implications: tuple[tuple[Compiled, NumberImplication], ...]
    splits: tuple[tuple[Compiled, Split], ...]
    bands: Mapping[str, tuple[str, Mapping[str, tuple[float, float]]]]
    ask_first: tuple[str, ...]
    counts_as_no: Mapping[str, Compiled]

    def counts_as_answered_no(self, finding: str, facts: Facts) -> bool:
        """Whether a first safety question is answered no, or need not be asked of this runner."""
        if finding in facts.no:
            return True
        return finding in self.counts_as_no and finding not in facts.yes and self.counts_as_no[finding].holds(facts)


def compile_derivations(evidence: Evidence) -> Derivations:
    """Compile the vocabulary of a base. A new deficit follows from any of its items; its no from the no of all."""
    vocabulary = evidence.vocabulary
    items = vocabulary.neuro_deficit_items
    implied: list[tuple[Node, tuple[str, ...]]] = [(i.when, i.yes) for i in vocabulary.implications]
    implied.append(({"any": list(items)}, (NEW_DEFICIT,)))
    reading: dict[str, list[int]] = {}
    for index, (when, _) in enumerate(implied):
        for name in {name for name, _ in literals(when)}:
            reading.setdefault(name, []).append(index)
    return Derivations(
        implications=tuple((compile_node(when, "known"), yes) for when, yes in implied),
        implications_reading={name: tuple(indexes) for name, indexes in reading.items()},
        no_implications=(
            *((frozenset(n.when_no), n.no, n.yes) for n in vocabulary.no_implications),
            (frozenset(items), (NEW_DEFICIT,), ()),
        ),
        number_implications=tuple((compile_node(n.when, "known"), n) for n in vocabulary.number_implications),
        splits=tuple((compile_node(split.when, "known"), split) for split in vocabulary.splits),
        bands={band.finding: (band.number, band.edges) for band in vocabulary.bands},
        ask_first=evidence.triage.ask_first,
        counts_as_no={f: compile_node(when, "known") for f, when in evidence.triage.counts_as_no.items()},
    )


def derive(findings: Mapping[str, Answer], known: Derivations) -> Facts:
    """Work out everything that follows from the answers.

    Parameters
    ----------
    findings : current finding id -> yes/no, option or number, unknown left out
        That the first safety questions are all answered no is never taken from here: it is worked out.

    Notes
    -----
    A yes that follows outweighs a no that was given. A broad alarm is read at its most urgent meaning until its
    splitting question is answered; an explicit no to the narrow items clears it and may set what it then means.
    What that sets is worked out further, and may in turn open another splitting question; a reading that is only
    provisional may not.
    """
    return _Derivation(findings, known).facts()


class _Derivation:
    """The answers of one runner on their way to `Facts`."""

    def __init__(self, findings: Mapping[str, Answer], known: Derivations) -> None:
        self.known = known
        self.origins: dict[str, tuple[str, ...]] = {}
        self.firm: set[str] = set()
        self.said_no: set[str] = set()
        self.numbers: dict[str, tuple[float, float]] = {}
        self.no: set[str] = set()
        self.provisional: dict[str, None] = {}
        self._read(findings)

    def _read(self, findings: Mapping[str, Answer]) -> None:
        for finding, value in findings.items():
            if finding == SCREEN_COMPLETE:
                continue
            if value is True:
                self.firm.add(finding)
            elif value is False:
                self.said_no.add(finding)
            elif isinstance(value, str):
                self.firm.add(f"{finding}={value}")
                self.origins[f"{finding}={value}"] = (finding,)
            else:
                self.numbers[finding] = (value, value)
        for band, (number, edges) in self.known.bands.items():
            option = findings.get(band)
            if isinstance(option, str) and number not in self.numbers:
                self.numbers[number] = edges[option]
                self.origins[number] = (band,)

    def facts(self) -> Facts:
        """Follow the answers and what cleared alarms then mean until nothing new comes; then read the open alarms."""
        said = Facts(self.firm, self.firm, self.no, self.numbers)
        new = sorted({*self.firm, *self.numbers})  # the same reasons whatever the order of the answers
        while True:
            self._follow_firmly(new, said)
            new = [*self._follow_no(self.firm), *self._clear(said)]
            if not new:
                break
        opened = self._open(said)
        yes = self.firm | self.provisional.keys()
        self._follow(yes, [*self.provisional], Facts(yes, self.firm, self.no, self.numbers))
        self._follow_no(yes)
        facts = Facts(
            yes=yes,
            firm=self.firm,
            no=self.no,
            numbers=self.numbers,
            place_marked=any(finding.startswith(PLACE) for finding in self.firm),
            open_splits=tuple(sorted(opened, key=lambda split: URGENCIES.index(split.most_urgent_reading))),
            provisional=tuple(self.provisional),
            origins=self.origins,
        )
        if all(self.known.counts_as_answered_no(finding, facts) for finding in self.known.ask_first):
            yes.add(SCREEN_COMPLETE)
            self.firm.add(SCREEN_COMPLETE)
            # Fifteen times no is not what raised an alarm, so it never stands among the reasons.
            self.origins[SCREEN_COMPLETE] = ()
        return facts

    def _follow_firmly(self, new: list[str], facts: Facts) -> None:
        while new:
            self._follow(self.firm, new, facts)
            for when, word in self.known.number_implications:
                if word.finding not in self.numbers and when.holds(facts):
                    self.numbers[word.finding] = (word.at_least, word.at_most)
                    self.origins[word.finding] = self._behind(when, facts)
                    new.append(word.finding)

    def _follow(self, yes: set[str], new: list[str], facts: Facts) -> None:
        """Add to `yes`, which `facts` reads, what the findings in `new` imply; empties `new`."""
        while new:
            for index in self.known.implications_reading.get(new.pop(), ()):
                when, implied = self.known.implications[index]
                missing = [finding for finding in implied if finding not in yes]
                if missing and when.holds(facts):
                    self._comes_from(when, facts, missing)
                    yes.update(missing)
                    new += missing

    def _follow_no(self, yes: set[str]) -> list[str]:
        """Work out every no afresh, so that none rests on an answer that a yes has overruled; return new yes."""
        self.no.clear()
        self.no |= self.said_no - yes
        before = -1
        while len(self.no) > before:
            before = len(self.no)
            for when_no, no, _ in self.known.no_implications:
                if when_no <= self.no:
                    self.no.update(finding for finding in no if finding not in yes)
        follows = [finding for when_no, _, then in self.known.no_implications if when_no <= self.no for finding in then]
        new = [finding for finding in follows if finding not in yes and finding not in self.no]
        self.firm.update(new)
        return new

    def _clear(self, facts: Facts) -> list[str]:
        """What broad alarms mean whose narrow items were all denied."""
        new: list[str] = []
        for when, split in self.known.splits:
            then = [finding for finding in split.then if finding not in self.firm]
            if then and self._cleared(split) and when.holds(facts):
                self._comes_from(when, facts, then)
                self.firm.update(then)
                new += then
        return new

    def _open(self, said: Facts) -> list[Split]:
        """The broad alarms still to be split; their unanswered narrow items become provisional.

        A yes to one narrow item does not stand for a no to the others; only where the broad alarm merely follows
        from it is there nothing left to split.
        """
        opened = []
        for when, split in self.known.splits:
            narrow = self.firm.intersection(split.until_answered)
            # Most alarms were not raised at all, so that is looked at first.
            if not when.holds(self._without(narrow) if narrow else said):
                continue
            assumed = [f for f in split.until_answered if f not in self.firm and f not in self.no]
            if assumed and not self._cleared(split):
                self._comes_from(when, said, assumed)
                self.provisional.update(dict.fromkeys(assumed))
                opened.append(split)
        return opened

    def _without(self, narrow: set[str]) -> Facts:
        """The firm facts but for some findings and what follows from them alone."""
        roots = set(answers_behind(narrow, self.origins))
        firm = {f for f in self.firm if f not in narrow and not roots.issuperset(self.origins.get(f, (f,)))}
        return Facts(firm, firm, self.no, self.numbers)

    def _cleared(self, split: Split) -> bool:
        return any(self.no.issuperset(cleared) for cleared in split.cleared_by)

    def _comes_from(self, when: Compiled, facts: Facts, findings: Iterable[str]) -> None:
        behind = self._behind(when, facts)
        for finding in findings:
            self.origins.setdefault(finding, behind)

    def _behind(self, when: Compiled, facts: Facts) -> tuple[str, ...]:
        return answers_behind(when.witnesses(facts), self.origins)
