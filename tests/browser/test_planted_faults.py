"""The checks of every page see what they are there to see: pages with one mistake each, planted here, are found."""

import pytest
from page_faults import broken_rules, keyboard_faults, moving, over_the_edge
from test_every_page import KB, SCRIPTS
from wire import loaded

MISTAKES = {
    "label": "document.querySelector('label').remove()",
    "color-contrast": "document.querySelector('.foot p').style.color = 'var(--line)'",
    "page-has-heading-one": "document.querySelector('h1').outerHTML = '<p>No heading</p>'",
    "html-has-lang": "document.documentElement.lang = ''",
    "link-name": "document.querySelector('.brand').innerHTML = ''",
}


def test_planted_breaches_of_rules_are_found(homes, visit):
    page = visit(homes.shared("answered"), "/settings/you/")
    for mistake in MISTAKES.values():
        page.evaluate(mistake)
    found = {line.partition(" ")[2].partition(":")[0] for line in broken_rules(page) if line.startswith("light")}
    assert found >= set(MISTAKES)


def test_a_planted_contrast_that_only_the_dark_breaks_is_found(homes, visit):
    page = visit(homes.shared("answered"), "/settings/you/")
    page.evaluate("document.querySelector('.foot p').style.color = '#55615E'")
    assert {line.partition(": <")[0] for line in broken_rules(page)} == {"dark: color-contrast"}


def planted(visit, home, mistake, **context):
    page = visit(home, "/settings/you/", **context)
    page.evaluate(mistake)
    return page


def test_a_planted_sideways_scroll_is_found(homes, visit):
    mistake = "document.querySelector('h1').innerHTML = '<table><tr><td>' + 'x '.repeat(80).replaceAll(' ', '&nbsp;')"
    page = planted(visit, homes.shared("answered"), mistake, device="narrow")
    assert over_the_edge(page)


@pytest.mark.parametrize(
    ("mistake", "found"),
    [
        ("document.querySelector('main input:not([type=hidden])').tabIndex = -1", "not reached: <input"),
        ("document.querySelector('main input:not([type=hidden])').style.outline = 'none'", "no ring: <input"),
        (
            "Object.assign(document.querySelector('.bar').style, {position: 'fixed', inset: '0', zIndex: 9})",
            "hidden behind something: <input",
        ),
    ],
)
def test_a_planted_fault_of_the_keyboard_is_found(homes, visit, mistake, found):
    page = planted(visit, homes.shared("answered"), mistake)
    assert [line for line in keyboard_faults(page) if line.startswith(found)]


def test_a_planted_motion_is_found(homes, visit):
    mistake = "document.querySelector('h1').animate([{opacity: 0}, {opacity: 1}], {duration: 60000})"
    page = planted(visit, homes.shared("answered"), mistake, reduced_motion="reduce")
    assert moving(page)


def test_a_planted_weight_is_counted(homes, visit):
    page = visit(homes.shared("answered"), "about:blank")
    weight = "x" * 60 * KB
    page.route("**/heavy.js", lambda r: r.fulfill(content_type="text/javascript", body=f"/*{weight}*/"))
    head = "<title>Heavy</title><script src=/heavy.js></script>"
    page.route("**/heavy/", lambda r: r.fulfill(content_type="text/html", body=head))
    assert loaded(page, "/heavy/").content("Script") > SCRIPTS
