"""Whoever is 12 can read it: no surface lies above grade 6."""

import re

import pytest

import reading_grade


@pytest.fixture(scope="module")
def surfaces(source):
    return reading_grade.by_surface(source)


def test_every_surface_is_measured(surfaces):
    assert set(surfaces) >= {"questions", "answers", "rules", "advice", "safety nets", "conditions", "claims", "plan"}


def test_no_surface_lies_above_grade_6(surfaces):
    grades = {surface: reading_grade.grade(texts) for surface, texts in surfaces.items()}
    assert {s: g for s, g in grades.items() if g > reading_grade.LIMIT} == {}


def test_the_measure_goes_by_the_published_formula():
    # 0.39 * 6 words / 1 sentence + 11.8 * 6 syllables / 6 words - 15.59 = -1.45 (Kincaid 1975)
    assert reading_grade.grade(["The cat sat on the mat."]) == pytest.approx(-1.45, abs=0.01)


def test_the_measure_knows_a_hard_text():
    hard = "Psychologically informed physiotherapy necessitates multidisciplinary rehabilitation programmes."
    assert reading_grade.grade([hard]) > 12


@pytest.mark.parametrize("surface", ["claims", "general pages", "beside the answer"])
def test_no_sentence_is_longer_than_20_words(surfaces, surface):
    sentences = [s for text in surfaces[surface] for s in re.split(r"(?<=[.?!:;])\s+", text)]
    assert [s for s in sentences if len(s.split()) > 20] == []
