"""What a runner tells about themselves and how pages should look; every field says what it takes."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backstride.store.refusal import RefusedError
from backstride.store.text import plain
from backstride.web.form_words import CHOOSE, SEEN, WRITE
from backstride.web.units import units_of

from .measures import MEASURES, Measure

if TYPE_CHECKING:
    from backstride.store.models import Runner

OLDEST = 1900
SEXES = (("", _("Rather not say")), ("female", _("Female")), ("male", _("Male")))
UNITS = (("metric", _("Kilometres, kilograms")), ("imperial", _("Miles, pounds")))
LOOKS = (("", _("As the device")), ("light", _("Light")), ("dark", _("Dark")))


class You(forms.Form):
    """Name, birth year, sex at birth, height, weight: as the check asks them, so that nothing is asked twice."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=SEEN)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        help_text=_("Only you see it. Leave it empty if you like."),
        error_messages=WRITE,
    )
    birth_year = forms.IntegerField(
        label=_("Birth year"),
        required=False,
        help_text=_("Some danger signs depend on age. Such as 1985."),
        error_messages={"invalid": _("Write a year with four digits, such as 1985.")},
    )
    sex = forms.ChoiceField(
        label=_("Sex at birth"),
        required=False,
        choices=SEXES,
        help_text=_("Some causes exist only with one body."),
        error_messages=CHOOSE,
    )
    height = Measure(required=False)
    mass = Measure(required=False)

    def __init__(self, runner: Runner, data: Any = None) -> None:
        self.units = units_of(runner.units)
        super().__init__(data, initial=self.kept(runner), label_suffix="")
        for name in ("height", "mass"):
            words, field = MEASURES[self.units.length if name == "height" else self.units.mass], self.fields[name]
            field.label, field.help_text = words.label, words.hint
            field.error_messages["invalid"] = words.ask
        for name in ("birth_year", "height", "mass"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def kept(self, runner: Runner) -> dict[str, Any]:
        """What stands in the store, as the fields show it."""
        return {
            "version": runner.version,
            "name": runner.name,
            "birth_year": runner.birth_year,
            "sex": runner.sex,
            "height": _rounded(runner.height_m, self.units.length_m),
            "mass": _rounded(runner.mass_kg, self.units.mass_kg),
        }

    def clean_name(self) -> str:
        """Without characters that cannot be kept."""
        try:
            return plain(self.cleaned_data["name"], "name")
        except RefusedError as error:
            raise ValidationError(str(error)) from None

    def clean_birth_year(self) -> int | None:
        """A year somebody alive can be born in."""
        year: int | None = self.cleaned_data["birth_year"]
        latest = timezone.localdate().year
        if year is not None and not OLDEST <= year <= latest:
            words = _("Write the year you were born, from {first} to {last}, such as 1985.")
            raise ValidationError(words.format(first=OLDEST, last=latest))
        return year

    def clean_height(self) -> float | None:
        """Metres."""
        return self._si("height", self.units.length, self.units.length_m, 0.5, 2.6)

    def clean_mass(self) -> float | None:
        """Kilograms."""
        return self._si("mass", self.units.mass, self.units.mass_kg, 20, 350)

    def _si(self, field: str, unit: str, factor: float, least: float, most: float) -> float | None:
        given: float | None = self.cleaned_data[field]
        if given is None:
            return None
        if not least <= given * factor <= most:
            takes = _("We take {least} to {most} {unit}.")
            limits = takes.format(least=round(least / factor), most=round(most / factor), unit=unit)
            raise ValidationError(f"{limits} {MEASURES[unit].ask}")
        return round(given * factor, 4)

    def values(self) -> dict[str, Any]:
        """What the store keeps."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "birth_year": said["birth_year"],
            "sex": said["sex"],
            "height_m": said["height"],
            "mass_kg": said["mass"],
        }


class UnitsAndTime(forms.Form):
    """Units, time zone, the country whose numbers are shown, and the language where more than one is shipped."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=SEEN)
    units = forms.ChoiceField(label=_("Units"), choices=UNITS, error_messages=CHOOSE)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("It says which day a check is of."),
        error_messages=CHOOSE,
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("It says which emergency number we show."),
        error_messages=CHOOSE,
    )
    language = forms.ChoiceField(label=_("Language"), required=False, error_messages=CHOOSE)

    def __init__(self, runner: Runner, countries: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, initial=self.kept(runner), label_suffix="")
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
        named = [(zone, zone.replace("_", " ")) for zone in zones]
        self._choices("time_zone", _("As this installation"), named, runner.time_zone)
        self._choices("country", _("Not set"), countries, runner.country)
        if len(settings.LANGUAGES) > 1:
            chooser = cast("forms.ChoiceField", self.fields["language"])
            chooser.choices = [("", _("As your browser")), *settings.LANGUAGES]
        else:
            del self.fields["language"]

    def kept(self, runner: Runner) -> dict[str, Any]:
        """What stands in the store, as the fields show it."""
        return {name: getattr(runner, name) for name in ("version", "units", "time_zone", "country", "language")}

    def _choices(self, field: str, none: Any, known: list[tuple[str, str]], kept: str) -> None:
        chooser = cast("forms.ChoiceField", self.fields[field])
        also = [(kept, kept)] if kept and kept not in dict(known) else []
        chooser.choices = [("", none), *also, *known]

    def values(self) -> dict[str, Any]:
        """What the store keeps."""
        names = ("units", "time_zone", "country", "language")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class Look(forms.Form):
    """Light, dark, or as the device says."""

    look = forms.ChoiceField(
        label=_("Colours"), required=False, choices=LOOKS, widget=forms.RadioSelect, error_messages=CHOOSE
    )


def _rounded(value: float | None, factor: float) -> float | int | None:
    if value is None:
        return None
    shown = round(value / factor, 1)
    return int(shown) if shown == int(shown) else shown
