"""Exports of Apple Health as they come: folders, zips, other languages, extracts, and what somebody did to them."""

import contextlib
import datetime as dt
import gzip
import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections import Counter

import pytest
from lxml import etree

import apple_export as written
from apple_export import HEART_RATE, RUN, Writer
from backstride import recording
from backstride.recording import NotAnActivityError, WatchFileError
from backstride.recording.apple.markup import Document
from backstride.recording.apple.records import KINDS, PREFIX, Records
from backstride.recording.apple.times import unix_time, unix_times

W = Writer()
POINTS = [(at, 47 + at * 2e-5, 8.0, 400) for at in range(30)]
ROUTES = {"r.gpx": written.gpx(POINTS)}
BEATS = [W.record(HEART_RATE, at, at, 120 + at, "count/min") for at in range(0, 30, 5)]
EXPORT = written.document(*BEATS, W.workout(W.route("r.gpx"), seconds=30))


def only(path):
    (run,) = recording.read(path)
    assert run.format == "apple"
    assert run.samples["heart_rate_bpm"].drop_nulls().n_unique() == 6
    return run


class TestEntrances:
    @pytest.mark.parametrize("name", ["export.xml", "exportacion.xml", "Exportieren.xml", "eksport.xml", "导出.xml"])
    def test_the_document_is_known_by_its_content_in_every_language(self, tmp_path, name):
        folder = written.folder(tmp_path / "exportación", EXPORT, ROUTES, name)
        for way in (folder, folder / name):
            run = only(way)
            assert run.samples["latitude_deg"].drop_nulls().len() == 30
            assert run.source == way.name

    @pytest.mark.parametrize("inside", ["apple_health_export", "exportação_saúde", "健康导出"])
    def test_the_zip_is_read_as_it_is(self, tmp_path, inside):
        run = only(written.archive(tmp_path / "Export.ZIP", EXPORT, ROUTES, inside, "导出.xml"))
        assert run.samples["latitude_deg"].drop_nulls().len() == 30
        assert not run.warnings

    def test_recordings_beside_the_export_in_the_zip_are_told(self, tmp_path):
        # A run that is passed over without a word is missing from the load.
        path = written.archive(tmp_path / "both.zip", EXPORT, ROUTES)
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("watch/one.fit", b"x")
            file.writestr("watch/two.TCX.gz", b"x")
        assert "The archive also holds 2 other recordings, not read here; unpack it and give the folder." in (
            only(path).warnings
        )

    def test_names_in_another_encoding_than_the_zip_says_do_no_harm(self, tmp_path):
        route = "route_2025-09-16_6.15\u202fh.gpx"
        document = EXPORT.replace(b"/r.gpx", f"/{route}".encode())
        path = written.archive(tmp_path / "export.zip", document, {route: ROUTES["r.gpx"]})
        data = bytearray(path.read_bytes())
        for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # take away the mark of UTF-8
            at = data.find(mark)
            while at >= 0:
                (flags,) = struct.unpack_from("<H", data, at + flags_at)
                struct.pack_into("<H", data, at + flags_at, flags & ~0x800)
                at = data.find(mark, at + 4)
        path.write_bytes(data)
        assert only(path).samples["latitude_deg"].drop_nulls().len() == 30

    def test_folders_are_searched_by_content_and_routes_are_no_runs_of_their_own(self, tmp_path):
        folder = written.folder(tmp_path / "apple_health_export", EXPORT, ROUTES)
        (folder / "export_cda.xml").write_bytes(b"<ClinicalDocument/>")
        zipped = written.archive(tmp_path / "export.zip", EXPORT, ROUTES)
        with zipfile.ZipFile(tmp_path / "photos.zip", "w") as other:
            other.writestr("a.txt", "a")
        (tmp_path / "run.gpx").write_bytes(ROUTES["r.gpx"])
        assert recording.find([tmp_path]) == [folder / "export.xml", zipped, tmp_path / "run.gpx"]

    def test_an_export_packed_by_gzip_is_no_attack(self, tmp_path):
        path = tmp_path / "export.xml.gz"
        path.write_bytes(gzip.compress(EXPORT))
        with pytest.raises(
            WatchFileError, match=r"^export\.xml\.gz: byte 0: an export of Apple Health .* unpack it first\.$"
        ):
            recording.read(path)

    def test_a_zip_of_something_else_is_refused_as_before(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "photos.zip", "w") as other:
            other.writestr("a.xml", "<a/>")
        with pytest.raises(WatchFileError, match=r"^photos\.zip: .*zip archive; unpack it first"):
            recording.read(tmp_path / "photos.zip")
        assert recording.split(tmp_path / "photos.zip") is None


