"""Addresses that several tests walk over."""

PAGES = (
    "/",
    "/answer/",
    "/answer/new/",
    "/runs/",
    "/runs/import/",
    "/week/",
    "/progress/",
    "/settings/",
    "/settings/you/",
    "/settings/units/",
    "/settings/look/",
    "/settings/privacy/",
    "/settings/data/",
    "/settings/erase/",
    "/settings/about/",
    "/settings/health/",
)
"""Every page that asks who is there."""
