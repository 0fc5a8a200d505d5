"""Small FIT files of runs, written by `scripts/fit_writer.py`."""

from fit_writer import FitWriter

FILE_ID, SPORT, SESSION, RECORD, EVENT, ACTIVITY, HR, FIELD_DESCRIPTION, DEVELOPER_DATA_ID = (
    *(0, 12, 18, 20, 21, 34, 132),
    *(206, 207),
)
NOON = 1_100_000_000
"""FIT time of the first sample; Unix 1731065600, which is 2024-11-08 11:33:20 UTC."""
NOON_UNIX = NOON + 631_065_600
RUNNING, CYCLING, SWIMMING, TRANSITION = 1, 2, 5, 3
START, STOP, STOP_ALL, STOP_DISABLE_ALL = 0, 1, 4, 9


class FitBytes(FitWriter):
    """Messages that a run is made of."""

    def file_id(self, *, kind=4, maker=1, product=3113, time=NOON):
        """Type 4 is an activity, maker 1 is Garmin."""
        self.define(0, FILE_ID, [(0, "enum"), (1, "uint16"), (2, "uint16"), (4, "uint32")])
        return self.data(0, kind, maker, product, time)

    def events(self, *pairs):
        """(seconds, kind of event) of the timer."""
        self.define(1, EVENT, [(253, "uint32"), (0, "enum"), (1, "enum")])
        for second, kind in pairs:
            self.data(1, NOON + second, 0, kind)
        return self

    def session(self, *, start=0, elapsed=None, timer=None, distance=None, sport=RUNNING, sub_sport=0, end=None):
        """Summary of a leg; start and end in seconds, distance in metres."""
        self.define(
            2,
            SESSION,
            [(253, "uint32"), (2, "uint32"), (5, "enum"), (6, "enum"), (7, "uint32"), (8, "uint32"), (9, "uint32")],
        )
        stop = end if end is not None else start + (elapsed or 0)
        thousand = [None if value is None else round(value * 1000) for value in (elapsed, timer)]
        hundred = None if distance is None else round(distance * 100)
        return self.data(2, NOON + int(stop), NOON + start, sport, sub_sport, *thousand, hundred)

    def activity(self, *, local=None, time=NOON):
        """local: what the watch calls local time, as a FIT time."""
        self.define(3, ACTIVITY, [(253, "uint32"), (5, "uint32"), (1, "uint16")])
        return self.data(3, time, local, 1)

    def records(self, *fields, rows, seconds=None):
        """One sample a second (or at `seconds`); fields: (number, type name); rows: stored values."""
        self.define(4, RECORD, [(253, "uint32"), *fields])
        for index, row in enumerate(rows):
            second = index if seconds is None else seconds[index]
            self.data(4, NOON + second, *row)
        return self


def steady(count, *, speed=3):
    """Rows for fields ((5, "uint32"), (4, "uint8")): distance in hundredths of a metre, 80 strides a minute."""
    return [(100 * speed * second, 80) for second in range(count)]


STEADY = ((5, "uint32"), (4, "uint8"))
