"""The schema refuses what the base must not hold."""

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from backstride import evidence as evidence_room
from backstride.evidence.schema.common import Node, findings_of
from backstride.evidence.schema.conditions import Record
from backstride.evidence.schema.files import FILES, json_schemas

NODE = TypeAdapter(Node)


@pytest.mark.parametrize("p", [0.0, 1.0, 1.2, -0.1])
def test_a_probability_of_none_or_all_is_refused(p):
    with pytest.raises(ValidationError):
        Record(finding="fever", p=p, basis="expert")


def test_a_published_number_without_a_source_is_refused():
    with pytest.raises(ValidationError, match="needs a source"):
        Record(finding="fever", p=0.3, basis="retrieved")


def test_a_judged_number_needs_no_source_because_it_is_shown_as_judgement():
    assert Record(finding="fever", p=0.3, basis="expert").sources == []


def test_a_record_holds_one_number_and_not_two():
    with pytest.raises(ValidationError, match="either p or dist"):
        Record(finding="fever", p=0.3, dist={"a": 0.5, "b": 0.5}, basis="expert")


def test_a_field_that_the_schema_does_not_know_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        Record(finding="fever", p=0.3, basis="expert", likelyhood=2)


@pytest.mark.parametrize(
    "node",
    [
        {"some": ["a", "b"]},
        {"all": ["a"]},
        {"at_least": {"n": 3, "of": ["a", "b"]}},
        {"cmp": ["age_years", "=>", 3]},
        {"cmp": ["age_years", ">", "old"]},
        {"any": ["a", {"not": {"xor": ["b", "c"]}}]},
        "",
        7,
    ],
)
def test_a_condition_over_findings_that_cannot_be_read_is_refused(node):
    with pytest.raises(ValidationError):
        NODE.validate_python(node)


def test_the_findings_of_a_node_are_all_it_names():
    node = {
        "all": ["a", {"not": {"any": ["b", "c=often"]}}, {"cmp": ["d", "<", 5]}, {"at_least": {"n": 1, "of": ["e"]}}]
    }
    assert findings_of(NODE.validate_python(node)) == {"a", "b", "c", "d", "e"}


@pytest.mark.parametrize("pattern", sorted(FILES))
def test_each_file_follows_its_json_schema_by_an_independent_validator(pattern):
    folder = evidence_room.packaged_sources()
    validator = jsonschema.Draft202012Validator(json_schemas()[pattern])
    files = [path for path in sorted(folder.glob(pattern)) if pattern != "conditions/*.yaml" or path.stem != "screened"]
    assert files
    for path in files[:20]:
        problems = list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8"))))
        assert not problems, f"{path.name}: {problems[0].message}"
