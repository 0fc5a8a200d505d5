"""No page breaks a rule that axe can prove: WCAG 2.2 AA and its best practices, in the light and in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import PAGES, of

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def broken(page):
    """Each rule that a page breaks, with the elements that do."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_axe_finds_nothing(homes, visit, shown, scheme):
    page = visit(homes.shared(shown.home), shown.path, scheme=scheme, signed_in=shown.signed_in)
    assert broken(page) == []


@pytest.mark.parametrize(
    ("mistake", "rule"),
    [
        ("document.querySelector('label').remove()", "label"),
        ("document.querySelector('main p').className = 'planted'", "color-contrast"),
        ("document.querySelector('h1').outerHTML = '<p>No heading</p>'", "page-has-heading-one"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('.brand').innerHTML = ''", "link-name"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_planted_mistake_is_found(homes, visit, mistake, rule, scheme):
    page = visit(homes.shared(of("settings-you").home), "/settings/you/", scheme=scheme)
    page.evaluate(f"() => {{ {mistake} }}")
    page.evaluate("document.querySelectorAll('.planted').forEach((one) => one.style.color = 'var(--paper)')")
    visit.expect("style-src")
    assert [line for line in broken(page) if line.startswith(f"{rule}:")]
