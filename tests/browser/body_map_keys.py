"""The shortest row of arrow keys between two places of the body map; the page is asked where each arrow leads."""

STEPS = """panel => {
  const steps = {};
  for (const place of panel.querySelectorAll('.bm-place')) {
    steps[place.id] = {};
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
      place.focus();
      place.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
      steps[place.id][key] = document.activeElement.id;
    }
  }
  return steps;
}"""
"""Where each arrow leads from each place of a view."""


def ways_from(start, steps):
    """Place -> the shortest row of arrows that leads there."""
    ways, waiting = {start: []}, [start]
    while waiting:
        here = waiting.pop(0)
        for key, there in steps[here].items():
            if there not in ways:
                ways[there] = [*ways[here], key]
                waiting.append(there)
    return ways


def walk_to(page, target):
    """Press arrows until a place has the focus; the view has it already."""
    here = page.evaluate("document.activeElement.id")
    steps = page.locator(".bm-view:not([hidden])").evaluate(STEPS)
    page.locator(f"#{here}").focus()
    for key in ways_from(here, steps)[target.get_attribute("id")]:
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == target.get_attribute("id")