class TestExtracts:
    def extracts(self, folder, *elements, routes=None):
        return list(recording.split(written.folder(folder, written.document(*elements), routes or ROUTES)))

    def test_an_extract_gives_the_same_run_as_the_export(self, tmp_path):
        whole = only(written.folder(tmp_path / "a", EXPORT, ROUTES))
        (extract,) = self.extracts(tmp_path / "b", *BEATS, W.workout(W.route("r.gpx"), seconds=30))
        path = tmp_path / "kept"
        path.write_bytes(extract.content)
        again = only(path)
        assert extract.name == "2025-09-16-151450-running.apple.xml"
        assert again.samples.equals(whole.samples)
        assert (again.timer_s, again.distance_m, again.warnings) == (whole.timer_s, whole.distance_m, whole.warnings)
        etree.fromstring(extract.content)

    def test_a_later_export_of_the_same_workout_gives_the_same_bytes(self, tmp_path):
        def export(writer, address, exported, *, turned):
            beats = [writer.record(HEART_RATE, at, at, 120 + at, "count/min") for at in range(0, 30, 5)]
            entries = [written.note("HKIndoorWorkout", "0"), written.note("HKTimeZone", "Europe/Paris")]
            totals = [writer.total(kind, "count", seconds=30, sum=5) for kind in ("StepCount", "FlightsClimbed")]
            inside = entries + totals + [writer.event("Lap", 10)]
            if turned:
                beats, inside = beats[::-1], inside[::-1]
            elements = [*beats, writer.workout("".join(inside) + writer.route("r.gpx"), seconds=30)]
            elements = [element.replace("0xc937f6fa0", address) for element in elements]
            return elements, {"r.gpx": written.gpx(POINTS, exported)}

        first, routes = export(Writer(1), "0xc937f6fa0", "2026-01-12T12:58:48Z", turned=False)
        later, later_routes = export(Writer(-7), "0x301e0b5d0", "2026-02-12T08:00:00Z", turned=True)
        more = W.record(HEART_RATE, 5000, 5000, 70, "count/min")
        (one,) = self.extracts(tmp_path / "a", *first, routes=routes)
        (other,) = self.extracts(tmp_path / "b", more, *later, routes=later_routes)
        assert one == other

    def test_the_order_of_records_and_routes_in_the_export_leaves_no_trace(self, tmp_path, monkeypatch):
        from backstride.recording.apple import spill

        routes = {"a.gpx": written.gpx(POINTS[:10]), "b.gpx": written.gpx(POINTS[10:])}
        beats = [W.record(HEART_RATE, at, at, 120 + at % 7, "count/min") for at in range(0, 300, 3)]
        (one,) = self.extracts(tmp_path / "a", *beats, W.workout(W.route("a.gpx", "b.gpx")), routes=routes)
        monkeypatch.setattr(spill, "BUFFER_MAX", 500)  # what lies in memory and what lies on the disk is the same
        (other,) = self.extracts(tmp_path / "b", W.workout(W.route("b.gpx", "a.gpx")), *beats[::-1], routes=routes)
        assert one == other
        rows = [line for line in one.content.splitlines() if line[:1].isdigit()]
        assert rows == sorted(rows)
        assert len(rows) == 100

    def test_two_workouts_at_the_same_time_have_two_names(self, tmp_path):
        extracts = self.extracts(tmp_path, W.workout(seconds=30), W.workout(seconds=31))
        assert [e.name for e in extracts] == [
            "2025-09-16-151450-running.apple.xml",
            "2025-09-16-151450-running-2.apple.xml",
        ]

    @pytest.mark.parametrize("length", [80, 400, 900, 1500])
    def test_a_cut_extract_gives_what_stands_before_or_one_sentence(self, tmp_path, length):
        (extract,) = self.extracts(tmp_path / "a", *BEATS, W.workout(W.route("r.gpx"), seconds=30))
        path = tmp_path / "kept"
        path.write_bytes(extract.content[:length])
        try:
            (run,) = recording.read(path)
        except WatchFileError as error:
            assert "kept: " in str(error)
        else:
            assert "The file stops before its end; what stands before was kept." in run.warnings

    @pytest.mark.parametrize("year", [b"5306", b"2024"])
    def test_a_workout_of_thousands_of_years_or_of_less_than_none_is_refused(self, tmp_path, year):
        # One changed digit; whatever is laid out minute by minute would fill the memory.
        (extract,) = self.extracts(tmp_path / "a", *BEATS, W.workout(seconds=30))
        before, mark, after = extract.content.partition(b'endDate="2025')
        assert mark
        path = tmp_path / "kept"
        path.write_bytes(before + b'endDate="' + year + after)
        with pytest.raises(WatchFileError, match="element Workout"):
            recording.read(path)


