"""On whose word a number or a source stands, in words."""

from __future__ import annotations

BASIS_WORDS = {
    "retrieved": "published, read",
    "background": "published, recalled; check before relying on it",
    "expert": "judgement",
}
