"""The promises about data: each figure has a living test, and the page says what the log says."""

import trust_page


def test_every_figure_has_a_test_that_lives():
    assert trust_page.problems(trust_page.read()) == []


def test_the_page_is_the_one_the_log_gives():
    assert trust_page.PAGE.read_text(encoding="utf-8") == trust_page.page(trust_page.read())


def test_a_figure_without_a_test_and_a_test_that_is_gone_are_seen():
    rows = [
        trust_page.Row(id="D1", promise="p", wanted="w", in_tests="0 of 20"),
        trust_page.Row(id="D1", promise="p", wanted="w", tests=["tests/unit/gone.py::test_gone"]),
    ]
    found = trust_page.problems(trust_page.Log(measured="today", rows=rows))
    assert [problem.split(":")[0] for problem in found] == [
        "D1 stands twice",
        "D1 gives a figure and names no test",
        "D1",
    ]


def test_what_nobody_measured_says_so():
    log = trust_page.Log(measured="today", rows=[trust_page.Row(id="S1", promise="p", wanted="w")])
    assert "| S1 | p | w | not measured | not measured |" in trust_page.page(log)
