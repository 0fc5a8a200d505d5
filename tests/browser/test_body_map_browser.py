"""The body map in a real browser: taps, keys and the list keep the same, and nothing that was marked is lost."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from body_map_keys import STEPS, walk_to, ways_from

OPEN_A_CHECK = """async () => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
  const headers = {'X-CSRFToken': token, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID()};
  return (await fetch('/api/v1/checks', {method: 'POST', headers, body: '{}'})).json();
}"""
MARKED = {"low_back_left": "some", "buttock_left": "strong", "groin_right": "some", "saddle": "some"}
EXPECTED = {
    "regions": ["low_back_left", "buttock_left", "saddle", "groin_right"],
    "regions_strong": ["buttock_left"],
}
VIEWS = {"low_back_left": "back", "buttock_left": "back", "groin_right": "front", "saddle": "front"}
TAPS = {"some": 1, "strong": 2}


@pytest.fixture
def home(homes):
    """A home whose checks these tests open, each its own."""
    return homes.shared("empty")


@pytest.fixture
def new_check(home, visit):
    """Open a check and give the address of its body map."""

    def make():
        page = visit(home, "/settings/you/", device="desktop")
        return f"/answer/{page.evaluate(OPEN_A_CHECK)['id']}/where/"

    return make


def said(page, address):
    """The answers of a check, as the API gives them."""
    reply = page.request.get(address.replace("/answer/", "/api/v1/checks/").replace("/where/", ""))
    return json.loads(reply.text())["document"]["answers"]


def saved(page):
    page.locator("[data-kept]", has_text="Saved").wait_for()


def place(page, region, view=None):
    return page.locator(f"#{view or VIEWS[region]}-{region}")


def go_on(page):
    """Press Continue and wait for the next page, whichever it is."""
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()


def by_touch(page):
    for region, strength in MARKED.items():
        page.locator(f"#tab-{VIEWS[region]}").tap()
        for _ in range(TAPS[strength]):
            place(page, region).tap()


def by_keys(page):
    for region, strength in MARKED.items():
        tab = page.locator(f"#tab-{VIEWS[region]}")
        page.locator("[role=tab][aria-selected=true]").focus()
        while tab.get_attribute("aria-selected") != "true":
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        walk_to(page, place(page, region))
        for _ in range(TAPS[strength]):
            page.keyboard.press(" ")


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def by_list(page):
    for region, strength in MARKED.items():
        row = page.locator(f"input[name={region}][value={strength}]")
        group = page.locator("details", has=row)
        if not row.is_visible():
            group.locator("summary").click()
        row.check()


WAYS = {
    "touch": ({"device": "phone"}, "?as=map", by_touch),
    "keys": ({"device": "desktop"}, "?as=map", by_keys),
    "list": ({"device": "phone"}, "?as=list", by_list),
    "no script": ({"device": "phone", "script": False}, "?as=map", by_list),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_marking_keeps_the_same(way, home, visit, new_check):
    options, shown_as, mark = WAYS[way]
    address = new_check()
    # What comes after the body map is not of this test.
    visit.expect("404")
    page = visit(home, address + shown_as, **options)
    mark(page)
    go_on(page)
    assert said(page, address) == EXPECTED


def test_a_tap_is_named_kept_and_taken_back(home, visit, new_check):
    address = new_check()
    page = visit(home, address + "?as=map")
    target = place(page, "buttock_left")
    target.tap()
    target.tap()
    chip = page.get_by_role("button", name="Left buttock · strong, remove")
    assert chip.is_visible()
    assert page.locator("[data-said]").inner_text() == "Left buttock: strong"
    assert target.get_attribute("aria-label") == "Left buttock: strong"
    assert target.get_attribute("aria-checked") == "true"
    saved(page)
    page.reload()
    assert page.get_by_role("checkbox", name="Left buttock: strong", exact=True).get_attribute("aria-checked") == "true"
    chip.tap()
    saved(page)
    assert said(page, address) == {}


def test_a_place_is_one_in_every_view_that_draws_it(home, visit, new_check):
    page = visit(home, new_check() + "?as=map")
    place(page, "buttock_left").tap()
    page.locator("#tab-left").tap()
    assert place(page, "buttock_left", "left").get_attribute("aria-checked") == "true"


def test_left_is_on_the_left_from_behind_and_on_the_right_from_the_front(home, visit, new_check):
    page = visit(home, new_check() + "?as=map")
    for view, sides, region in (
        ("back", ["Your left", "Your right"], "buttock"),
        ("front", ["Your right", "Your left"], "groin"),
    ):
        page.locator(f"#tab-{view}").tap()
        assert page.locator(f"#view-{view} .bm-edges span").all_inner_texts() == sides
        left, right = (middle(place(page, f"{region}_{side}", view))[0] for side in ("left", "right"))
        assert (left < right) is (view == "back")


def test_a_view_is_one_stop_and_arrows_go_to_the_nearest_place(home, visit, new_check):
    page = visit(home, new_check() + "?as=map", device="desktop")
    for view in ("back", "front", "left", "right"):
        page.locator(f"#tab-{view}").click()
        assert page.locator(f"#view-{view} .bm-place[tabindex='0']").count() == 1
        start = page.locator(f"#view-{view} .bm-place[tabindex='0']").get_attribute("id")
        steps = page.locator(f"#view-{view}").evaluate(STEPS)
        assert set(ways_from(start, steps)) == set(steps), view
    page.locator("#tab-back").click()
    page.locator("#tab-back").focus()
    page.keyboard.press("Tab")
    walk_to(page, place(page, "low_back_left"))
    for key, expected in (
        ("ArrowRight", "low_back_middle"),
        ("ArrowRight", "low_back_right"),
        ("ArrowDown", "dimple_right"),
        ("ArrowDown", "buttock_right"),
        ("ArrowLeft", "tailbone"),
        ("ArrowLeft", "buttock_left"),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == f"back-{expected}"
    ring = page.locator("#view-back .bm-ring")
    assert ring.get_attribute("d") == page.locator(":focus").get_attribute("d")
    assert ring.evaluate("ring => getComputedStyle(ring).strokeWidth") == "3px"
    page.keyboard.press(" ")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "back-buttock_left"


def test_a_lost_connection_is_said_once_and_loses_nothing(home, visit, new_check):
    visit.expect("ERR_INTERNET_DISCONNECTED")
    address = new_check()
    page = visit(home, address + "?as=map")
    page.context.set_offline(True)
    place(page, "buttock_left").tap()
    told = page.locator("[data-kept]")
    told.filter(has_text="We can’t save right now.").wait_for()
    place(page, "low_back_left").tap()
    page.get_by_role("button", name="Continue").tap()
    told.filter(has_text="Your marks are still on this page. Try again.").wait_for()
    assert page.locator(".bm-place.some").count() > 1
    page.context.set_offline(False)
    saved(page)
    assert said(page, address)["regions"] == ["low_back_left", "buttock_left"]


def test_two_windows_are_both_shown(home, visit, new_check):
    address = new_check()
    one, other = visit(home, address + "?as=map"), visit(home, address + "?as=map")
    place(one, "buttock_left").tap()
    saved(one)
    visit.expect("409")
    place(other, "low_back_left").tap()
    other.get_by_role("heading", name="This was changed meanwhile").wait_for()
    assert other.get_by_role("listitem").filter(has_text="Left buttock: some").count() == 1
    assert place(other, "low_back_left").get_attribute("aria-checked") == "true"
    go_on(other)
    assert said(other, address)["regions"] == ["low_back_left"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(home, visit, new_check, scheme):
    address = new_check()
    page = visit(home, address + "?as=map", device="narrow", scheme=scheme)
    for path in (address, address + "numb/", address + "?as=list"):
        page.set_viewport_size({"width": 195, "height": 422})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 195
        page.set_viewport_size({"width": 320, "height": 640})
        if page.locator("#map").count():
            place(page, "buttock_left").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