def test_what_stands_before_a_cut_at_any_byte_is_kept(tmp_path):
    days = [RUN.replace(day=day) for day in (16, 17, 18)]
    whole = written.document(*BEATS, *(W.workout(seconds=30, since=day) for day in days))
    ends = [at + len(b"</Workout>") for at in range(len(whole)) if whole.startswith(b"</Workout>", at)]
    random.seed(5)
    for cut in [*random.sample(range(len(whole)), 150), *ends, *(end - 1 for end in ends)]:
        path = tmp_path / "export.xml"
        path.write_bytes(whole[:cut])
        complete = sum(end <= cut for end in ends)
        try:
            runs = recording.read(path)
        except WatchFileError as error:
            assert complete == 0
            assert len(str(error).splitlines()) == 1
        else:
            assert len(runs) == complete
            stands = whole[:cut].rstrip().endswith(b"</HealthData>")
            assert stands or any(w.startswith("The export stops at byte") for w in runs[0].warnings)


@pytest.mark.parametrize("what", ["export", "extract"])
def test_whatever_is_changed_in_a_file_there_are_runs_or_one_sentence(tmp_path, what):
    days = [RUN.replace(day=day) for day in (16, 17)]
    inside = W.event("Pause", 5) + W.event("Resume", 9) + written.note("HKTimeZone", "Europe/Paris") + W.route("r.gpx")
    folder = written.folder(tmp_path, written.document(*BEATS, *(W.workout(inside, since=day) for day in days)), ROUTES)
    path = folder / "export.xml"
    if what == "extract":
        first = next(recording.split(folder))
        path.unlink()
        path = tmp_path / first.name
        path.write_bytes(first.content[:3000] + first.content[-600:])
    whole = path.read_bytes()
    draw = random.Random(3)  # noqa: S311 (a test)
    for _ in range(250):
        changed = bytearray(whole)
        for _ in range(draw.randrange(1, 6)):
            at = draw.randrange(len(changed))
            piece = draw.choice(
                [b"", b"<", b">", b'"', b"&", b"\x00", b"\xff", b"9999", b"-", b"1e308", b"nan", b"\n", b"="]
            )
            changed[at : at + draw.randrange(0, 9)] = piece
        path.write_bytes(changed)
        try:
            runs = recording.read(path)
        except WatchFileError as error:
            assert len(str(error).splitlines()) == 1
            continue
        for run in runs:
            recording.summary(run)
            floats = [run.samples[name] for name in run.samples.columns if run.samples[name].dtype.is_float()]
            assert all(values.is_finite().all() for values in floats)


