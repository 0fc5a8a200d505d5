"""What a field of a form says of a mistake, where Django's own sentence would speak of values and choices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CHOOSE = {"invalid_choice": _("Choose one of the answers in the list.")}
WRITE = {
    "required": _("Fill this in."),
    "max_length": _("This is too long. Use up to %(limit_value)d characters, not %(show_value)d."),
}
SEEN = {"required": _("This page is too old. Load it again."), "invalid": _("This page is too old. Load it again.")}
"""For the version that a form carries along."""
