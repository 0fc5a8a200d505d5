"""What holds for every page: without script, at 320 px, at 200 % zoom, by keyboard alone, and with motion reduced."""

import pytest
from pages import PAGES

NARROWEST, TWICE_AS_LARGE = 320, 195
"""Width that WCAG 1.4.10 names; that of a phone whose page is zoomed to 200 %. [css px]"""

OVER_THE_EDGE = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = (e) => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const over = [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > wide + 0.5 && !scrolls(e) && !e.closest(".hidden");
  });
  const page = document.documentElement.scrollWidth > wide;
  return page || over.length ? over.map((e) => e.outerHTML.slice(0, 120)).concat(page ? ["the page scrolls"] : []) : [];
}"""

CAN_BE_USED = """() => {
  const found = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const groups = new Set();
  return found.filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.type !== "hidden")
    // In a row of tabs or a drawing, Tab reaches one and arrows reach the others.
    .filter((e) => !(e.getAttribute("tabindex") === "-1" && e.hasAttribute("role")))
    .filter((e) => {
      // Of a group of radio buttons, Tab reaches one; arrows reach the others.
      if (e.type !== "radio") return true;
      if (groups.has(e.name)) return false;
      return groups.add(e.name);
    }).map((e) => {
      e.dataset.tested = (e.type === "radio" ? "radio " + e.name : String(found.indexOf(e)));
      const group = e.type === "radio" ? document.getElementsByName(e.name) : [];
      group.forEach((other) => { other.dataset.tested = e.dataset.tested; });
      return [e.dataset.tested, e.outerHTML.slice(0, 160)];
    });
}"""

FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  // The places of the body map have their ring drawn over them.
  const drawn = e.ownerSVGElement?.querySelector(".bm-ring")?.getBBox().width > 0;
  const ring = drawn || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  // Something of it has to be seen: its middle or a corner, with nothing lying over it.
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const spots = [[x, y], [box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3], [box.left + 3, y]];
  const seen = spots.some(([a, b]) => {
    const top = document.elementFromPoint(a, b);
    return top && (e.contains(top) || top.contains(e) && !top.matches(".bar, .places"));
  });
  return {tested: e.dataset.tested, html: e.outerHTML.slice(0, 160), ring, seen};
}"""

MOVES = """() => {
  const long = (times) => times.split(",").some((t) => parseFloat(t) > 0);
  const moving = document.getAnimations().map((a) => `runs: ${a.effect.target.outerHTML.slice(0, 120)}`);
  return moving.concat([...document.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e);
    return long(style.transitionDuration) || (style.animationName !== "none" && long(style.animationDuration));
  }).map((e) => `would move: ${e.outerHTML.slice(0, 120)}`));
}"""

DANGER = "a.danger-link"


def keyboard_faults(page):
    """What Tab does not reach, or reaches without showing where it is."""
    wanted = dict(page.evaluate(CAN_BE_USED))
    faults, met, last = [], set(), None
    for _ in range(2 * len(wanted) + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (focused["tested"] in met and focused["tested"] != last):
            break
        last = focused["tested"]
        met.add(last)
        if not focused["ring"]:
            faults.append(f"no ring: {focused['html']}")
        if not focused["seen"]:
            faults.append(f"hidden behind something: {focused['html']}")
    return faults + [f"not reached: {html}" for tested, html in wanted.items() if tested not in met]


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_it_is_whole_without_script(homes, visit, shown):
    home = homes.shared(shown.home)
    page = visit(home, "/danger/", signed_in=shown.signed_in, script=False)
    usual = page.locator(DANGER).bounding_box()
    answer = page.goto(home.at(shown.path))
    assert answer.status == shown.status
    assert (page.url == home.url + home.at(shown.path)) is not shown.moves_on, page.url
    assert page.locator("h1").count() == page.locator("main").count() == 1
    assert len(page.locator("h1").inner_text()) > 2
    assert len(page.locator("main").inner_text()) > 40
    assert len(page.title().removesuffix(" · Backstride")) > 2
    if not shown.danger_link:
        return
    # The way to help never moves.
    box = page.locator(DANGER).bounding_box()
    assert abs(box["x"] - usual["x"]) < 1
    assert abs(box["y"] - usual["y"]) < 1


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_it_fits_a_narrow_screen_and_a_doubled_zoom(homes, visit, shown):
    page = visit(homes.shared(shown.home), shown.path, device="narrow", signed_in=shown.signed_in)
    for width in (NARROWEST, TWICE_AS_LARGE):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(OVER_THE_EDGE) == [], f"{width} px"


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_keyboard_reaches_everything_and_nothing_moves(homes, visit, shown):
    page = visit(homes.shared(shown.home), shown.path, signed_in=shown.signed_in, reduced_motion="reduce")
    assert page.evaluate(MOVES) == []
    assert keyboard_faults(page) == []


def planted(visit, home, mistake, **context):
    page = visit(home, "/settings/you/", **context)
    page.evaluate(mistake)
    return page


def test_a_planted_sideways_scroll_is_found(homes, visit):
    mistake = "document.querySelector('h1').innerHTML = '<table><tr><td>' + 'x '.repeat(80).replaceAll(' ', '&nbsp;')"
    page = planted(visit, homes.shared("answered"), mistake, device="narrow")
    assert page.evaluate(OVER_THE_EDGE)


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
    assert page.evaluate(MOVES)