@pytest.mark.parametrize("year", [1972, 1999, 2000, 2023, 2024, 2100])
def test_many_dates_at_once_are_what_the_calendar_says(year):
    first = dt.datetime(year, 1, 1, 13, 14, 15, tzinfo=dt.UTC)
    zones = [dt.timezone(dt.timedelta(minutes=minutes)) for minutes in (-720, -210, 0, 345, 840)]
    days = [(first + dt.timedelta(days=n)).astimezone(zone) for n in range(366) for zone in zones]
    texts = [day.strftime("%Y-%m-%d %H:%M:%S %z").encode() for day in days]
    assert unix_times(texts).tolist() == [int(day.timestamp()) for day in days] == [unix_time(text) for text in texts]


def test_days_and_hours_that_do_not_exist_are_no_times():
    texts = [
        b"2023-02-29 10:00:00 +0000",
        b"2100-02-29 10:00:00 +0000",
        b"2024-04-31 10:00:00 +0000",
        b"2024-13-01 10:00:00 +0000",
        b"2024-00-01 10:00:00 +0000",
        b"2024-01-00 10:00:00 +0000",
        b"2024-01-01 24:00:00 +0000",
        b"2024-01-01 10:60:00 +0000",
    ]
    assert unix_times(texts).tolist() == [-1] * 8
    assert {unix_time(text) for text in texts} == {None}


class TestAgainstAnXmlParser:
    """The scan and lxml read the same records out of exports drawn at random, in pieces of any size."""

    ATTRIBUTES = ("sourceName", "sourceVersion", "device", "unit", "creationDate", "startDate", "endDate", "value")
    TEXTS = ("Watch", "R&amp;D", "a &lt;b&gt; c", "&#65;&#x42;", "ü 表", "o'clock", "startDate=", "/> <Record", "x > y")

    def record(self, draw, kind):
        start = draw.randrange(0, 86_400)
        words = {
            "type": draw.choice([f"{PREFIX}{kind}", f"{PREFIX}{kind}", f"{PREFIX}BodyMass", f"{PREFIX}{kind}Max"]),
            "startDate": W.time(start),
            "endDate": W.time(start + draw.randrange(0, 300)),
            "value": draw.choice(["1", "2.5", "-3", "1e3", ".5"]),
            "unit": draw.choice(["m", "count/min", "km/hr"]),
            "sourceName": draw.choice([text for text in self.TEXTS if "<" not in text.replace("&lt;", "")]),
        }
        names = list(words)
        if draw.random() < 0.5:
            names = ["type", "sourceName", "unit", "startDate", "endDate", "value"]
        else:
            draw.shuffle(names)
        tag = "<Record"
        for name in names:
            quote = "'" if draw.random() < 0.2 and "'" not in words[name] else '"'
            equals = draw.choice(["=", "=", " = "])
            tag += draw.choice([" ", " ", "\n  "]) + name + equals + quote + words[name] + quote
        ending = draw.choice(["/>", " />", "></Record>", '><MetadataEntry key="a" value="b"/></Record>'])
        text = tag + ending
        if draw.random() < 0.1:
            text = draw.choice(
                [
                    f"<!-- {text.replace('--', '')} -->",
                    f"<![CDATA[{text}]]>",
                    f"<Correlation>{text}</Correlation>",
                    "<?app says '<Record x=1/>'?>",
                ]
            )
        return text

    def by_lxml(self, data):
        found = Counter()
        body = data[data.index(b"<HealthData") :]
        for _, element in etree.iterparse(io.BytesIO(body), tag="Record"):
            kind = element.get("type").removeprefix(PREFIX)
            if kind in KINDS:
                start_s, end_s = (unix_time(element.get(name)) for name in ("startDate", "endDate"))
                found[
                    kind, element.get("unit"), element.get("sourceName"), start_s, end_s, element.get("value").encode()
                ] += 1
        return found

    def by_scan(self, data, size):
        chunks = (data[at : at + size] for at in range(0, len(data), size))
        records, found = Records(), Counter()
        for batch in records.batches(Document(chunks).pieces()):
            rows = zip(batch.series, batch.start_s.tolist(), batch.end_s.tolist(), batch.values, strict=True)
            found.update((s.kind, s.unit, s.source, start, end, value) for s, start, end, value in rows)
        assert records.broken == 0
        return found

    @pytest.mark.parametrize("seed", range(12))
    def test_they_agree(self, seed):
        draw = random.Random(seed)  # noqa: S311 (a test)
        records = [self.record(draw, draw.choice(KINDS)) for _ in range(300)]
        data = written.document(*(record + draw.choice(["", "\n", " text "]) for record in records))
        expected = self.by_lxml(data)
        assert expected
        for size in (10**7, draw.randrange(300, 5000), draw.randrange(40, 120)):
            assert self.by_scan(data, size) == expected


