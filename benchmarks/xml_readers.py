"""Ways to read GPX and TCX, ours and others', from bytes to values; and what reading costs at the very least."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fit_readers import Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WANTED = {
    "ele": float,
    "AltitudeMeters": float,
    "hr": float,
    "heartrate": float,
    "Value": float,
    "cad": float,
    "cadence": float,
    "Cadence": float,
    "RunCadence": float,
    "LatitudeDegrees": float,
    "LongitudeDegrees": float,
    "time": datetime.fromisoformat,
    "Time": datetime.fromisoformat,
}


def _limit() -> Callable[[Path], int]:
    return lambda path: len(path.read_bytes()) and 0


def _ours() -> Callable[[Path], int]:
    """Every column that a GPX or TCX file can fill."""
    from backstride.recording.xml import document, gpx, tcx
    from backstride.recording.xml.names import local_name

    readers = {gpx.POINT: gpx.texts_of, tcx.POINT: tcx.texts_of}

    def count(path: Path) -> int:
        root, points, damage = document.parse(path.read_bytes(), readers)
        read = gpx.read_gpx if local_name(root) == "gpx" else tcx.read_tcx
        return sum(leg.times_s.size for leg in read(root, points, damage))

    return count


def _parser_alone() -> Callable[[Path], int]:
    from backstride.recording.xml import document

    document.excise = lambda *_: None  # type: ignore[assignment]
    return _ours()


def _runs() -> Callable[[Path], int]:
    from backstride.recording import read

    return lambda path: sum(run.samples.height for run in read(path))


def _gpxpy() -> Callable[[Path], int]:
    import gpxpy

    def count(path: Path) -> int:
        parsed = gpxpy.parse(path.read_text(encoding="utf-8-sig"))
        return sum(len(segment.points) for track in parsed.tracks for segment in track.segments)

    return count


def _lxml() -> Callable[[Path], int]:
    """What one writes who wants columns of position, height, time, heart rate and cadence from lxml."""
    import io

    import numpy as np
    from lxml import etree

    def count(path: Path) -> int:
        rows = []
        events = etree.iterparse(io.BytesIO(path.read_bytes().lstrip()), tag=("{*}trkpt", "{*}Trackpoint"))
        for _, point in events:
            row = {"lat": float(point.get("lat", "nan")), "lon": float(point.get("lon", "nan"))}
            for element in point.iter():
                name = element.tag.rpartition("}")[2]
                if name in _WANTED and element.text:
                    value = _WANTED[name](element.text)
                    row[name] = value.timestamp() if isinstance(value, datetime) else value
            rows.append(row)
            point.clear()
        names = {name for row in rows for name in row}
        columns = {name: np.array([row.get(name, np.nan) for row in rows]) for name in names}
        return len(rows) if columns else 0

    return count


def written_gpx(samples: int) -> bytes:
    """A GPX file of some samples as Garmin writes it: place, height, time, heart rate, cadence."""
    points = (
        f'      <trkpt lat="{45 + second * 1.7e-5:.25f}" lon="{5 + second * 1e-6:.25f}">\n'
        f"        <ele>{236.8 + second % 50 / 5:.16f}</ele>\n        <time>{_moment(second)}</time>\n"
        "        <extensions>\n          <ns3:TrackPointExtension>\n"
        f"            <ns3:hr>{120 + second % 60}</ns3:hr>\n            <ns3:cad>{80 + second % 9}</ns3:cad>\n"
        "          </ns3:TrackPointExtension>\n        </extensions>\n      </trkpt>\n"
        for second in range(samples)
    )
    spaces = (
        'xmlns="http://www.topografix.com/GPX/1/1" xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"'
    )
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="Test" {spaces}>\n  <trk><type>running</type><trkseg>\n'
    )
    return (head + "".join(points) + "  </trkseg></trk>\n</gpx>\n").encode()


def written_tcx(samples: int) -> bytes:
    """A TCX file of some samples as Garmin writes it: the same, and distance and speed."""
    points = (
        f"          <Trackpoint>\n            <Time>{_moment(second)}</Time>\n            <Position>\n"
        f"              <LatitudeDegrees>{45 + second * 1.7e-5:.14f}</LatitudeDegrees>\n"
        f"              <LongitudeDegrees>{5 + second * 1e-6:.15f}</LongitudeDegrees>\n            </Position>\n"
        f"            <AltitudeMeters>{236.8 + second % 50 / 5:.15f}</AltitudeMeters>\n"
        f"            <DistanceMeters>{3 * second:.12f}</DistanceMeters>\n"
        f"            <HeartRateBpm>\n              <Value>{120 + second % 60}</Value>\n            </HeartRateBpm>\n"
        "            <Extensions>\n              <ns3:TPX>\n                <ns3:Speed>2.999000072479248</ns3:Speed>\n"
        f"                <ns3:RunCadence>{80 + second % 9}</ns3:RunCadence>\n              </ns3:TPX>\n"
        "            </Extensions>\n          </Trackpoint>\n"
        for second in range(samples)
    )
    maker = "http://www.garmin.com/xmlschemas"
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TrainingCenterDatabase xmlns="{maker}/TrainingCenterDatabase/v2" xmlns:ns3="{maker}/ActivityExtension/v2">\n'
        '  <Activities><Activity Sport="Running"><Lap StartTime="2026-11-01T00:00:00Z"><Track>\n'
    )
    return (head + "".join(points) + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n").encode()


def _moment(second: int) -> str:
    day, second = divmod(second, 86_400)
    return f"2026-11-{day % 28 + 1:02d}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000Z"


LIMIT = "reading alone"
OURS, PARSER = "Backstride", "Backstride, lxml alone"
GPXPY, LXML = "gpxpy", "lxml iterparse"
_EVERY = (
    Reader(LIMIT, "nothing", _limit),
    Reader(OURS, "columns of samples", _ours),
    Reader(PARSER, "columns of samples", _parser_alone),
    Reader("Backstride, runs", "cleaned runs", _runs),
    Reader(GPXPY, "objects", _gpxpy),
    Reader(LXML, "columns of samples", _lxml),
)
GPX_READERS = {reader.name: reader for reader in _EVERY}
TCX_READERS = {reader.name: reader for reader in _EVERY if reader.name != GPXPY}
