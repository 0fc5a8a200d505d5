"""Addresses that several tests walk over."""

PAGES = (
    "/",
    "/answer/",
    "/runs/",
    "/week/",
    "/progress/",
    "/settings/",
    "/settings/you/",
    "/settings/units/",
    "/settings/look/",
    "/settings/data/",
    "/settings/health/",
)
"""Every page that asks who is there."""
