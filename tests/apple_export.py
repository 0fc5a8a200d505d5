"""Writes exports of Apple Health in the layout that the Health app gives them; nothing in them is anybody's data."""

import zipfile
from datetime import UTC, datetime, timedelta, timezone
from xml.sax.saxutils import quoteattr

DOCTYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  startDate     CDATA #REQUIRED
  startDate     CDATA #REQUIRED
>
<!-- Note: Any Records that appear as children of a correlation also appear as top-level records in this document. -->
<!ATTLIST VisionPrescription
  type             CDATA #REQUIRED
  brand            CDATA #IMPLIED
<!ELEMENT RightEye EMPTY>
]>
"""
"""As iOS 16 writes it: an attribute declared twice, a declaration that does not end."""
RUN = datetime(2025, 9, 16, 15, 14, 50, tzinfo=UTC)
WATCH = (
    "<<HKDevice: 0xc937f6fa0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch7,2, "
    "software:11.6.1, creation date:2025-08-14 23:49:07 +0000>"
)
PHONE = "<<HKDevice: 0xc937f6fb0>, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone14,5>"
HEART_RATE, STEPS, DISTANCE = "HeartRate", "StepCount", "DistanceWalkingRunning"


class Writer:
    """Writes elements with the times of a phone that stands `offset_h` hours ahead of UTC."""

    def __init__(self, offset_h=1.0):
        self._zone = timezone(timedelta(hours=offset_h))

    def time(self, seconds, since=RUN):
        """`seconds` after `since`, as the phone writes it."""
        return (since + timedelta(seconds=seconds)).astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S %z")

    def record(self, kind, start, end, value, unit, source="Watch of Ana", device=WATCH, since=RUN, child=""):
        """One record, `start` to `end` seconds after `since`."""
        device = f" device={quoteattr(device)}" if device else ""
        head = (
            f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName={quoteattr(source)} sourceVersion="11.6"{device}'
            f' unit="{unit}" creationDate="{self.time(end, since)}" startDate="{self.time(start, since)}"'
            f' endDate="{self.time(end, since)}" value="{value}"'
        )
        return f" {head}>\n  {child}\n </Record>\n" if child else f" {head}/>\n"

    def workout(
        self, inside="", *, kind="Running", seconds=600, minutes=None, since=RUN, source="Watch of Ana", more=""
    ):
        """One workout that lasts `seconds`, of which `minutes` by the timer."""
        minutes = seconds / 60 if minutes is None else minutes
        return (
            f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" duration="{minutes}" durationUnit="min"'
            f' sourceName={quoteattr(source)} sourceVersion="11.6" device={quoteattr(WATCH)}{more}'
            f' creationDate="{self.time(seconds + 9, since)}" startDate="{self.time(0, since)}"'
            f' endDate="{self.time(seconds, since)}">\n{inside} </Workout>\n'
        )

    def total(self, kind, unit, seconds=600, since=RUN, **values):
        """One `WorkoutStatistics`."""
        words = "".join(f' {name}="{value}"' for name, value in values.items())
        return (
            f'  <WorkoutStatistics type="HKQuantityTypeIdentifier{kind}" startDate="{self.time(0, since)}"'
            f' endDate="{self.time(seconds, since)}"{words} unit="{unit}"/>\n'
        )

    def event(self, kind, at, since=RUN):
        """One `WorkoutEvent`."""
        return f'  <WorkoutEvent type="HKWorkoutEventType{kind}" date="{self.time(at, since)}"/>\n'

    def route(self, *names):
        """A `WorkoutRoute` of these files."""
        files = "".join(f'   <FileReference path="/workout-routes/{name}"/>\n' for name in names)
        return f'  <WorkoutRoute sourceName="Watch of Ana" startDate="{self.time(0)}">\n{files}  </WorkoutRoute>\n'


def note(key, value):
    """One `MetadataEntry`."""
    return f"  <MetadataEntry key={quoteattr(key)} value={quoteattr(value)}/>\n"


def document(*elements, doctype=DOCTYPE, end="</HealthData>\n"):
    """The whole of an export's main document."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + doctype + '<HealthData locale="de_DE">\n'
    about = ' <ExportDate value="2026-01-12 13:58:48 +0100"/>\n <Me HKCharacteristicTypeIdentifierBloodType=""/>\n'
    return (head + about + "".join(elements) + end).encode()


def gpx(points, exported="2026-01-12T12:58:48Z"):
    """A route: `points` are (seconds after `RUN`, latitude, longitude, height)."""
    body = "".join(
        f'<trkpt lon="{lon:.6f}" lat="{lat:.6f}"><ele>{height}</ele>'
        f"<time>{(RUN + timedelta(seconds=at)).strftime('%Y-%m-%dT%H:%M:%SZ')}</time>"
        "<extensions><speed>2.5</speed><course>143.7</course><hAcc>1.4</hAcc><vAcc>1.4</vAcc></extensions></trkpt>\n"
        for at, lat, lon, height in points
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Apple Health Export" '
        'xmlns="http://www.topografix.com/GPX/1/1"><metadata><time>' + exported + "</time></metadata>"
        f"<trk><name>Route</name><trkseg>{body}</trkseg></trk></gpx>\n"
    ).encode()


def folder(where, data, routes=None, name="export.xml"):
    """Write an export as a folder; gives the folder."""
    (where / "workout-routes").mkdir(parents=True, exist_ok=True)
    (where / name).write_bytes(data)
    for route, text in (routes or {}).items():
        (where / "workout-routes" / route).write_bytes(text)
    return where


def archive(path, data, routes=None, inside="apple_health_export", name="export.xml"):
    """Write an export as the phone's zip; gives its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{inside}/{name}", data)
        file.writestr(f"{inside}/export_cda.xml", b'<?xml version="1.0"?><ClinicalDocument/>')
        for route, text in (routes or {}).items():
            file.writestr(f"{inside}/workout-routes/{route}", text)
    return path
