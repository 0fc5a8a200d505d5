"""No page breaks a rule that axe can prove: WCAG 2.2 AA and its best practices, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import PAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def broken(page):
    """Each rule that a page breaks, with the elements that do."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_axe_finds_nothing(homes, visit, shown):
    page = visit(homes.shared(shown.home), shown.path, signed_in=shown.signed_in, reduced_motion="reduce")
    assert broken(page) == []
    page.emulate_media(color_scheme="dark")
    assert broken(page) == []


MISTAKES = {
    "label": "document.querySelector('label').remove()",
    "color-contrast": "document.querySelector('.foot p').style.color = 'var(--line)'",
    "page-has-heading-one": "document.querySelector('h1').outerHTML = '<p>No heading</p>'",
    "html-has-lang": "document.documentElement.lang = ''",
    "link-name": "document.querySelector('.brand').innerHTML = ''",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_planted_mistakes_are_found(homes, visit, scheme):
    page = visit(homes.shared("answered"), "/settings/you/", scheme=scheme)
    for mistake in MISTAKES.values():
        page.evaluate(mistake)
    assert {line.partition(":")[0] for line in broken(page)} >= set(MISTAKES)
