"""Real FIT files, cut and with changed bits: some of the cases that `make soak-recording` tries all of."""

import numpy as np
import pytest

from backstride import recording
from backstride.recording.fit.file import decode
from recording_damage import SHIPPED, Damaged, fit_files, record_ends

FENIX_5 = SHIPPED / "fitdecode__garmin-fenix-5-run.fit"
SOUND = {
    name: path
    for name, path in fit_files().items()
    if len(decode(path.read_bytes())) == 1 and decode(path.read_bytes())[0].parts[0].envelope.checksum_ok
}


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    return Damaged(tmp_path_factory.mktemp("damaged"))


@pytest.mark.parametrize("name", ["fitdecode__garmin-fenix-5-run.fit", "fitdecode__compressed-speed-distance.fit"])
def test_every_record_before_any_cut_is_found(name):
    # Every byte, as far as the columns; the whole way into a run takes longer and is tried at some bytes.
    data = (SHIPPED / name).read_bytes()
    ends = np.array(record_ends(data))
    for cut in range(14, len(data)):
        (one,) = decode(data[:cut])
        assert one.broken is None, cut
        assert one.count == (ends <= cut).sum(), cut


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_cut_costs_only_what_stands_behind_it(damaged, name):
    data = SOUND[name].read_bytes()
    places = np.random.default_rng(3).integers(0, len(data), 400_000 // len(data) + 4)
    assert damaged.cuts(data, places.tolist())[1] == []


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_changed_bit_never_counts_and_never_escapes(damaged, name):
    data = SOUND[name].read_bytes()
    bits = np.random.default_rng(5).integers(0, 8 * len(data), 400_000 // len(data) + 4)
    assert damaged.flips(data, bits.tolist())[1] == []


def test_the_checks_notice_a_reader_that_drops_a_sample(tmp_path):
    def careless(path):
        runs = recording.read(path)
        object.__setattr__(runs[-1], "samples", runs[-1].samples.head(-1))
        return runs

    tried, faults = Damaged(tmp_path, careless).cuts(FENIX_5.read_bytes(), [5000, 5200])
    assert (tried, len(faults)) == (2, 2)


def test_the_checks_notice_a_reader_that_keeps_quiet(tmp_path):
    def quiet(path):
        runs = recording.read(path)
        for run in runs:
            object.__setattr__(run, "warnings", ())
        return runs

    data = FENIX_5.read_bytes()
    assert len(Damaged(tmp_path, quiet).flips(data, [8 * (len(data) - 1)])[1]) == 1


def test_the_checks_notice_an_error_that_escapes(tmp_path):
    def fails(path):
        raise KeyError(path.name)

    assert Damaged(tmp_path, fails).flips(FENIX_5.read_bytes(), [800])[1] == ["byte 100, bit 0: KeyError: 'damaged'"]
