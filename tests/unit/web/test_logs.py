"""A line of the log says what and where, never what somebody typed."""

import json
import logging
import logging.config

import pytest
import structlog

from backstride.web.logs import logging_settings, place_of, set_up_structlog

STORY = "numb between the legs since Tuesday"


@pytest.fixture
def lines(capsys):
    """Set the log up as the server does, and give what it wrote."""
    before = logging.getLogger().handlers[:]

    def start(form):
        logging.config.dictConfig(logging_settings(form, "INFO"))
        set_up_structlog()
        return lambda: capsys.readouterr().err.splitlines()

    yield start
    logging.getLogger().handlers[:] = before


def fail(story):
    raise ValueError(f"cannot read {story}")


def test_an_exception_is_logged_with_type_and_place_but_no_values(lines):
    written = lines("json")
    try:
        fail(STORY)
    except ValueError:
        logging.getLogger("some.library").exception("failed")
    (line,) = written()
    said = json.loads(line)
    assert said["error"] == "ValueError"
    assert "test_logs.py" in said["place"]
    assert "fail" in said["place"]
    assert STORY not in line


def test_text_is_one_line_an_event(lines):
    written = lines("text")
    structlog.get_logger("backstride.test").info("import finished", runs=3)
    (line,) = written()
    assert 'event="import finished"' in line
    assert "runs=3" in line


def test_what_django_says_of_paths_is_left_out(lines):
    written = lines("text")
    logging.getLogger("django.request").warning("Not Found: /enter/%s/", STORY)
    logging.getLogger("django.security.csrf").warning("Forbidden: /x/%s/", STORY)
    assert written() == []


def test_a_place_is_given_from_the_inside_out():
    try:
        fail(STORY)
    except ValueError as error:
        place = place_of(error)
    assert place.split(" < ")[0].endswith("fail")
