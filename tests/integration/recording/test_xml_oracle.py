"""Every point of real GPX files as gpxpy reads it, and of real TCX files as plain lxml finds it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import gpxpy
import numpy as np
import pytest
from lxml import etree

from backstride.recording.xml import document, gpx, tcx
from xml_readings import READERS, cut_out

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "tests/data/watchfiles"
SHARED = Path(os.environ.get("BACKSTRIDE_SHARED", ROOT.parent / "shared")) / "samples/watchfiles"
NO_TRACK = "gpxpy__unicode_with_bom.gpx"
FOUND = {path.name: path for folder in (SHARED, SHIPPED) for path in sorted(folder.glob("*.[gt][pc]x"))}
GPX = [name for name in FOUND if name.endswith(".gpx") and name != NO_TRACK]
TCX = [name for name in FOUND if name.endswith(".tcx")]
TPX = ".//t:Extensions//*[local-name()='{}']"
SPACE = {"t": "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"}


def legs_of(name, read):
    root, points, damage = document.parse(FOUND[name].read_bytes(), READERS)
    assert damage is None
    return read(root, points, damage)


def together(legs, column):
    parts = [
        leg.times_s if column == "time" else leg.columns.get(column, np.full(leg.times_s.size, np.nan)) for leg in legs
    ]
    return np.concatenate(parts)


def same(ours, theirs):
    """Bit for bit, with None for what is missing."""
    return np.array_equal(ours, np.array([np.nan if value is None else value for value in theirs]), equal_nan=True)


@pytest.mark.parametrize("name", GPX)
def test_every_point_is_where_and_when_gpxpy_finds_it(name):
    parsed = gpxpy.parse(FOUND[name].read_text(encoding="utf-8-sig"))
    points = [point for track in parsed.tracks for part in track.segments for point in part.points if point.time]
    legs = legs_of(name, gpx.read_gpx)
    assert points
    assert same(together(legs, "time"), [point.time.timestamp() for point in points])
    assert same(together(legs, "latitude_deg"), [point.latitude for point in points])
    assert same(together(legs, "longitude_deg"), [point.longitude for point in points])
    assert same(together(legs, "altitude_m"), [point.elevation for point in points])


@pytest.mark.parametrize("name", GPX)
def test_every_extension_is_what_gpxpy_finds(name):
    parsed = gpxpy.parse(FOUND[name].read_text(encoding="utf-8-sig"))
    points = [point for track in parsed.tracks for part in track.segments for point in part.points if point.time]
    legs = legs_of(name, gpx.read_gpx)
    for names, column, times in (
        ({"hr", "heartrate"}, "heart_rate_bpm", (1,)),
        ({"cad", "cadence"}, "cadence_spm", (1, 2)),
        ({"atemp", "temp"}, "temperature_c", (1,)),
        ({"speed"}, "speed_mps", (1,)),
        ({"power"}, "power_w", (1,)),
    ):
        theirs = np.array([_extension(point, names) for point in points])
        assert any(same(together(legs, column), factor * theirs) for factor in times), column


def _extension(point, names):
    every = [element for extension in point.extensions for element in extension.iter()]
    values = [float(element.text) for element in every if etree.QName(element).localname in names]
    return values[-1] if values else np.nan


@pytest.mark.parametrize("name", TCX)
def test_every_point_of_a_tcx_is_what_lxml_finds(name):
    tree = etree.fromstring(FOUND[name].read_bytes().lstrip())
    legs = legs_of(name, tcx.read_tcx)
    points = tree.xpath("//t:Activity/t:Lap/t:Track/t:Trackpoint[t:Time]", namespaces=SPACE)
    assert points
    for column, path in (
        ("latitude_deg", "t:Position/t:LatitudeDegrees"),
        ("longitude_deg", "t:Position/t:LongitudeDegrees"),
        ("altitude_m", "t:AltitudeMeters"),
        ("distance_m", "t:DistanceMeters"),
        ("heart_rate_bpm", "t:HeartRateBpm/t:Value"),
        ("speed_mps", TPX.format("Speed")),
        ("power_w", TPX.format("Watts")),
    ):
        assert same(together(legs, column), [_first(point, path) for point in points]), column
    cadence = [_first(point, TPX.format("RunCadence")) or _first(point, "t:Cadence") for point in points]
    theirs = np.array([np.nan if value is None else value for value in cadence])
    assert any(same(together(legs, "cadence_spm"), factor * theirs) for factor in (1, 2))
    assert same(together(legs, "time"), [_moment(point.find("t:Time", SPACE).text) for point in points])


def _first(point, path):
    found = point.xpath(path, namespaces=SPACE)
    return float(found[0].text) if found else None


def _moment(text):
    whole, _, part = text.removesuffix("Z").partition(".")
    return datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC).timestamp() + float(f"0.{part or 0}")


@pytest.mark.parametrize("name", GPX + TCX)
def test_every_point_of_a_real_recording_is_read_by_the_scan(name):
    data = FOUND[name].read_bytes().lstrip()
    assert cut_out(data) == data.count(b"</trkpt>") + data.count(b"</Trackpoint>")
