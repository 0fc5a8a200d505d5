"""Names shared by the compiler and the loader, kept apart so that loading does not import the compiler."""

from __future__ import annotations

CORE = "core.json"
TABLES = "tables.npz"
SECTIONS = "sections"
SETTINGS = ("community_runner", "primary_care", "sports_clinic", "emergency")
