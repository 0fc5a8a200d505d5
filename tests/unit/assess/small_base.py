"""An evidence base small enough to work out on paper: a few conditions and findings with round numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.evidence import model as m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WEIGHING = {
    "alpha": 0.9,
    "p_floor": 0.0005,
    "p_ceiling": 0.99,
    "child_ceiling": 0.97,
    "map_child_floor": 0.02,
    "map_parent_floor": 0.001,
    "map_unmarked_weight": 0.4,
    "map_unmarked_child_weight": 0.2,
    "map_leg_weight_with_radiation": 0.5,
    "map_leg_places": ["loc_thigh"],
    "map_radiation": ["rad_below_knee"],
    "map_male_only": ["loc_testis"],
    "read_as": {"kick_told": "kick"},
}
SETTINGS = {
    "weighing": WEIGHING,
    "strength_of_numbers": {
        "draws": 200,
        "prior_log_sd": 0.8,
        "model_log_sd": 0.0,
        "alpha_sd": 0.1,
        "shared_by_finding": 0.4,
        "shared_in_group": 0.4,
        "default_shared_by_finding": 0.7,
    },
    "unlisted": {"prior": 0.02, "usual_mean": 0.0, "usual_sd": 1.0, "strange_share": 0.5, "misfit_sd": 2.0},
    "groups": {"order_swaps_above": 0.1, "first_above": 0.05, "questions": 2},
    "must_rule_out": {"shown_above": 0.01, "raised_by_at_least": 2},
    "questions": {
        "urgency_weight_bits": dict(zip(m.URGENCIES, (0.15, 0.08, 0.03, 0.0, 0.0), strict=True)),
        "shown": 5,
        "stop_below_bits": 0.02,
        "at_most": 30,
        "stages": {"Where": ["body_map"], "How it feels": ["feel"]},
    },
    "showing": {"umbrella_names_member_above": 0.5, "reasons_lr_above": 1.1, "moved_by": 0.05},
}


def finding(name: str, **changes: Any) -> m.Finding:
    """A yes/no finding of the ranking; a place where its id says so."""
    place = name.startswith("loc_")
    entry = {
        "id": name,
        "kind": "yes_no",
        "group": "body_map" if place else "feel",
        "question": f"{name}?",
        "why": f"why {name}",
        "yes": f"{name}: yes",
        "no": f"{name}: no",
        "who": "ask",
        "stage": 2,
        "options": (),
        "option_words": (),
        "unit": None,
        "minimum": None,
        "maximum": None,
        "base": 0.1,
        "scope": ("any",),
        "parent": None,
        "conditional": False,
        "dependence_group": "map" if place else None,
        "gated": None,
        "in_ranking": True,
        "aliases": (),
    }
    return m.Finding(**{**entry, **changes})


def choice(name: str, options: Sequence[str], **changes: Any) -> m.Finding:
    """A choice finding of the ranking."""
    words = tuple(f"{option} in words" for option in options)
    return finding(name, kind="choice", options=tuple(options), option_words=words, **changes)


def condition(name: str, **changes: Any) -> m.Condition:
    """A ranked diagnosis."""
    entry = {
        "id": name,
        "name": f"{name} (clinical)",
        "plain_name": f"{name} (plain)",
        "what_it_is": "",
        "ranked": True,
        "role": "diagnosis",
        "aliases": (),
        "synonyms": (),
        "icd10": None,
        "regions": ("back",),
        "family": None,
        "umbrella": None,
        "urgency": "within_2_weeks_routine",
        "time_course": None,
        "to_confirm": "",
        "see": "your GP",
        "needs_place": (),
        "care_family": None,
        "rules": (),
    }
    return m.Condition(**{**entry, **changes})


def base(
    findings: Sequence[m.Finding],
    conditions: Sequence[m.Condition],
    p: Mapping[str, Sequence[Any]],
    *,
    priors: Mapping[str, Sequence[float]] | None = None,
    weights: Mapping[str, Sequence[float]] | None = None,
    **changes: Any,
) -> m.Evidence:
    """An evidence base.

    Parameters
    ----------
    p : finding -> P(yes | condition) for each condition; choice finding -> P(option | condition), a row for an option
    priors : setting -> prior for each condition
    weights : reason for checking -> weight for each setting
    changes : `modifiers`, `composites`, `vocabulary`, `must_rule_out`, `settings`, `umbrella_words`, `triage`,
        `logit_sd`
    """
    ids = tuple(c.id for c in conditions)
    yes_no = tuple(f.id for f in findings if f.kind == "yes_no" and f.in_ranking)
    choices = tuple(f.id for f in findings if f.kind == "choice" and f.in_ranking)
    priors = priors or {"anywhere": [1.0] * len(ids)}
    weights = weights or {"unknown": [1.0] * len(priors)}
    p_yes = np.array([p[f] for f in yes_no], dtype=float).reshape(len(yes_no), len(ids))
    tables = m.RankingTables(
        conditions=ids,
        findings=yes_no,
        p_yes=p_yes,
        logit_sd=np.full(p_yes.shape, changes.get("logit_sd", 0.8)),
        choice_p={f: np.array(p[f], dtype=float) for f in choices},
        choice_logit_sd={f: np.full(len(ids), changes.get("logit_sd", 0.8)) for f in choices},
        priors=np.array(list(priors.values()), dtype=float),
        settings=tuple(priors),
        reason_weights={reason: np.array(w, dtype=float) for reason, w in weights.items()},
        expert_share=np.full(len(ids), 0.5),
        recorded=np.ones(p_yes.shape, dtype=bool),
        choice_recorded={f: np.ones(len(ids), dtype=bool) for f in choices},
        judged_logit_sd=0.8,
        composite_logit_sd=np.full(len(changes.get("composites", ())), 0.7),
    )
    empty = m.Vocabulary((), (), (), (), (), {}, {}, (), ())
    return m.Evidence(
        version="small",
        findings={f.id: f for f in findings},
        conditions={c.id: c for c in conditions},
        references={},
        vocabulary=changes.get("vocabulary", empty),
        triage=changes.get("triage"),
        ranking=m.Ranking(
            tables=tables,
            modifiers=tuple(changes.get("modifiers", ())),
            composites=tuple(changes.get("composites", ())),
            umbrella_words=changes.get("umbrella_words", {}),
            settings=changes.get("settings", SETTINGS),
        ),
        must_rule_out=changes.get("must_rule_out", m.MustRuleOut({}, {}, {})),
        safety_nets={},
        sections={},
    )
