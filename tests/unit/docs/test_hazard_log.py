"""The hazard log: complete, every built control has living tests, and no safety test stands without a hazard."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import living_tests
import safety_log
from safety_log import NOT_BUILT, Hazard

ROOT = living_tests.ROOT
CONTROL = {"control": "rules first", "kind": "design", "tests": ["tests/unit/docs/test_hazard_log.py::test_x"]}
MISSING = {"control": NOT_BUILT, "kind": "design", "needs": "the store"}


@pytest.fixture(scope="module")
def log():
    return safety_log.hazard_log()


def hazard(**changes):
    entry = {
        "id": "H1", "hazard": "h", "cause": "c", "who": "w", "harm": "x", "severity": 5,
        "likelihood": {"before": 4, "after": 2}, "controls": [CONTROL], "residual": "r", "status": "controlled",
    }  # fmt: skip
    return Hazard.model_validate(entry | changes)


def test_the_hazards_of_the_acceptance_list_are_all_there_once(log):
    ids = [h.id for h in log.hazards]
    assert len(ids) == len(set(ids))
    assert {f"H{n}" for n in range(1, 28)} <= set(ids)


def test_every_test_that_the_logs_name_is_alive(log):
    named = safety_log.tests_by_hazard(log) | {held.id: held.tests for held in safety_log.never_events()}
    assert sum(len(tests) for tests in named.values()) > 100
    assert list(safety_log.dead_tests(named)) == []


def test_a_test_that_is_gone_is_told_with_its_hazard():
    (told,) = safety_log.dead_tests({"H1": ["tests/unit/docs/test_hazard_log.py::test_that_is_not_there"]})
    assert told.startswith("H1: ")


def test_every_file_of_safety_tests_is_named_by_a_hazard(log):
    named = {test.partition("::")[0] for tests in safety_log.tests_by_hazard(log).values() for test in tests}
    folders = ("tests/spec/triage", "tests/spec/safety", "tests/mutation")
    folders += ("tests/property/assess", "tests/property/plan", "tests/property/recording")
    files = {p.relative_to(ROOT).as_posix() for folder in folders for p in (ROOT / folder).glob("test_*.py")}
    # The ranking beside an independent implementation proves numbers, not a control.
    assert files - named == {"tests/property/assess/test_differential_oracle.py"}


def test_every_never_event_is_listed_once_in_the_order_of_the_base(source):
    assert [held.id for held in safety_log.never_events()] == [event.id for event in source.never_events]


def test_a_test_holds_every_never_event():
    assert [held.id for held in safety_log.never_events() if not held.tests] == []


def test_no_hazard_with_a_risk_of_3_is_accepted_without_a_signed_reason(log):
    for entry in log.hazards:
        assert log.needs_signature(entry) == (log.risk(entry, "after") >= 3 and entry.accepted is None)


@pytest.mark.parametrize(
    ("severity", "likelihood", "risk"),
    [(1, 1, 1), (5, 1, 3), (1, 5, 3), (5, 5, 5), (3, 3, 3), (4, 2, 3), (5, 2, 4)],
)
def test_the_risk_is_read_from_the_matrix_by_likelihood_and_severity(log, severity, likelihood, risk):
    entry = hazard(severity=severity, likelihood={"before": likelihood, "after": likelihood})
    assert log.risk(entry, "after") == risk


def test_risk_never_falls_as_severity_or_likelihood_rises(log):
    rows = log.matrix.rows
    assert all(list(row) == sorted(row) for row in rows)
    assert all(list(column) == sorted(column) for column in zip(*rows, strict=True))


@pytest.mark.parametrize(
    "wrong",
    [
        {"controls": [{**CONTROL, "tests": []}]},
        {"controls": [{**MISSING, "tests": CONTROL["tests"]}]},
        {"controls": [MISSING | {"needs": None}], "status": "open"},
        {"controls": [CONTROL, MISSING]},
        {"controls": [MISSING]},
        {"controls": [MISSING], "status": "open"},
        {"doubt": "an exception"},
        {"owner": "nobody"},
    ],
    ids=["built without a test", "not built with a test", "needs nothing", "part missing", "nothing built",
         "safer with nothing built", "in doubt", "unknown field"],
)  # fmt: skip
def test_a_hazard_that_claims_more_than_it_has_is_refused(wrong):
    assert hazard().status == "controlled"
    with pytest.raises(ValidationError):
        hazard(**wrong)
