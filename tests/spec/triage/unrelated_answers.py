"""What has nothing to do with a rule: every yes that leads to nothing the rule reads and the check-in lacks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from backstride.assess.derive import compile_derivations, derive
from backstride.assess.node import literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backstride.assess.facts import Facts
    from backstride.evidence import Evidence
    from backstride.evidence.model import Rule

SCREEN = "screen_complete"


class Unrelated:
    """Check-ins with everything unrelated answered yes."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.known = compile_derivations(evidence)

    @cached_property
    def leads_to(self) -> dict[str, set[str]]:
        """Yes/no finding -> what a yes to it alone brings with it."""
        alone = {f.id: derive({f.id: True}, self.known) for f in self.evidence.findings.values() if f.kind == "yes_no"}
        return {finding: {*facts.yes, *facts.numbers} for finding, facts in alone.items() if finding != SCREEN}

    def added(self, rule: Rule, row: Mapping[str, bool | float]) -> Iterator[tuple[dict[str, bool | float], Facts]]:
        """(check-in, its facts) with all unrelated yes; several where together they would lead to the rule."""
        read = {name.split("=")[0] for name, _ in literals(rule.when)}
        if SCREEN in read:
            read |= set(self.evidence.triage.ask_first)
        facts = derive(row, self.known)
        lacking = read - facts.yes - facts.numbers.keys()
        unrelated = [f for f, brings in self.leads_to.items() if f not in row and not brings & lacking]
        yield from self._groups(unrelated, row, lacking)

    def _groups(
        self, added: list[str], row: Mapping[str, bool | float], lacking: set[str]
    ) -> Iterator[tuple[dict[str, bool | float], Facts]]:
        check_in = {**dict.fromkeys(added, True), **row}
        facts = derive(check_in, self.known)
        brought = [f for f in lacking if f in facts.yes or f in facts.numbers]
        if not brought:
            if added:
                yield check_in, facts
        elif len(added) > 1:
            behind = {root for f in brought for root in facts.origins.get(f, (f,))}
            apart = [f for f in added if f not in behind], [f for f in added if f in behind]
            for part in apart if all(apart) else (added[: len(added) // 2], added[len(added) // 2 :]):
                yield from self._groups(part, row, lacking)
