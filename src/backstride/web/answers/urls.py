"""Addresses of the place "Answer", but for the questions that lead to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from . import earlier, mistake, page, paper, seen, share, shared, week, why

if TYPE_CHECKING:
    from django.urls import URLPattern

addresses: list[URLPattern] = [
    path("answer/", page.answer, name="answer"),
    path("answer/all/", earlier.earlier, name="answer-all"),
    path("answer/<uuid:check>/", page.one, name="answer-shown"),
    path("answer/<uuid:check>/why/<slug:condition>/", why.why, name="answer-why"),
    path("answer/<uuid:check>/page.pdf", paper.paper, name="answer-pdf"),
    path("answer/<uuid:check>/seen/", seen.seen, name="answer-seen"),
    path("answer/<uuid:check>/mistake/", mistake.mistake, name="answer-mistake"),
    path("answer/<uuid:check>/week/", week.make_week, name="answer-week"),
    path("answer/<uuid:check>/share/", share.share, name="answer-share"),
    path("answer/<uuid:check>/share/<uuid:share>/end/", share.end, name="answer-share-end"),
    path("s/<str:token>/", shared.shared, name="shared"),
]