def refused(path, *, match):
    tracemalloc.start()
    began = time.perf_counter()
    try:
        with pytest.raises(WatchFileError, match=match):
            recording.read(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200 * 2**20
    assert time.perf_counter() - began < 5  # a second on a quiet machine without tracing; nothing here is quadratic


class TestAttacks:
    BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))

    @pytest.mark.parametrize(
        ("doctype", "match"),
        [
            (f'<!DOCTYPE HealthData [<!ENTITY a0 "ha">{BOMB}]>', r"byte \d+: a '<!ENTITY' declaration"),
            ('<!DOCTYPE HealthData [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<!ENTITY"),
            ('<!DOCTYPE HealthData [<!entity % x SYSTEM "http://example.invalid/x"> %x;]>', "<!ENTITY"),
            ("<!DOCTYPE HealthData [<!-- " + "x" * 3_000_000 + " -->]>", "no element 'HealthData'"),
            (
                "<!DOCTYPE HealthData [<!ATTLIST Record " + " ".join(f'a{n} CDATA "v"' for n in range(400_000)) + ">]>",
                "no element 'HealthData'",
            ),
        ],
        ids=["bomb", "file", "parameter", "long comment", "attributes"],
    )
    def test_what_the_document_type_may_hide_is_refused(self, tmp_path, doctype, match):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(W.workout(), doctype=doctype))
        refused(path, match=match)

    def test_declarations_later_on_are_refused_too(self, tmp_path):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document('<!ENTITY x "y">', W.workout()))
        refused(path, match=r"byte \d+: a '<!ENTITY' declaration")

    def test_a_reference_is_never_resolved(self, tmp_path):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(*BEATS, W.workout(seconds=30, source="&x; &amp;lt; &#0;")))
        (run,) = recording.read(path)
        assert run.samples.height == 6

    def test_depth_without_end_is_one_broken_workout(self, tmp_path):
        path = tmp_path / "export.xml"
        inside = "<a>" * 200_000 + "</a>" * 200_000
        path.write_bytes(written.document(W.workout(inside)))
        refused(path, match="no workout can be read")

    @pytest.mark.parametrize("opened", ['<Record type="', "<!-- ", "<![CDATA[", "<Workout a='"])
    def test_a_tag_without_end_stops_the_reading(self, tmp_path, opened):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(opened + "x" * 50_000_000, W.workout()))
        refused(path, match="stops before its first workout")

    def test_a_workout_without_end_is_left_out(self, tmp_path):
        path = tmp_path / "export.xml"
        event = W.event("Lap", 5)
        path.write_bytes(written.document(W.workout(event * 400_000).replace("</Workout>", ""), W.workout()))
        (run,) = recording.read(path)
        assert "1 workout of the export left out" in run.warnings[0]

    def test_quotes_that_do_not_pair_cost_no_time(self, tmp_path):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document("<Record a='\"" * 200_000, W.workout()))
        (run,) = recording.read(path)
        assert run.started_at == RUN

    @pytest.mark.parametrize(
        "text",
        [
            b"<!DOCTYPE HealthData [\n" + b"<!--" * 20_000,
            written.document("<Record " + " " * 80_000 + "x", W.workout()),
            written.document("<Workout><a " + "a." * 20_000 + "/></Workout>", W.workout()),
            written.document("<Workout><" + "a" * 80_000 + " <b/></Workout>", W.workout()),
            written.document(W.workout().replace("name:Apple Watch", "name:" * 60_000)),
            written.document(W.workout().replace(W.time(0), W.time(0)[:19] + " " * 40_000 + "x")),
        ],
        ids=["comments", "blanks", "attribute", "name", "device", "date"],
    )
    def test_text_made_to_be_looked_through_again_and_again_costs_no_time(self, tmp_path, text):
        path = tmp_path / "export.xml"
        path.write_bytes(text)
        began_s = time.process_time()
        with contextlib.suppress(WatchFileError):
            recording.read(path)
        assert time.process_time() - began_s < 1.5

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
    def test_another_encoding_hides_nothing(self, tmp_path, encoding):
        text = written.document(W.workout(), doctype='<!DOCTYPE HealthData [<!ENTITY x "y">]>').decode()
        path = tmp_path / "export.xml"
        path.write_bytes(text.encode(encoding))
        refused(path, match="ENTITY")


