"""What holds for every page: rules of axe, small, 320 px, 200 % zoom, keyboard alone, reduced motion, no script."""

import pytest
from page_faults import broken_rules, keyboard_faults, moving, over_the_edge
from pages import PAGES
from wire import loaded

KB = 1024
FIRST, LATER = 100 * KB, 40 * KB
"""All that comes, heads included, for the first page and for a later one."""
WITHOUT_FONTS, FONTS, SCRIPTS = 40 * KB, 36 * KB, 28 * KB
"""Compressed content."""
DANGER = "a.danger-link"


def too_large(cold, warm):
    """What of a page is over its budget, counted from a cold and from a warm cache."""
    assert cold.content("Document") > 500, "the page itself was not counted"
    assert cold.content("Stylesheet") > 500, "the styles were not counted"
    assert cold.content("Font") > 0, "the fonts were not counted"
    sizes = {
        "first": (cold.everything(), FIRST),
        "without fonts": (cold.content(without=("Font",)), WITHOUT_FONTS),
        "fonts": (cold.content("Font"), FONTS),
        "scripts": (cold.content("Script"), SCRIPTS),
        "later": (warm.everything(), LATER),
        "fonts again": (warm.content("Font"), 0),
    }
    return [f"{name}: {bytes_} of {most} bytes" for name, (bytes_, most) in sizes.items() if bytes_ > most]


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_nothing_is_wrong_with_it(homes, visit, shown):
    home = homes.shared(shown.home)
    page = visit(home, "about:blank", signed_in=shown.signed_in, reduced_motion="reduce")
    cold, warm = loaded(page, home.at(shown.path)), loaded(page, home.at(shown.path))
    faults = too_large(cold, warm)
    if shown.press:
        page.locator(shown.press).tap()
        page.locator(shown.then).wait_for()
    faults += moving(page) + broken_rules(page) + over_the_edge(page) + keyboard_faults(page)
    assert faults == []


def test_every_page_is_whole_without_script(homes, visit):
    windows, faults = {}, []
    for shown in PAGES:
        home, key = homes.shared(shown.home), (shown.home, shown.signed_in)
        if key not in windows:
            page = visit(home, "/danger/", signed_in=shown.signed_in, script=False)
            windows[key] = page, page.locator(DANGER).bounding_box()
        faults += [f"{shown}: {fault}" for fault in missing(home, shown, *windows[key])]
    assert faults == []


def missing(home, shown, page, usual):
    """What a page without script lacks."""
    answer = page.goto(home.at(shown.path))
    if shown.press:
        page.locator(shown.press).tap()
        page.locator(shown.then).wait_for()
    size = {name: len(page.locator(name).inner_text()) for name in ("h1", "main")}
    holds = {
        f"status {shown.status}": answer.status == shown.status,
        "the address": (page.url == home.url + home.at(shown.path)) is not shown.moves_on,
        "one heading and one main part": page.locator("h1").count() == page.locator("main").count() == 1,
        "words": size["h1"] > 2 and size["main"] > 40,
        "a title": len(page.title().removesuffix(" · Backstride")) > 2,
        "the way to help where it always is": not shown.danger_link or _near(page, usual),
    }
    return [what for what, is_so in holds.items() if not is_so]


def _near(page, usual):
    box = page.locator(DANGER).bounding_box()
    return abs(box["x"] - usual["x"]) < 1 and abs(box["y"] - usual["y"]) < 1
