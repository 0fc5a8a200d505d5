"""One run as one row of plain values."""

import json

import pytest
from fit_bytes import STEADY, FitBytes, steady

from backstride.recording import summary


def test_a_summary_holds_the_names_and_values_of_the_decode_contract(read_one):
    fit = FitBytes().file_id().records(*STEADY, (3, "uint8"), rows=[(*row, 150) for row in steady(60)])
    row = summary(read_one(fit.session(elapsed=59, timer=59, distance=177).finish(), "run.fit"))
    assert row == {
        "file": "run.fit",
        "format": "fit",
        "sport": "running",
        "started_at": "2024-11-08T11:33:20+00:00",
        "records": 60,
        "distance_m": 177.0,
        "timer_s": 59.0,
        "elapsed_s": 59.0,
        "ascent_m": None,
        "avg_cadence_spm": 160.0,
        "avg_heart_rate_bpm": 150.0,
        "descent_m": None,
        "device": "Garmin fr945",
        "indoor": False,
        "utc_offset_s": None,
        "trusted": True,
        "rpe": None,
        "feel_pct": None,
        "wearer": None,
        "laps": None,
        "recorded": dict.fromkeys(("time", "elapsed_s", "distance_m", "heart_rate_bpm", "cadence_spm", "moving"), 1.0),
        "warnings": [],
    }
    assert json.loads(json.dumps(row)) == row


def test_unknown_totals_are_none(read_one):
    row = summary(read_one(b"<gpx><trk><trkseg><trkpt><time>2026-11-01T06:00:00Z</time></trkpt></trkseg></trk></gpx>"))
    assert [row[name] for name in ("distance_m", "ascent_m", "avg_cadence_spm", "device")] == [None] * 4


@pytest.mark.parametrize(
    ("product", "words"), [(3113, "Garmin fr945"), (3121, "Garmin edge 530"), (65000, "Garmin (model 65000)")]
)
def test_a_device_is_named_in_words(read_one, product, words):
    run = read_one(FitBytes().file_id(product=product).records(*STEADY, rows=steady(2)).session().finish())
    assert run.device == words


def test_a_maker_without_a_number_of_its_own_is_left_out(read_one):
    # 255 stands for development
    run = read_one(FitBytes().file_id(maker=255, product=7).records(*STEADY, rows=steady(2)).session().finish())
    assert run.device == "(model 7)"
