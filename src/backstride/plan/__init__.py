"""What to do in the runner's week: a gate first, then the right family and phase, and a week that keeps every rule."""

from .build import build, explain
from .grouped import grouped
from .log import Logged, check_entry, known_checks
from .result import Limits, Plan, PlanError, RuleNote, Session, Window
from .rulebook import Rulebook
from .violations import violations

__all__ = [
    "Limits",
    "Logged",
    "Plan",
    "PlanError",
    "RuleNote",
    "Rulebook",
    "Session",
    "Window",
    "build",
    "check_entry",
    "explain",
    "grouped",
    "known_checks",
    "violations",
]
