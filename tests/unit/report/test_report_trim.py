from itertools import pairwise

import report_cases as cases

from backstride.report.compose import compose
from backstride.report.trim import versions


def sizes_of(page):
    reasons = sum(len(c.speaks_for) + len(c.speaks_against) for c in page.causes.causes) if page.causes else 0
    return len(page.history), reasons, len(page.sources)


def test_type_gets_smaller_before_any_line_is_dropped():
    seen = list(versions(compose(cases.ordinary())))
    whole = [size for size, page in seen if not page.left_out]
    assert whole == sorted(whole, reverse=True)
    assert len(whole) > 3


def test_history_goes_first_then_reasons_then_sources():
    pages = [page for _, page in versions(compose(cases.overflowing()))]
    history, reasons, sources = (
        next(i for i, page in enumerate(pages) if section in page.left_out)
        for section in ("history", "reasons", "sources")
    )
    assert history < reasons < sources
    assert sizes_of(pages[reasons - 1])[0] == 2


def test_the_last_line_of_the_history_is_dropped_first():
    page = compose(cases.overflowing())
    kept = [p.history for _, p in versions(page) if p.history]
    assert all(lines == page.history[: len(lines)] for lines in kept)


def test_every_version_is_at_most_as_long_as_the_one_before():
    seen = list(versions(compose(cases.overflowing())))
    for (size, page), (next_size, next_page) in pairwise(seen):
        assert next_size <= size
        assert all(later <= now for now, later in zip(sizes_of(page), sizes_of(next_page), strict=True))
        assert len(next_page.left_out) >= len(page.left_out)


def test_how_soon_to_be_seen_and_the_danger_signs_are_in_every_version():
    page = compose(cases.overflowing())
    for _, version in versions(page):
        assert version.watch == page.watch
        assert version.urgency.head == page.urgency.head
        assert version.urgency.asked == page.urgency.asked
        assert version.urgency.why[:3] == page.urgency.why[:3]
