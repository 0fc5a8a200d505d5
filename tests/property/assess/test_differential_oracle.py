"""The ranking against an independent implementation of the dossier, which lives beside the dossiers."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pytest
import yaml

import dossier_additions as added
from backstride.assess.weigh import weigh

VIGNETTES = Path(__file__).parents[2] / "data/vignettes/dev.yaml"
REVIEWED = Path(__file__).parents[2] / "data/evidence/reviewed_numbers.yaml"
REASONS = ("unknown", "routine_checkin", "new_ordinary_ache", "lasting_or_returning", "frightened_or_severe")


@pytest.fixture(scope="module")
def oracle(shared, source):
    """Reason for checking -> the independent model: the dossier's numbers, those of the review, and what was added.

    The reviewed numbers are taken from the list of the review, not from the base: the dossier test holds that list
    against both, and here the way of computing is compared.
    """
    path = shared / "tools/differential_oracle.py"
    spec = importlib.util.spec_from_file_location("differential_oracle", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    models = {"unknown": module.Model(f"{shared / 'evidence'}/", True)}
    weights = yaml.safe_load(_settings_weights(shared))["unknown"]
    _review(models["unknown"])
    _add(models["unknown"], source, weights)
    for reason in REASONS[1:]:
        model = models[reason] = object.__new__(module.Model)
        model.__dict__.update(models["unknown"].__dict__)
        weights = yaml.safe_load(_settings_weights(shared))[reason]
        model.prior = {c["id"]: sum(weights[k] * c["priors_by_setting"][k] for k in weights) for c in model.D}
    return models


def _review(model):
    """Set the reviewed numbers in place of the dossier's."""
    reviewed = yaml.safe_load(REVIEWED.read_text(encoding="utf-8"))
    for entry in reviewed["records"]:
        record = model.R[entry["condition"], entry["finding"]]
        record.update({kind: entry["now"][kind] for kind in ("p", "dist") if kind in entry["now"]})
    priors = {entry["condition"]: entry["now"] for entry in reviewed["priors"]}
    for condition in model.D:
        condition["priors_by_setting"].update(priors.get(condition["id"], {}))


def _add(model, source, weights):
    """Give the model what entered the base since the dossiers, in their form; `weights` mixes the settings."""
    for fid in added.FINDINGS:
        entry = source.findings[fid]
        model.F[fid] = {
            **entry.model_dump(include={"id", "group", "base", "scope", "parent", "dependence_group"}),
            "type": entry.kind,
            "p_is": "conditional_on_parent" if entry.conditional else "unconditional",
        }
        if entry.dependence_group == "map":
            model.kids[entry.parent].append(fid)
    for cid in added.CONDITIONS:
        entry = source.conditions[cid]
        model.D.append(entry.model_dump(include={"id", "regions", "needs_place", "priors_by_setting"}))
        model.R.update({(cid, r.finding): r.model_dump(exclude_none=True) for r in entry.records})
    for cid, findings in added.RECORDS.items():
        records = {r.finding: r for r in source.conditions[cid].records}
        model.R.update({(cid, f): records[f].model_dump(exclude_none=True) for f in findings})
    model.prior = {c["id"]: sum(weights[k] * c["priors_by_setting"][k] for k in weights) for c in model.D}


def _settings_weights(shared):
    """The block of setting weights of the dossier, without reading the whole file."""
    lines = (shared / "evidence/conditions.yaml").read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("settings_weights:"))
    end = next(i for i in range(start + 1, len(lines)) if lines[i] and not lines[i].startswith((" ", "#")))
    return "\n".join(line[2:] for line in lines[start + 1 : end])


def compare(said, evidence, oracle, reason="unknown"):
    """Largest difference of a probability. Composites are off: the independent model has none."""
    ours = weigh({**said, "check_reason": reason}, evidence, with_composites=False, draws=False)
    theirs = oracle[reason].post(said)
    conditions = evidence.ranking.tables.conditions
    assert set(conditions) == set(theirs)
    return max(abs(p - theirs[c]) for c, p in zip(conditions, ours.posterior[0], strict=True))


def random_answers(rng, evidence):
    """A handful to a hundred answers, places and choices among them.

    A larger place whose finer ones are all denied is denied too, as anybody would say it; the independent model works
    that out in the order of the file, for one level at a time; places lie at most three deep.
    """
    tables = evidence.ranking.tables
    asked = rng.sample(tables.findings, rng.choice((1, 3, 10, 30, 60, 100)))
    share_yes = rng.choice((0.1, 0.3, 0.6))
    said = {f: rng.random() < share_yes for f in asked}
    for finding in tables.choice_p:
        if rng.random() < 0.5:
            said[finding] = rng.choice(evidence.findings[finding].options)
    finer = {}
    for finding in tables.findings:
        entry = evidence.findings[finding]
        if entry.dependence_group == "map" and entry.parent:
            finer.setdefault(entry.parent, []).append(finding)
    for _ in range(3):
        for place, children in finer.items():
            if all(said.get(child) is False for child in children):
                said.setdefault(place, False)
    return said


def test_random_answers_rank_as_in_the_independent_implementation(evidence, oracle):
    rng = random.Random(1)  # noqa: S311 - answers, not secrets
    for _ in range(120):
        said = random_answers(rng, evidence)
        assert compare(said, evidence, oracle) < 1e-6, said


@pytest.mark.slow
def test_thousands_of_random_answers_rank_as_in_the_independent_implementation(evidence, oracle):
    rng = random.Random(2)  # noqa: S311 - answers, not secrets
    for _ in range(3000):
        said, reason = random_answers(rng, evidence), rng.choice(REASONS)
        assert compare(said, evidence, oracle, reason) < 1e-6, (reason, said)


@pytest.mark.parametrize("coding", ["coded", "coded_screened"])
def test_the_development_vignettes_rank_as_in_the_independent_implementation(evidence, oracle, coding):
    vignettes = yaml.safe_load(VIGNETTES.read_text(encoding="utf-8"))["vignettes"]
    assert len(vignettes) == 25
    for vignette in vignettes:
        answers = dict(vignette["coded"]["answers"])
        if coding == "coded_screened":
            answers.update(vignette[coding])
        said = {}
        for name, value in answers.items():
            finding = evidence.finding_id(name)
            said[finding] = value if value is True else said.get(finding, value)
        carried = evidence.ranking.settings["weighing"]["read_as"]
        for finding, broader in carried.items():
            if finding in said:
                said[broader] = said.pop(finding) or said.get(broader, False)
        assert compare(said, evidence, oracle) < 1e-6, vignette["id"]
