from pathlib import Path

from backstride import report

SENTENCE = (
    "Backstride gives education and self-management support for runners with back, buttock or leg pain. "
    "It is not a diagnosis and does not replace a clinician."
)


def test_the_report_says_the_agreed_sentence():
    assert report.INTENDED_USE == SENTENCE


def test_the_statement_of_intended_use_opens_with_the_same_sentence():
    paragraphs = (Path(__file__).parents[3] / "INTENDED_USE.md").read_text(encoding="utf-8").split("\n\n")
    assert " ".join(paragraphs[1].split()) == report.INTENDED_USE
