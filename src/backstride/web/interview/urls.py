"""Addresses of the interview, below `/answer/`."""

from __future__ import annotations

from django.urls import path

from .edit import edit
from .go_on import go_on, show_now
from .measured import measured
from .question import question
from .review import review
from .start import start
from .story import story

urlpatterns = [
    path("new/", start, name="answer-new"),
    path("<uuid:check>/go-on/", go_on, name="answer-go-on"),
    path("<uuid:check>/q/<slug:question>/", question, name="answer-question"),
    path("<uuid:check>/story/", story, name="answer-story"),
    path("<uuid:check>/measured/", measured, name="answer-measured"),
    path("<uuid:check>/review/", review, name="answer-review"),
    path("<uuid:check>/finish/", show_now, name="answer-finish"),
    path("<uuid:check>/edit/", edit, name="answer-edit"),
]
