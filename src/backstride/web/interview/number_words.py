"""What to write where a question takes a number: its unit with an example, and what is wrong with what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from backstride.assess.prompts import Prompt


@dataclass(frozen=True)
class NumberWords:
    """The hint above the field, what to do after a mistake, and which numbers there are."""

    hint: _StrPromise
    ask: _StrPromise
    limits: _StrPromise


DAYS = gettext_lazy("We count from {low} to {high} days.")
WEEKS = gettext_lazy("We count from {low} to {high} weeks.")
AGE = NumberWords(
    gettext_lazy("In years, such as 34."),
    gettext_lazy("Write your age in years, such as 34."),
    gettext_lazy("The check is for ages from {low} to {high}."),
)
NUMBERS = {
    "age": AGE,
    "age_years": AGE,
    "duration_days": NumberWords(
        gettext_lazy("In days. 3 weeks are 21 days, 2 months are about 60."),
        gettext_lazy("Write how many days, such as 21 for 3 weeks."),
        DAYS,
    ),
    "pain_duration_weeks": NumberWords(
        gettext_lazy("In weeks. 3 days are about half a week: 0.5."),
        gettext_lazy("Write how many weeks, such as 3."),
        WEEKS,
    ),
    "weeks_without_improvement": NumberWords(
        gettext_lazy("In weeks, such as 3. Write 0 if it is getting better."),
        gettext_lazy("Write how many weeks, such as 3, or 0 if it is getting better."),
        WEEKS,
    ),
    "ces_symptom_age_weeks": NumberWords(
        gettext_lazy("In weeks. Today or yesterday is 0, a month is about 4."),
        gettext_lazy("Write how many weeks ago, such as 2, or 0 for today."),
        WEEKS,
    ),
    "pregnancy_weeks": NumberWords(
        gettext_lazy("In weeks, such as 20."),
        gettext_lazy("Write how many weeks, such as 20."),
        WEEKS,
    ),
    "pain_intensity_nrs": NumberWords(
        gettext_lazy("0 is no pain. 10 is the worst pain you can imagine."),
        gettext_lazy("Write a number from 0 to 10, such as 4."),
        gettext_lazy("The scale goes from {low} to {high}."),
    ),
}
"""By question; the tests hold this against every question that takes a number."""


def limits(prompt: Prompt) -> tuple[float, float | None]:
    """The least and the most a number may be."""
    return prompt.minimum or 0.0, prompt.maximum


def hint(prompt: Prompt) -> str:
    """What stands above the field."""
    words = NUMBERS.get(prompt.id)
    return _range(prompt) if words is None else str(words.hint)


def problem(prompt: Prompt, number: float | None) -> str:
    """What is wrong with a number, and what to write instead; None is something that is no number."""
    words = NUMBERS.get(prompt.id)
    if words is None:
        return _range(prompt)
    low, high = limits(prompt)
    if number is None or high is None:
        return str(words.ask)
    return f"{words.limits.format(low=_shown(low), high=_shown(high))} {words.ask}"


def _range(prompt: Prompt) -> str:
    low, high = limits(prompt)
    if high is None:
        return _("Write a number from {low} up.").format(low=_shown(low))
    return _("Write a number from {low} to {high}.").format(low=_shown(low), high=_shown(high))


def _shown(number: float) -> str:
    # Without a mark for thousands: what is typed like this is taken, and one with such a mark is not.
    return str(number_format(f"{number:g}"))
