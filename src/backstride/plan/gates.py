"""The gates before any plan (G1 to G4, X1, X2): what stops it, and what they leave of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .facts import Facts
    from .rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gates decided.

    Parameters
    ----------
    stopped
        The one sentence shown instead of a plan; None where one may be made.
    fired
        Ids of the rules that stopped or narrowed the plan.
    bone, pars
        True where a bone, or the pars, is in question (or a rule suspects a bone and a clinician has cleared it, so
        that running comes back by the bone's own steps).
    cleared
        True where a clinician cleared it for running.
    running, impact
        Whether running and exercises with impact are allowed at all.
    gentle_only
        Only what suits a sore spell.
    walks_only
        Only easy walks, until a clinician approved more.
    people
        Why a clinician comes first, in words.
    """

    stopped: str | None
    fired: tuple[str, ...] = ()
    bone: bool = False
    pars: bool = False
    cleared: bool = False
    running: bool = True
    impact: bool = True
    gentle_only: bool = False
    walks_only: bool = False
    people: tuple[str, ...] = ()


def gate(facts: Facts, rules: Rulebook, *, cleared: bool, approved: bool) -> Gate:
    """Decide whether there may be a plan, and what it may hold.

    Parameters
    ----------
    cleared
        A clinician cleared the bone for running.
    approved
        A clinician approved a plan for somebody who needs that (G4).
    """
    stopped = _safety_stop(facts, rules)
    if stopped is not None:
        return stopped
    referred = _refer(facts, rules)
    if referred is not None:
        return Gate(referred, ("X1",))
    return _narrowed(facts, rules, cleared=cleared, approved=approved)


def _safety_stop(facts: Facts, rules: Rulebook) -> Gate | None:
    gates, limit = rules.plan.gates, rules.activities[facts.activity]
    if facts.urgency in gates.no_plan_at:
        return Gate(gates.no_plan_at[facts.urgency], ("G1",))
    for stop in gates.stops:
        lifted = stop.unless is not None and facts.settled(stop.unless) is True
        if facts.holds(stop.when) is True and not lifted:
            return Gate(stop.sentence, ("G3",))
    if facts.open_split:
        return Gate(gates.unfinished, ("G1",))
    return None if limit.plan else Gate(limit.sentence, ("X5",))


def _refer(facts: Facts, rules: Rulebook) -> str | None:
    group = rules.families.refer
    refer = frozenset((*group.conditions, *group.added))
    leading = next(iter(facts.probabilities), None)
    if leading in refer or facts.mass(refer) >= rules.number("X1", "refer_share"):
        return rules.plan.gates.refer_first.format(what=group.plain)
    return None


def _narrowed(facts: Facts, rules: Rulebook, *, cleared: bool, approved: bool) -> Gate:
    gates, limit = rules.plan.gates, rules.activities[facts.activity]
    bone, pars, suspected = _bones(facts, rules)
    known = {person.id: facts.holds(person.when) for person in gates.people}
    people = tuple(person.plain for person in gates.people if known[person.id] is True)
    # One thing not known can leave several of them open: the first says it.
    people += tuple(p.unknown for p in gates.people if known[p.id] is None and p.unknown)[:1]
    if pars:
        people = (*people, rules.families.families["pars"].plain.join(("your answers fit ", "")))
    unsafe_bone = (bone or suspected or pars) and not cleared
    gentle = facts.urgency in gates.gentle_only_at or not facts.safety_complete
    walks_only = bool(people) and not approved
    fired = [
        rule for rule, on in (("G2", unsafe_bone), ("G4", walks_only), ("X2", gentle), ("X5", not limit.runs)) if on
    ]
    return Gate(
        stopped=None,
        fired=tuple(fired),
        bone=bone or (suspected and cleared),
        pars=pars,
        cleared=cleared,
        running=limit.runs and not (unsafe_bone or walks_only or gentle),
        impact=limit.impact and not (bone or suspected or pars or walks_only or gentle),
        gentle_only=gentle or (unsafe_bone and not pars),
        walks_only=walks_only,
        people=people if walks_only else (),
    )


def _bones(facts: Facts, rules: Rulebook) -> tuple[bool, bool, bool]:
    """Bone stress probable; pars injury probable; a bone in question at all (by a fired rule, or probable)."""
    gates, families = rules.plan.gates, rules.families.family_to_condition
    share = rules.number("G2", "probability_share")
    bone_mass = facts.mass(frozenset(families["bone_stress"]))
    pars_mass = facts.mass(frozenset(families["pars"]))
    signs = any(facts.holds(sign) is True for sign in gates.bone_signs)
    by_rule = bool(facts.suspected & {*gates.bone_suspects, *gates.fracture_suspects})
    pars_by_rule = bool(facts.suspected & set(gates.pars_suspects))
    together = bone_mass + pars_mass >= share
    pars = pars_by_rule or pars_mass >= share or (together and pars_mass > bone_mass)
    bone = signs or bone_mass >= share or (together and bone_mass >= pars_mass)
    return bone, pars, by_rule or bone
