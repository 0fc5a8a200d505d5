"""Makes the table of FIT messages and fields that `recording/fit` decodes with, from the profile inside fitdecode.

    python scripts/make_fit_profile.py [--to FILE]

fitdecode (MIT licence) is a development package; its profile is the only source. The same version of it gives the same
bytes every time. Nothing comes from the vendor's own kit, whose licence does not allow it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fitdecode
from fitdecode import profile, types

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src/backstride/recording/fit/profile.json"
MESSAGES = (
    *("file_id", "user_profile", "hrm_profile", "sdm_profile", "zones_target", "hr_zone", "power_zone", "met_zone"),
    *("sport", "training_settings", "session", "lap", "record", "event", "device_info", "workout", "workout_step"),
    *("activity", "file_creator", "speed_zone", "hrv", "length", "cadence_zone", "hr", "segment_lap"),
    *(
        "workout_session",
        "field_description",
        "developer_data_id",
        "time_in_zone",
        "split",
        "split_summary",
        "device_settings",
    ),
    *("timestamp_correlation", "software"),
)
"""What a recording of a run can hold that matters to a runner."""
ABOUT = {
    "about": "Names, numbers, scales and units of FIT messages; written by scripts/make_fit_profile.py, do not edit.",
    "licence": "MIT, see LICENSE-fitdecode beside this file.",
}


def main(arguments: list[str] | None = None) -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=TARGET, help="the file to write")
    parser.parse_args(arguments).to.write_text(table(), encoding="utf-8")


def table() -> str:
    """The whole table as JSON, one field or one kind of value a line."""
    known = {message.name: message for message in profile.MESSAGE_TYPES.values()}
    messages = [known[name] for name in MESSAGES if name in known]
    messages.sort(key=lambda message: message.mesg_num)
    used = {name for message in messages for name in _types_of(message.fields.values())}
    origin = f"the profile of fitdecode {fitdecode.__version__} (https://github.com/polyvertex/fitdecode)"
    parts = [f'"{key}": {json.dumps(text)}' for key, text in {**ABOUT, "origin": origin}.items()]
    values = {name: profile.FIELD_TYPES[name].enum for name in sorted(used)}
    lines = [f'"{name}": {json.dumps(named, separators=(",", ":"))}' for name, named in values.items() if named]
    parts.append('"values": {\n' + ",\n".join(lines) + "\n}")
    parts.append('"messages": {\n' + ",\n".join(map(_message, messages)) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _types_of(fields: Iterable[Any]) -> Iterable[str]:
    for field in fields:
        for kind in (field, *(field.subfields or ())):
            if isinstance(kind.type, types.FieldType):
                yield kind.type.name


def _message(message: Any) -> str:
    fields = (f'"{number}": {json.dumps(_field(field))}' for number, field in sorted(message.fields.items()))
    return f'"{message.mesg_num}": {{"name": "{message.name}", "fields": {{\n' + ",\n".join(fields) + "\n}}"


def _field(field: Any) -> dict[str, Any]:
    """One field; whatever is not said is left out."""
    entry: dict[str, Any] = {"name": field.name}
    if isinstance(field.type, types.FieldType) and field.type.enum:
        entry["values"] = field.type.name
    entry |= {key: value for key in ("scale", "offset", "units") if (value := getattr(field, key))}
    if field.components:
        entry["parts"] = [_part(part) for part in field.components]
    if getattr(field, "subfields", None):
        entry["variants"] = [
            {**_field(variant), "when": [[when.def_num, when.raw_value] for when in variant.ref_fields]}
            for variant in field.subfields
        ]
    return entry


def _part(part: Any) -> dict[str, Any]:
    entry = {"field": part.def_num, "bits": part.bits, "from": part.bit_offset}
    entry |= {key: value for key in ("scale", "offset") if (value := getattr(part, key))}
    return entry | ({"adds_up": True} if part.accumulate else {})


if __name__ == "__main__":
    main()
