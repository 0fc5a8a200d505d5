"""Height and weight in the runner's units: what the field says, and numbers as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backstride.web.typed_number import typed_number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class MeasureWords:
    """What a field for a measure says, in one unit."""

    label: _StrPromise
    hint: _StrPromise
    ask: _StrPromise


MEASURES = {
    "cm": MeasureWords(
        _("Height in cm"),
        _("With your weight it tells the load on your back. Such as 172."),
        _("Write your height in cm, such as 172."),
    ),
    "in": MeasureWords(
        _("Height in inches"),
        _("With your weight it tells the load on your back. 5 feet 8 are 68 inches."),
        _("Write your height in inches, such as 68 for 5 feet 8."),
    ),
    "kg": MeasureWords(
        _("Weight in kg"),
        _("It scales the load. It is never judged. Such as 68."),
        _("Write your weight in kg, such as 68."),
    ),
    "lb": MeasureWords(
        _("Weight in pounds"),
        _("It scales the load. It is never judged. Such as 150."),
        _("Write your weight in pounds, such as 150."),
    ),
}
"""By the unit that the runner's settings give."""


class Measure(forms.FloatField):
    """A number as people write it, with a point or a comma."""

    def to_python(self, value: Any) -> Any:
        """The number; None where nothing was written."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = typed_number(value)
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number
