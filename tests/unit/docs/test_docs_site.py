"""The site for reviewers: complete, every link leads somewhere, headings and tables can be read by everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

import clinical_tables
import docs_site
import living_tests

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Page, relative to the site -> its parsed document."""
    out = tmp_path_factory.mktemp("site")
    return {str(p.relative_to(out)): html.parse(str(p)).getroot() for p in docs_site.write_site(out)}


def article(site, rule, family):
    (found,) = site[f"rules/{family}.html"].xpath(f"//article[@id='{rule}']")
    return " ".join(found.text_content().split())


def test_every_rule_has_an_entry_with_all_a_reviewer_asks_for(site, source):
    for family, rules in source.rules.items():
        for rule in rules:
            text = article(site, rule.id, family)
            assert rule.title in text
            assert rule.urgency.replace("_", " ") in text
            assert "When it fires" in text
            assert "No test holds this yet." not in text
            for said in (*rule.caveats, *(g.says for g in rule.grounds), rule.amended or ""):
                assert " ".join(said.split()) in text, rule.id


def test_every_condition_has_a_page_with_its_rules_and_nets(site, source):
    for condition in (*source.conditions, *source.screened):
        headings = [" ".join(h.text_content().split()) for h in site[f"conditions/{condition}.html"].iter("h2")]
        assert {"At a glance", "Rules that suspect it", "Must be ruled out", "Safety nets"} <= set(headings)
    text = site["conditions/cauda_equina.html"].text_content()
    assert "CES_01" in text
    assert "numbness between the legs or around the back passage" in text


def test_every_never_event_names_its_tests_or_says_that_nothing_holds_it(site, source):
    for event in source.never_events:
        (found,) = site["never_events.html"].xpath(f"//article[@id='{event.id}']")
        assert found.xpath(".//li/code[contains(., '::test_')]") or "No test holds this yet." in found.text_content()


def test_a_rule_names_the_rows_of_the_tables_that_pin_it(site):
    rows = site["rules/cauda_equina.html"].xpath("//article[@id='CES_01']//a[contains(@href, 'clinical/')]/@href")
    assert any(row.endswith("#EX_04") for row in rows)
    assert any(row.endswith("#RX_CES_01_b") for row in rows)
    assert any(row.endswith("rules-cauda_equina.html#CES_01_fires_1") for row in rows)
    assert any(row.endswith("rules-cauda_equina.html#CES_01_near_misses_1") for row in rows)


def test_every_link_inside_the_site_leads_somewhere(site):
    ids = {page: set(root.xpath("//@id")) for page, root in site.items()}
    broken = []
    for page, root in site.items():
        for href in root.xpath("//a/@href"):
            if re.match(r"[a-z]+:", href):
                continue
            file, _, anchor = href.partition("#")
            parts = [] if not file else [*Path(page).parent.parts, *file.split("/")]
            while ".." in parts:
                at = parts.index("..")
                parts = parts[: at - 1] + parts[at + 1 :]
            target = "/".join(parts) or page
            if target not in ids or (anchor and anchor not in ids[target]):
                broken.append((page, href))
    assert not broken


def test_every_page_has_one_h1_a_language_no_skipped_heading_and_no_id_twice(site):
    for page, root in site.items():
        levels = [int(h.tag[1]) for h in root.xpath("//*[self::h1 or self::h2 or self::h3 or self::h4]")]
        assert levels.count(1) == 1, page
        assert all(b - a <= 1 for a, b in pairwise(levels)), page
        assert root.get("lang") == "en"
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)), page


def test_every_head_of_a_table_says_what_it_heads_and_wide_tables_scroll_in_a_named_region(site):
    for page, root in site.items():
        assert not root.xpath("//th[not(@scope)]"), page
        assert not root.xpath("//table[not(ancestor::*[@role='region' and @aria-label and @tabindex='0'])]"), page


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * c for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_stand_out_by_4_5_to_1_in_light_and_dark(site):
    assert contrast("#fff", "#000") == pytest.approx(21)
    style = site["index.html"].xpath("//style")[0].text
    schemes = re.findall(r":root \{([^}]*)\}", style)
    assert len(schemes) == 2
    for scheme in schemes:
        colour = dict(re.findall(r"--(\w+): (#\w+)", scheme))
        for words in ("ink", "ink2", "pine", "red", "orange", "blue"):
            for ground in ("paper", "card"):
                assert contrast(colour[words], colour[ground]) >= 4.5, (words, ground)
        assert contrast(colour["focus"], colour["card"]) >= 3


def test_a_table_that_names_a_rule_the_base_lacks_is_refused():
    table = clinical_tables.Table("t", (), ({"rule": "CES_99", "given": {}},), "clinical/t.html")
    with pytest.raises(ValueError, match="CES_99"):
        clinical_tables.pins([table], {"CES_01"})


def test_a_row_says_whether_its_rule_fires_and_at_what_level():
    rows = ({"rule": "CES_01", "fires": False, "case": "old leak", "expected": "within_days"},)
    pins = clinical_tables.pins([clinical_tables.Table("t", (), rows, "clinical/t.html")], {"CES_01"})
    (pin,) = pins["CES_01"]
    assert (pin.name, pin.says, pin.link) == (
        "row-1",
        "does not fire: old leak -> within days",
        "clinical/t.html#row-1",
    )


def test_a_test_that_is_not_there_or_never_runs_is_no_living_test(tmp_path, monkeypatch):
    monkeypatch.setattr(living_tests, "ROOT", tmp_path)
    living_tests.tests_of.cache_clear()
    (tmp_path / "tests").mkdir()
    text = "import pytest\n\ndef test_a(): ...\n\n@pytest.mark.skip\ndef test_b(): ...\n\ndef helper(): ...\n"
    (tmp_path / "tests/test_x.py").write_text(text, encoding="utf-8")
    assert living_tests.problem("tests/test_x.py::test_a") is None
    for dead in ("test_x.py::test_b", "test_x.py::test_c", "test_x.py::helper", "test_y.py::test_a"):
        assert living_tests.problem(f"tests/{dead}"), dead
    living_tests.tests_of.cache_clear()


def test_every_claim_has_an_address_and_stands_under_its_topic(site, source):
    page = site["claims.html"]
    for claim in source.claims.claims:
        (found,) = page.xpath(f"//article[@id='{claim.id}']")
        assert claim.plain in " ".join(found.text_content().split())
        above = found.xpath("preceding-sibling::h2[starts-with(@id, 'topic-')][1]")
        assert above[-1].text.lower() == claim.topic
    assert len(page.xpath("//section[.//h2[@id='topics']]//li")) == len({c.topic for c in source.claims.claims})
    assert not page.xpath("//script")
