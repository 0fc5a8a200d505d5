import re
from dataclasses import replace
from itertools import pairwise

import pytest
import report_cases
from lxml import html as parser

from backstride import report

CASES = sorted(report_cases.ALL)
DONT_SAY = (
    r"wear and tear|worn out|degenerat|crumbling|slipped|bulging|ruptured|trapped nerve|pinched|arthritis|\bchronic\b"
    r"|non-specific|\binjur|\bdamage|\bweak\b|unstable|out of place|misaligned|\bflare|relapse|failure|setback"
    r"|no pain no gain|push through|caused by|you’re fine|nothing serious|don’t worry|red flag|\btriage\b|differential"
    r"|adherence|invalid|\boops|something went wrong|\bpatient\b|\buser\b|compliance"
)


@pytest.fixture(params=CASES)
def name(request):
    return request.param


def document(text):
    return parser.document_fromstring(text)


def seen_words(text):
    tree = document(text)
    for hidden in tree.xpath("//style|//script"):
        hidden.drop_tree()
    return " ".join(tree.text_content().split())


def test_the_page_has_one_h1_a_language_a_title_and_a_viewport(html_of, name):
    tree = document(html_of(name))
    assert len(tree.xpath("//h1")) == 1
    assert tree.get("lang") == "en-GB"
    assert tree.findtext(".//title").strip()
    assert tree.xpath("//meta[@name='viewport']")
    assert len(tree.xpath("//main")) == 1


def test_heading_levels_are_never_skipped(html_of, name):
    levels = [int(node.tag[1]) for node in document(html_of(name)).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_file_asks_nothing_of_any_server_and_runs_nothing(html_of, name):
    text = html_of(name)
    assert not re.search(r"https?://|//[a-z]+\.|@import|<link|<iframe|<img", text)
    tree = document(text)
    assert not tree.xpath("//script")
    assert not [a for node in tree.iter() for a in node.attrib if a.startswith("on")]
    assert all(re.match(r"#|tel:", href) for href in tree.xpath("//@href"))
    assert set(re.findall(r"url\(([a-z]+:?[^;)]{0,10})", text)) <= {"data:font/woff2", "#skin-back", "#skin-front"}


def test_every_reference_inside_the_page_leads_somewhere(html_of, name):
    tree = document(html_of(name))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href") if href.startswith("#")} <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)


def test_every_drawing_has_words_or_is_hidden_from_readers(html_of, name):
    for svg in document(html_of(name)).xpath("//svg"):
        assert svg.get("aria-hidden") == "true" or (svg.get("role") == "img" and svg.get("aria-label"))


def test_no_word_that_hurts_is_used(html_of, name):
    words = seen_words(html_of(name))
    # The clinical names, small and second, are the clinicians' own.
    for known in report_cases.CONDITIONS.values():
        words = words.replace(known.name, "")
    assert re.findall(DONT_SAY, words, flags=re.IGNORECASE) == []


def test_every_danger_sign_and_the_intended_use_stand_on_every_page(html_of, name):
    words = seen_words(html_of(name))
    assert all(sign in words.lower() for sign in report_cases.SIGNS)
    assert report.INTENDED_USE in words


def test_what_a_runner_typed_is_shown_as_typed_and_never_run():
    given = report_cases.ordinary()
    typed = "<script>alert('x')</script><b onmouseover=a>&amp; \"quoted\""
    text = report.html(replace(given, person=typed, answers=replace(given.answers, story=typed)))
    assert not document(text).xpath("//script|//b[@onmouseover]")
    assert seen_words(text).count(typed) == 2


def test_words_of_the_evidence_are_escaped_too():
    given = report_cases.ordinary()
    triage = given.assessment.triage
    rule = replace(triage.reasons[0], text="Pain <i>below</i> the knee")
    changed = replace(given.assessment, triage=replace(triage, reasons=(rule,)))
    assert "Pain &lt;i&gt;below&lt;/i&gt; the knee" in report.html(replace(given, assessment=changed))


def test_an_emergency_page_is_only_the_emergency(html_of):
    words = seen_words(html_of("emergency"))
    for gone in ("What it probably is", "in 10", "This week", "runs show", report_cases.NERVE.plain_name):
        assert gone not in words
    assert "Say this, or show this page" in words


def test_the_call_button_is_the_first_thing_to_reach_in_an_emergency(html_of):
    tree = document(html_of("emergency"))
    first = tree.xpath("//a|//button|//summary|//input")[0]
    assert first.get("href") == "tel:999"
    assert first.text_content() == "Call 999"


def test_an_emergency_without_a_known_number_has_no_call_button():
    text = report.html(replace(report_cases.emergency(), country=report_cases.ABROAD))
    assert "tel:" not in text
    assert "your local emergency number" in seen_words(text)


def test_an_emergency_page_has_no_dark_form(html_of):
    assert document(html_of("emergency")).get("class") == "emergency"
    assert "html:not(.emergency)" in html_of("emergency")
    assert document(html_of("ordinary")).get("class") is None


def test_a_same_day_page_shows_no_odds(html_of):
    words = seen_words(html_of("same_day_bone_stress"))
    assert "in 10" not in words
    assert "range" not in words


def test_the_weeks_of_the_chart_are_there_as_a_table(html_of):
    tree = document(html_of("ordinary"))
    rows = tree.xpath("//figure[@class='chart']/following::table[1]/tbody/tr")
    cells = [" ".join(row.text_content().split()) for row in rows]
    assert len(cells) == 12
    assert cells[7].startswith("19 October")
    assert "41 km" in cells[7]


def test_the_chart_is_told_in_words_with_the_marked_run_and_the_first_day_of_pain(html_of):
    label = document(html_of("ordinary")).xpath("//div[@role='img']/@aria-label")[0]
    assert "Marked run: 18 km on 24 October." in label
    assert "the pain began on 28 October" in label


def test_nothing_is_dropped_from_the_screen_for_length(html_of):
    words = seen_words(html_of("overflowing"))
    assert "Statement 59" in words
    assert "full JSON" not in words


def test_paper_and_screen_carry_the_same_id(html_of, text_of):
    ids = [
        re.search(r"Report ([0-9A-F]{4}-[0-9A-F]{4})", words)[1] for words in (html_of("ordinary"), text_of("ordinary"))
    ]
    assert ids[0] == ids[1]


def test_another_answer_gives_another_id(html_of):
    given = report_cases.ordinary()
    other = report.html(replace(given, answers=replace(given.answers, duration_days=40)))
    pattern = r"Report ([0-9A-F]{4}-[0-9A-F]{4})"
    assert re.search(pattern, other)[1] != re.search(pattern, html_of("ordinary"))[1]


def test_notices_come_before_how_soon_to_be_seen(html_of, text_of):
    for words in (seen_words(html_of("few_answers")), text_of("few_answers")):
        assert words.index("You are under 16.") < words.index("Book a physio or your GP")


def test_what_the_answers_do_not_tell_apart_stands_with_the_causes(html_of, text_of):
    for words in (seen_words(html_of("few_answers")), text_of("few_answers")):
        assert "We can’t pick one yet" in words
        assert "tell these apart: An episode of low back pain · A sore low-back muscle." in words
        assert "Answer these 2: if all are no, this may be one for self-care." in words


def test_each_condition_to_keep_in_mind_comes_with_its_reason(html_of, text_of):
    for words in (seen_words(html_of("bone_stress_this_week")), text_of("bone_stress_this_week")):
        assert re.search(r"Sacral stress fracture(: | \()one fingertip covers the worst spot on a bone", words)
