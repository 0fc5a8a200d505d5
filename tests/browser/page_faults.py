"""What may be wrong with a page that is open: each function gives a list, empty where nothing is."""

from axe_playwright_python.base import AXE_SCRIPT

NARROWEST, TWICE_AS_LARGE = 320, 195
"""Width that WCAG 1.4.10 names; that of a phone whose page is zoomed to 200 %. [css px]"""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules that can tell another thing of the same page in the dark."""

AXE = """only => axe.run(document, {runOnly: only, resultTypes: ["violations"]}).then(({violations}) =>
  violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 300)}`)))"""

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

TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
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


def broken_rules(page):
    """Each rule of axe that a page breaks, in the light and in the dark, with the elements that do."""
    page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(AXE, {"type": "tag", "values": RULES})
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(AXE, {"type": "rule", "values": OF_COLOURS})
    page.emulate_media(color_scheme="light")
    return [f"light: {line}" for line in light] + [f"dark: {line}" for line in dark]


def moving(page):
    """What moves or would move."""
    return page.evaluate(MOVES)


def over_the_edge(page):
    """What does not fit the narrowest screen, or a phone at twice the size."""
    found, usual = [], page.viewport_size
    for width in (NARROWEST, TWICE_AS_LARGE):
        page.set_viewport_size({"width": width, "height": 640})
        found += [f"{width} px: {line}" for line in page.evaluate(OVER_THE_EDGE)]
    page.set_viewport_size(usual)
    return found


def keyboard_faults(page):
    """What Tab does not reach, or reaches without showing where it is. Tab begins where the document does."""
    page.evaluate(TO_THE_TOP)
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
