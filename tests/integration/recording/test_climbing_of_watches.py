"""Our metres climbed beside those the watches worked out themselves, from the same barometers.

Left out of eleven runs: two level ones, where the watches say 2 and 3 m and we 0 to 10, and one where smart recording
left a sample every four seconds (33 m by the watch, 37 by us).
"""

import os
from pathlib import Path

import pytest

from backstride import recording
from backstride.recording.cleaning.elevation import ascent_descent

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = (
    ROOT / "tests/data/watchfiles",
    Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles",
)


@pytest.mark.parametrize(
    ("name", "leg"),
    [
        ("fitdecode__activity-large-fenxi2-multisport.fit", 2),
        ("fitdecode__activity-large-fenxi2-multisport.fit", 4),
        ("fitdecode__activity-small-fenix2-run.fit", 0),
        ("gofit__mornindew-broken.fit", 0),
        ("goldencheetah__Fr955v19.28andStryd.fit", 0),
        ("goldencheetah__Garmin920_withFirstbeat.fit", 0),
        ("sportslib__6788312639-1.fit", 4),
        ("sportslib__6916663933.fit", 0),
    ],
)
def test_climbs_by_air_pressure_are_within_an_eighth_of_the_watchs_own(name, leg):
    path = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    if path is None:
        pytest.skip(f"{name} may not be shipped and the shared folder is not beside this checkout")
    run = recording.read(path)[leg]
    columns = (run.samples[column].cast(float).to_numpy() for column in ("altitude_m", "distance_m", "elapsed_s"))
    ours = ascent_descent(*columns, barometer=True)
    for mine, theirs in zip(ours, (run.ascent_m, run.descent_m), strict=True):
        assert mine == pytest.approx(theirs, rel=0.125, abs=2)