def test_what_is_put_aside_in_many_parts_comes_back_in_their_order(tmp_path, monkeypatch):
    from backstride.recording.apple import spill

    monkeypatch.setattr(spill, "BUFFER_MAX", 200)
    with spill.Spill(tmp_path) as aside:
        for n in range(100):
            aside.add(n % 3, b"%d " % n)
        assert [aside.get(key).split() for key in range(4)] == [
            [b"%d" % n for n in range(key, 100, 3)] if key < 3 else [] for key in range(4)
        ]
    assert list(tmp_path.iterdir()) == []


class TestArchivesMadeToHarm:
    def test_an_encrypted_archive_is_one_sentence(self, tmp_path):
        path = written.archive(tmp_path / "export.zip", EXPORT)
        data = bytearray(path.read_bytes())
        for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(mark)
            while at >= 0:
                data[at + flags_at] |= 1
                at = data.find(mark, at + 4)
        path.write_bytes(data)
        refused(path, match=r"^export\.zip: the zip archive is encrypted; export your health data again")
        assert recording.find([tmp_path]) == [path]  # found in a folder too, so that its reason is told

    def test_an_archive_cut_short_is_one_sentence(self, tmp_path):
        path = written.archive(tmp_path / "export.zip", EXPORT, ROUTES)
        path.write_bytes(path.read_bytes()[:-30])
        refused(path, match=r"^export\.zip: the zip archive is incomplete or damaged; copy it again\.")

    def test_a_document_damaged_within_the_archive_gives_what_stands_before(self, tmp_path):
        days = [RUN.replace(day=day, hour=hour) for day in range(1, 29) for hour in range(24)]
        draw = random.Random(1)  # noqa: S311 (a test)
        workouts = [W.workout(seconds=draw.randrange(30, 900), since=day, source=f"{draw.random()}") for day in days]
        path = written.archive(tmp_path / "export.zip", written.document(*workouts))
        data = bytearray(path.read_bytes())
        middle = len(data) // 2
        data[middle : middle + 40] = b"\x00" * 40
        path.write_bytes(data)
        runs = recording.read(path)
        assert 0 < len(runs) <= len(days)
        assert any("The export stops at byte" in w or "left out" in w for w in runs[0].warnings)

    def test_records_multiplied_by_workouts_that_overlap_are_refused(self, tmp_path, monkeypatch):
        from backstride.recording.apple import spill

        monkeypatch.setattr(spill, "TOTAL_MAX", 100_000)
        beats = [W.record(HEART_RATE, at, at, 120, "count/min") for at in range(0, 600, 2)]
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(*beats, *(W.workout(seconds=600 + n) for n in range(50))))
        refused(path, match="more records within workouts than a watch makes")

    def test_a_crowd_of_records_in_one_workout_is_left_out_not_the_workout(self, tmp_path, monkeypatch):
        monkeypatch.setattr("backstride.recording.apple.split.RECORDS_MAX", 1000)
        monkeypatch.setattr("backstride.recording.apple.spill.BUFFER_MAX", 700)
        path = tmp_path / "export.xml"
        beats = [W.record(HEART_RATE, at, at, 120, "count/min") for at in range(0, 600, 5)]
        path.write_bytes(written.document(*beats, W.workout(), W.workout(since=RUN + dt.timedelta(days=1))))
        crowded, other = recording.read(path)
        assert crowded.samples.height == 0
        assert crowded.warnings == ("Values left out, as this workout holds more than a watch can measure.",)
        assert other.warnings == ()

    def test_a_crowd_of_parts_in_one_workout_is_one_broken_workout(self, tmp_path, monkeypatch):
        monkeypatch.setattr("backstride.recording.apple.markup.PARTS_MAX", 100)
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(W.workout("<a b='' c=''/>" * 40), W.workout()))
        (run,) = recording.read(path)
        assert run.warnings == ("1 workout of the export left out, as the text is broken there.",)

    def test_a_crowd_of_workouts_in_one_hour_is_thinned(self, tmp_path):
        path = tmp_path / "export.xml"
        path.write_bytes(written.document(*(W.workout(seconds=60 + n) for n in range(70))))
        runs = recording.read(path)
        assert len(runs) == 64
        assert runs[0].warnings[0] == "6 workouts left out, as too many overlap."

    def test_a_bomb_is_refused_after_its_real_bytes(self, tmp_path):
        path = tmp_path / "export.zip"
        head, blank = written.document(end=""), b" " * 2**20
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("x/export.xml", "w") as entry:
            entry.write(head)
            for _ in range(140):
                entry.write(blank)
        refused(path, match="unpacks without end, like a zip bomb")

    @pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_packing_that_swells_all_at_once_is_refused_unpacked(self, tmp_path, packing, monkeypatch):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w", packing) as file:
            file.writestr("apple_health_export/export.xml", EXPORT)
        monkeypatch.setattr(zipfile.ZipFile, "open", None)
        refused(path, match="packed in a way the Health app does not use")

    def test_a_locked_archive_of_something_else_is_not_taken_for_health_data(self, tmp_path):
        path = tmp_path / "papers.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as file:
            file.writestr("letter.xml", "<letter/>")
        refused(path, match="it looks like a zip archive")

    def test_a_table_of_contents_out_of_proportion_is_not_read(self, tmp_path):
        path = written.archive(tmp_path / "export.zip", EXPORT)
        data = bytearray(path.read_bytes())
        struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, 0x7FFFFFFF)
        path.write_bytes(data)
        refused(path, match="zip archive lists more than")

    def test_a_crowd_of_entries_is_refused_unread(self, tmp_path):
        path = tmp_path / "export.zip"
        path.write_bytes(
            b"PK\x03\x04apple_health_export"
            + struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**7, 10**7, 10**9, 0)
            + struct.pack("<4sLQL", b"PK\x06\x07", 0, 30, 1)
            + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
        )
        refused(path, match="lists more than 100000 files")

    @pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "C:\\evil", "a/../../evil"])
    def test_names_lead_nowhere(self, tmp_path, name):
        path = tmp_path / "in" / "export.zip"
        path.parent.mkdir()
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(f"{name}/export.xml", EXPORT)
            file.writestr(f"{name}/workout-routes/r.gpx", ROUTES["r.gpx"])
        assert only(path).samples["latitude_deg"].drop_nulls().len() == 30
        assert sorted(p.name for p in tmp_path.rglob("*")) == ["export.zip", "in"]


def test_a_record_that_needs_no_workout_is_no_activity(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(written.document(*BEATS))
    with pytest.raises(NotAnActivityError):
        recording.read(path)
