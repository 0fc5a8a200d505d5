import re
from datetime import date, timedelta

from backstride.report.chart import StandOut, Week, alternative, reading, twelve_weeks, weekly_svg

TODAY = date(2026, 11, 21)
KM = (24, 25, 26, 27, 28, 26, 29, 41, 24, 11, 9, 14)
FIRST = date(2026, 8, 31)
WEEKS = tuple(Week(FIRST + timedelta(weeks=i), km * 1000.0, km * 400.0) for i, km in enumerate(KM))
SPIKE = StandOut(date(2026, 10, 24), 18200, "18 km on 24 October")
SIZE = {"width": 330, "height": 92, "letters": 11}


def drawn(**changes):
    return weekly_svg(WEEKS, **({"stand_out": SPIKE, "pain_began": date(2026, 10, 28)} | SIZE | changes))


def test_the_twelve_weeks_end_with_the_week_of_the_check_and_gaps_are_zero():
    weeks = twelve_weeks([WEEKS[3], WEEKS[11]], TODAY)
    assert [week.start for week in weeks] == [week.start for week in WEEKS]
    assert [week.distance_m for week in weeks] == [0, 0, 0, 27000, 0, 0, 0, 0, 0, 0, 0, 14000]


def test_weeks_older_than_twelve_are_left_out():
    old = Week(FIRST - timedelta(weeks=1), 90000.0, 20000.0)
    assert max(week.distance_m for week in twelve_weeks([old, *WEEKS], TODAY)) == 41000


def test_the_reading_names_the_fullest_week_and_the_middle_of_the_others():
    # Others, sorted: 9 11 14 24 24 25 26 26 27 28 29 -> the middle one of eleven is 25.
    assert reading(WEEKS) == "Your fullest week was 41 km, from 19 October; your middle week was 25 km."


def test_a_single_week_is_not_compared_with_nothing():
    weeks = twelve_weeks([WEEKS[11]], TODAY)
    assert reading(weeks) == "Your fullest week was 14 km, from 16 November."


def test_each_week_has_a_bar_in_sea_blue():
    bars = re.findall(r'<path[^>]*fill="#2B6489"[^>]*>|<rect[^>]*fill="#2B6489"[^>]*>', drawn())
    assert len(bars) == 12


def test_the_outstanding_run_and_the_first_day_of_pain_are_labelled():
    svg = drawn()
    assert ">18 km on 24 October</text>" in svg
    assert ">Pain began 28 October</text>" in svg
    assert re.search(r'stroke="#6A2455"[^>]*stroke-dasharray="4,3"', svg)


def test_pain_older_than_the_weeks_draws_no_line():
    svg = drawn(pain_began=FIRST - timedelta(days=1))
    assert "Pain began" not in svg
    assert "dasharray" not in svg


def test_without_an_outstanding_run_nothing_is_marked():
    assert "#B4532A" not in drawn(stand_out=None)
    assert "#B4532A" in drawn()


def test_the_picture_is_small_and_asks_nothing_of_any_server():
    svg = drawn()
    # Budget of the design: 12 KB for a chart.
    assert len(svg.encode()) < 12 * 1024
    assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_the_words_for_those_who_cannot_see_it_hold_every_week():
    words = alternative(WEEKS, SPIKE, date(2026, 10, 28))
    assert all(f"{km} km" in words for km in KM)
    assert words.endswith("Dashed line: the pain began on 28 October.")
