"""What a clinician has to sign, the most consequential first: worked out from the base, not written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.evidence.logic import clause, in_words
from review_group import WORD, Group, all_rules
from review_rules import activity, amended, caveats, chosen_rules, self_care, unasked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from backstride.evidence.source import Source
    from clinical_tables import Table
    from safety_log import HazardLog, HeldBy

RANGE_SETTINGS = (
    "strength_of_numbers",
    "weighing",
    "defaults",
    "unlisted",
    "must_rule_out",
    "showing",
    "reason_weights",
)
SERIOUS = ("emergency", "same_day")


def groups(source: Source, found: Iterable[Table], log: HazardLog, held: list[HeldBy]) -> list[Group]:
    """Every group, most consequential first.

    Parameters
    ----------
    found : the clinical tables of the tests; rows that end in self-care are read for what they left unasked
    log, held : the hazard log, and what holds each never-event
    """
    read_by_us = "Read by the authors, not by a clinician."
    return [
        chosen_rules(
            source,
            "emergency-weak",
            "Emergency rules that rest on judgement or on recalled publications",
            "A wrong one misses a danger or sends a healthy runner to hospital; nobody read their grounds.",
            lambda r: r.urgency == "emergency" and r.basis != "retrieved",
        ),
        chosen_rules(
            source,
            "same-day-weak",
            "Same-day rules that rest on judgement or on recalled publications",
            "As above, with a day in hand.",
            lambda r: r.urgency == "same_day" and r.basis != "retrieved",
        ),
        self_care(source),
        unasked(source, found),
        _hazards(log),
        _never_events(source, held),
        _first_questions(source),
        _splits(source),
        _guards(source),
        _safety_nets(source),
        _countries(source),
        amended(source),
        chosen_rules(
            source,
            "emergency-read",
            "Emergency rules whose grounds were read",
            read_by_us,
            lambda r: r.urgency == "emergency" and r.basis == "retrieved",
        ),
        chosen_rules(
            source,
            "same-day-read",
            "Same-day rules whose grounds were read",
            read_by_us,
            lambda r: r.urgency == "same_day" and r.basis == "retrieved",
        ),
        activity(source),
        caveats(source),
        _disagreements(source),
        _conditions(source),
        _range_model(source),
        chosen_rules(
            source,
            "within-days",
            "Rules for being seen within days",
            "The cost of a wrong one is days.",
            lambda r: r.urgency == "within_days",
        ),
        chosen_rules(
            source,
            "routine",
            "Rules for a routine appointment",
            "They hold single warning signs back from self-care.",
            lambda r: r.urgency == "within_2_weeks_routine",
        ),
    ]


def _hazards(log: HazardLog) -> Group:
    unsigned = sorted((h for h in log.hazards if log.needs_signature(h)), key=lambda h: -log.risk(h, "after"))
    rows = tuple(
        (h.id, h.hazard, str(log.risk(h, "after")), h.status, h.residual, h.doubt or "none noted") for h in unsigned
    )
    return Group(
        "hazards",
        "Hazards whose remaining risk is 3 or more",
        f"{log.matrix.source} {log.judgement} The log with its controls and tests: docs/safety/hazards.yaml.",
        ("hazard", "what", "risk now", "status", "what is left", "open doubt"),
        rows,
        log,
    )


def _never_events(source: Source, held: list[HeldBy]) -> Group:
    by_id = {h.id: h for h in held}
    entries = [(n, by_id[n.id]) for n in source.never_events]
    entries.sort(key=lambda pair: (bool(pair[1].tests), not pair[1].doubt))
    rows = tuple((n.id, n.never, h.by, h.doubt or "none noted") for n, h in entries)
    return Group(
        "never-events",
        "What the product must never do",
        "Those that nothing holds yet and those in doubt come first.",
        ("id", "never", "held by", "open doubt"),
        rows,
        [[n, h.by, h.doubt] for n, h in entries],
    )


def _first_questions(source: Source) -> Group:
    words = {f: source.finding_words[f] for f in source.semantics.ask_first}
    rows = tuple((f, w.question or source.findings[f].question, w.yes, w.no) for f, w in words.items())
    return Group(
        "first-questions",
        "Wording of the first safety questions",
        "Asked of everybody before anything else. A runner who misreads one answers no to an emergency.",
        ("finding", "question", "yes means", "no means"),
        rows,
        [words, source.semantics.counts_as_no],
    )


def _splits(source: Source) -> Group:
    rows = tuple(
        (s.id, s.question, in_words(clause(source, s.when)), s.most_urgent_reading.replace("_", " "))
        for s in source.vocabulary.splits
    )
    return Group(
        "splits",
        "Questions that split a broad alarm",
        "A no to one of these takes an alarm away.",
        ("split", "question", "asked when", "read until answered as"),
        rows,
        source.vocabulary.splits,
    )


def _guards(source: Source) -> Group:
    rows = tuple((", ".join(g.findings), g.lowers) for g in source.vocabulary.guards)
    return Group(
        "guards",
        "Answers that may lower a level",
        "The only answers whose presence lowers what a rule reached.",
        ("answers", "what they lower"),
        rows,
        source.vocabulary.guards,
    )


def _safety_nets(source: Source) -> Group:
    nets = list(source.safety_nets.values())
    rows = tuple((n.id, n.title, "; ".join(n.watch_for), n.act) for n in nets)
    return Group(
        "safety-nets",
        "Safety nets",
        "What a runner is told to watch for, and what to do then.",
        ("net", "for", "watch for", "what to do"),
        rows,
        [nets, source.safety_net_format],
    )


def _countries(source: Source) -> Group:
    packs = source.levels.country_packs
    rows = tuple(
        (", ".join([code, *p.also]), p.number, p.department, p.same_day, p.crisis or "none known", WORD[p.basis])
        for code, p in packs.items()
    )
    return Group(
        "countries",
        "Emergency numbers and services by country",
        "Recalled, none looked up. Somebody in each country has to check its line before a release there.",
        ("country", "emergency", "department", "same day", "crisis line", "on whose word"),
        rows,
        packs,
    )


def _disagreements(source: Source) -> Group:
    rows = [(d.id, d.topic, d.positions, d.choice) for d in source.disagreements]
    rows += [(c.id, "between the vocabularies of this base", c.issue, c.resolution) for c in source.semantics.conflicts]
    return Group(
        "disagreements",
        "Where guidelines or vocabularies disagree, and what was chosen",
        "Each choice is the authors'.",
        ("id", "topic", "positions", "choice"),
        tuple(rows),
        [source.disagreements, source.semantics.conflicts],
    )


def _conditions(source: Source) -> Group:
    rules: dict[str, list[str]] = {}
    for rule in all_rules(source):
        for condition in rule.conditions:
            rules.setdefault(condition, []).append(rule.id)
    serious = [c for c in source.conditions.values() if c.urgency in SERIOUS]
    share = {c.id: sum(r.basis == "expert" for r in c.records) / len(c.records) for c in serious}
    serious.sort(key=lambda c: (-share[c.id], SERIOUS.index(c.urgency), c.id))
    rows = tuple(
        (c.name, c.urgency.replace("_", " "), f"{100 * share[c.id]:.0f} % of {len(c.records)}",
         ", ".join(rules.get(c.id, [])) or "**no rule**", c.to_confirm)
        for c in serious
    )  # fmt: skip
    return Group(
        "conditions",
        "Serious conditions, by how much of their records is judgement",
        "The ranking never lowers a level, so these numbers decide what is named and asked next, not how soon.",
        ("condition", "default urgency", "records on judgement alone", "rules that suspect it", "confirmed by"),
        rows,
        serious,
    )


def _range_model(source: Source) -> Group:
    parts = {
        name: getattr(source.ranking, name)
        for name in (
            "strength_of_numbers",
            "weighing",
            "defaults",
            "unlisted",
            "must_rule_out",
            "showing",
            "reason_weights",
        )
    }
    rows = tuple(
        (name.replace("_", " "), _numbers(part), part.why or "no reason written", WORD[part.basis])
        for name, part in parts.items()
    )
    return Group(
        "range-model",
        "How sure the ranges say we are",
        "The width of every range, and what is shown, follow from these settings.",
        ("setting", "values", "why", "on whose word"),
        rows,
        parts,
    )


def _numbers(part: BaseModel) -> str:
    extra = part.model_extra or {}
    return "; ".join(f"{key.replace('_', ' ')} {value}" for key, value in extra.items())
