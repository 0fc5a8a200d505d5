"""The table of FIT messages and fields: made by its script, of one clean origin."""

import json
import runpy
from pathlib import Path

from backstride.recording.fit import profile

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "src/backstride/recording/fit"


def test_the_table_is_what_its_script_makes():
    script = runpy.run_path(str(ROOT / "scripts/make_fit_profile.py"))
    assert (FOLDER / "profile.json").read_text(encoding="utf-8") == script["table"]()


def test_the_table_says_where_it_comes_from_and_under_which_licence():
    table = json.loads((FOLDER / "profile.json").read_text(encoding="utf-8"))
    assert "fitdecode" in table["origin"]
    assert "MIT" in table["licence"]
    assert "Jean-Charles Lefebvre" in (FOLDER / "LICENSE-fitdecode").read_text(encoding="utf-8")


def test_a_field_knows_its_unit_scale_and_offset():
    altitude = profile.message(20).field(78)
    assert (altitude.name, altitude.units, altitude.scale, altitude.offset) == ("enhanced_altitude", "m", 5, 500)


def test_what_nobody_knows_has_no_name_and_no_scale():
    assert profile.message(65_000).name == ""
    assert profile.message(20).field(250) == profile.UNKNOWN
    assert (profile.UNKNOWN.scale, profile.UNKNOWN.offset) == (1, 0)
