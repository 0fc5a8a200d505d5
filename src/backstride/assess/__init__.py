"""Answers (asked, told or measured) -> how soon to be seen, what it probably is, and what to ask next."""

from __future__ import annotations

from .answers import Answers, AnswersError, read_answers
from .check import assess
from .result import Assessment

__all__ = ["Answers", "AnswersError", "Assessment", "assess", "read_answers"]
