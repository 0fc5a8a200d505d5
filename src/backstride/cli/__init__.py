"""Thin commands over the rooms: parse, call, print. Exit codes: 0 done, 1 some input set aside, 2 unusable input."""

from __future__ import annotations

from .app import main

__all__ = ["main"]
