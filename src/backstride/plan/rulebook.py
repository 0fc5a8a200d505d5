"""The care sections of the evidence as typed records, looked up by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from backstride.evidence.schema.care import FamiliesFile, PainRuleFile, ReturnToRunFile
from backstride.evidence.schema.exercises import ExercisesFile
from backstride.evidence.schema.plan_rules import PlanRulesFile

from .result import PlanError, RuleNote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.schema.care import ReturnTable
    from backstride.evidence.schema.exercises import Exercise
    from backstride.evidence.schema.plan_rules import ActivityRow, PhaseCell, PlanRule


@dataclass(frozen=True, repr=False)
class Rulebook:
    """Everything the planner knows. Numbers are read with `number`, never written down in code."""

    plan: PlanRulesFile
    families: FamiliesFile
    tables: Mapping[str, ReturnTable]
    common: Mapping[str, float]
    pain: PainRuleFile
    library: ExercisesFile
    exercises: Mapping[str, Exercise]
    rules: Mapping[str, PlanRule]
    activities: Mapping[str, ActivityRow]
    cells: Mapping[tuple[str, str], PhaseCell]

    @classmethod
    def of(cls, sections: Mapping[str, Any]) -> Rulebook:
        """Read the sections `plan_rules`, `families`, `return_to_run`, `pain_rule` and `exercises`.

        Raises
        ------
        PlanError
            If a section is missing or does not fit its schema.
        """
        try:
            plan = PlanRulesFile.model_validate(sections["plan_rules"])
            runs = ReturnToRunFile.model_validate(sections["return_to_run"])
            library = ExercisesFile.model_validate(sections["exercises"])
            families = FamiliesFile.model_validate(sections["families"])
            pain = PainRuleFile.model_validate(sections["pain_rule"])
        except KeyError as error:
            raise PlanError(f"The evidence has no section {error}; build the evidence again.") from None
        except ValidationError as error:
            first = error.errors()[0]
            where = " > ".join(str(part) for part in first["loc"])
            raise PlanError(f"The care evidence does not fit its schema: {where}: {first['msg']}.") from None
        return cls(
            plan=plan,
            families=families,
            tables={t.id: t for t in runs.tables},
            common={name: q.value for name, q in runs.common.numbers.items()},
            pain=pain,
            library=library,
            exercises={e.id: e for e in library.exercises},
            rules={r.id: r for r in plan.rules},
            activities={a.id: a for a in plan.activities},
            cells={(c.family, c.phase): c for c in plan.phase_table},
        )

    def number(self, rule: str, name: str) -> float:
        """A number of a rule, in the unit its record gives."""
        return self.rules[rule].numbers[name].value

    def whole(self, rule: str, name: str) -> int:
        """A number of a rule that counts something."""
        return round(self.number(rule, name))

    def note(self, rule: str) -> RuleNote:
        """A rule as it is shown to the runner."""
        record = self.rules[rule]
        return RuleNote(record.id, record.hard, record.plain, tuple(record.sources))
