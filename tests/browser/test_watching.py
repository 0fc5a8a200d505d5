"""The browser's tests see what they are there to see: pages with one mistake each, planted here, are found."""

import pytest

PAGE = "<!doctype html><html lang=en><title>Planted</title><h1>Planted</h1>"
POLICY = {"content-security-policy": "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'"}
SCRIPT = "<script src=/planted.js></script>"

PLANTED = {
    "another machine": (
        "<img src=https://fonts.example/x.png alt=''>",
        "",
        {},
        "asked another machine: https://fonts.e",
    ),
    "another port": ("<img src=http://127.0.0.1:1/x.png alt=''>", "", {}, "asked another machine: http://127.0.0.1:1/"),
    "console error": (SCRIPT, "console.error('oh dear')", {}, "console error: oh dear"),
    "script error": (SCRIPT, "throw new Error('oh dear')", {}, "script error: "),
    "missing file": ("<img src=/static/nowhere.png alt=''>", "", {}, "status of 404"),
    "inline script": ("<script>1</script>", "", POLICY, "refused by the policy: script-src-elem inline"),
    "inline style": ("<p style='color:red'>x", "", POLICY, "refused by the policy: style-src-attr inline"),
    "eval": (SCRIPT, "try { eval('1') } catch {}", POLICY, "refused by the policy: script-src eval"),
    "failed request": (SCRIPT, "fetch('/cut-off').catch(() => {})", {}, "request failed: "),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_mistake_is_found(homes, visit, name):
    body, script, headers, found = PLANTED[name]
    page = visit(homes.shared("empty"), "/danger/")
    page.route("**/planted", lambda r: r.fulfill(content_type="text/html", headers=headers, body=PAGE + body))
    page.route("**/planted.js", lambda r: r.fulfill(content_type="text/javascript", body=script))
    page.route("**/cut-off", lambda r: r.abort("connectionreset"))
    page.goto("/planted", wait_until="networkidle")
    faults = visit.leave()
    assert [line for line in faults if line.startswith(found) or found in line], faults


def test_a_mistake_that_a_test_makes_on_purpose_is_left_out(homes, visit):
    page = visit(homes.shared("empty"), "/danger/")
    visit.expect("on purpose")
    page.evaluate("console.error('this is on purpose')")
    page.evaluate("console.error('this is not')")
    (fault,) = visit.leave()
    assert "this is not" in fault


def test_a_page_without_a_mistake_has_none(homes, visit):
    page = visit(homes.shared("empty"), "/danger/")
    assert page.locator("h1").count() == 1
    assert visit.leave() == []


def test_an_error_page_is_no_complaint(homes, visit):
    page = visit(homes.shared("empty"), "/nowhere/")
    assert page.locator("h1").inner_text() == "There is nothing here"
    assert visit.leave() == []


def test_the_browser_reaches_no_other_machine(homes, visit):
    page = visit(homes.shared("empty"), "/danger/")
    visit.expect("example.org")
    assert (
        page.evaluate("fetch('https://example.org/', {mode: 'no-cors'}).then(() => 'came', () => 'did not')")
        == "did not"
    )


def test_a_session_goes_on_after_a_restart(homes, visit):
    home = homes.fresh()
    page = visit(home, "/settings/you/")
    # The browser fetches the icon when it likes, also while the server is away.
    visit.expect("mark.svg.*CONNECTION_REFUSED|CONNECTION_REFUSED.*mark.svg")
    home.restart()
    page.goto(f"{home.url}/settings/you/")
    assert page.locator("h1").inner_text() == "You"
