"""The closed form against weighing again with the number really moved in the files."""

import numpy as np
import pytest

from backstride.assess.answers import read_answers
from backstride.assess.said import said
from backstride.assess.weigh import weigh
from development_cases import AS_STATED, read_vignettes
from reviewed_numbers import evidence_with, read_reviewed, source_before
from sensitivity import many_moved, one_moved, sensitivity
from simulated import simulated


def expit_moved(p, shift):
    odds = p / (1 - p) * np.exp(shift)
    return odds / (1 + odds)


def posterior(case, evidence):
    return weigh(case, evidence, with_composites=False, draws=False).posterior[0]


def with_record(source, condition, finding, **change):
    entry = source.conditions[condition]
    records = [r.model_copy(update=change) if r.finding == finding else r for r in entry.records]
    changed = entry.model_copy(update={"records": records})
    return type(source)(**{**vars(source), "conditions": {**source.conditions, condition: changed}})


def again(case, evidence, source, condition, finding, shift, option=None):
    record = next(r for r in source.conditions[condition].records if r.finding == finding)
    if option is None:
        change = {"p": expit_moved(record.p, shift)}
    else:
        dist = {**record.dist, option: expit_moved(record.dist[option], shift)}
        change = {"dist": {name: p / sum(dist.values()) for name, p in dist.items()}}
    changed = evidence_with(evidence, with_record(source, condition, finding, **change))
    return np.abs(posterior(case, changed) - posterior(case, evidence)).sum() / 2


@pytest.fixture(scope="module")
def case(evidence):
    return said(read_answers(read_vignettes()[0].documents[AS_STATED], evidence), evidence, {})


@pytest.fixture(scope="module")
def found(case, evidence, source):
    return sensitivity([case], evidence, source)


def test_a_record_moved_by_hand():
    # 20 % with odds doubled is 0.4/1.2 = 1/3; with odds halved 0.1/0.9 = 1/9: changes 2/15 and 4/45, mean 1/9
    gain = np.log(np.array([[2.0], [0.5]]))
    assert one_moved(np.array([0.2]), gain) == pytest.approx([1 / 9])


def test_numbers_that_move_together_change_nothing_when_all_move_alike():
    assert many_moved(np.array([0.2, 0.3, 0.5]), np.full((2, 3), 0.7)) == pytest.approx(0.0)


def test_every_tenth_record_is_what_weighing_again_gives(case, found, evidence, source):
    assert (evidence.ranking.tables.logit_sd[0] > 0).all()
    sds = dict(zip(evidence.ranking.tables.findings, evidence.ranking.tables.logit_sd, strict=True))
    columns = {c: i for i, c in enumerate(evidence.ranking.tables.conditions)}
    yes_no = sorted(key for key in found.records if key[1] in sds)
    biggest = sorted(yes_no, key=found.records.get)[-25:]
    checked = {*yes_no[::60], *biggest}
    places = {f for _, f in checked if evidence.findings[f].dependence_group == "map"}
    assert any(evidence.findings[f].parent for f in places)
    for condition, finding in checked:
        sd = sds[finding][columns[condition]]
        both = [again(case, evidence, source, condition, finding, shift) for shift in (sd, -sd)]
        assert found.records[condition, finding] == pytest.approx(np.mean(both), abs=1e-9), (condition, finding)


def test_a_choice_counts_with_the_option_that_moves_most(case, found, evidence, source):
    key = ("nonspecific_lbp", "onset_mode")
    record = next(r for r in source.conditions[key[0]].records if r.finding == key[1])
    sd = evidence.ranking.tables.choice_logit_sd[key[1]][evidence.ranking.tables.conditions.index(key[0])]
    by_option = [
        np.mean([again(case, evidence, source, *key, shift, option) for shift in (sd, -sd)]) for option in record.dist
    ]
    assert found.records[key] == pytest.approx(max(by_option), abs=1e-9)


def test_a_prior_of_one_setting_is_what_weighing_again_gives(case, found, evidence, source):
    sd = evidence.ranking.settings["strength_of_numbers"]["prior_log_sd"]
    entry = source.conditions["nonspecific_lbp"]
    changes = []
    for shift in (sd, -sd):
        moved = entry.priors_by_setting.community_runner * np.exp(shift)
        priors = entry.priors_by_setting.model_copy(update={"community_runner": moved})
        changed = entry.model_copy(update={"priors_by_setting": priors})
        files = type(source)(**{**vars(source), "conditions": {**source.conditions, entry.id: changed}})
        change = posterior(case, evidence_with(evidence, files)) - posterior(case, evidence)
        changes.append(np.abs(change).sum() / 2)
    assert found.setting_weights["community_runner", entry.id] == pytest.approx(np.mean(changes), abs=1e-9)


def test_simulated_runners_repeat_and_follow_the_base(evidence):
    first, again_drawn = (list(simulated(evidence, 200)) for _ in range(2))
    assert first == again_drawn
    # The share of women among them is that of the base within four standard errors.
    tables = evidence.ranking.tables
    mixtures = [weights @ tables.priors for weights in tables.reason_weights.values()]
    mixed = np.mean([mixture / mixture.sum() for mixture in mixtures], axis=0)
    expected = mixed @ tables.p_yes[tables.findings.index("sex_female")]
    many = [runner["sex_female"] for runner in simulated(evidence, 1000)]
    assert np.mean(many) == pytest.approx(expected, abs=4 * np.sqrt(0.25 / 1000))


def test_a_narrower_answer_never_stands_without_its_broader_one(evidence):
    for runner in simulated(evidence, 100):
        for finding, value in runner.items():
            parent = evidence.findings[finding].parent if finding in evidence.findings else None
            if value is True and parent in runner:
                assert runner[parent] is True, (finding, parent)


def test_the_base_before_the_review_has_every_number_set_back(source):
    reviewed = read_reviewed()
    assert reviewed.records
    before = {(c.id, r.finding): r for c in source_before(source, reviewed).conditions.values() for r in c.records}
    now = {(c.id, r.finding): r for c in source.conditions.values() for r in c.records}
    set_back = {(entry["condition"], entry["finding"]): entry["was"] for entry in reviewed.records}
    for key, record in before.items():
        if key in set_back:
            was = set_back[key]
            assert (record.p, record.dist, record.basis) == (was.get("p"), was.get("dist"), was["basis"])
        else:
            assert record == now[key]
