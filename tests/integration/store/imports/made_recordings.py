"""Watch files made by hand, and a picture of everything that the store keeps."""

import hashlib
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

WATCHFILES = Path(__file__).resolve().parents[3] / "data" / "watchfiles"
BERLIN = (52.52, 13.405)


def everything(data):
    """Rows by model (jobs and tasks too), and files by path."""
    from django.apps import apps

    models = apps.get_app_config("store").get_models()
    rows = {model.__name__: sorted(map(repr, model.objects.values_list())) for model in models}
    files = {
        str(path.relative_to(data.root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (data.runners, data.scratch)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return rows, files


def gpx(start, *, place=BERLIN, seconds=60, name="run", kind="running", creator="watch"):
    """A GPX file of a steady run eastward, one point every ten seconds, three metres a second."""
    points = []
    for second in range(0, seconds + 1, 10):
        east = place[1] + second * 3 / (111_320 * math.cos(math.radians(place[0])))
        east = (east + 180) % 360 - 180
        moment = (start + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
        points.append(f'<trkpt lat="{place[0]:.7f}" lon="{east:.7f}"><time>{moment}</time></trkpt>')
    return (
        f'<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="{creator}">'
        f"<trk><name>{name}</name><type>{kind}</type><trkseg>{''.join(points)}</trkseg></trk></gpx>"
    ).encode()


def utc(*moment):
    """An instant."""
    return datetime(*moment, tzinfo=UTC)
