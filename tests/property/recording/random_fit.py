"""FIT files with random definitions, written straight from the protocol, and what must be read from them."""

import struct
from dataclasses import dataclass, field

from hypothesis import strategies as st

from fit_writer import TYPES
from unit.recording.fit_bytes import FitBytes

KINDS = [name for name in TYPES if name not in {"string", "byte"}]
SCALES = {(20, 5): 100, (20, 73): 1000, (20, 39): 10, (20, 53): 128, (18, 7): 1000, (18, 9): 100}
"""(message, field) -> scale by the FIT profile, of fields without an offset that nothing else is made of."""
RECORD, SESSION, UNKNOWN, OTHER = 20, 18, 0xFF00, 0xFF01
TIMESTAMP = 253
FIELDS = {
    RECORD: [5, 73, 39, 53, 140, 201],
    SESSION: [7, 9, 240, 241],
    UNKNOWN: [0, 1, 2, 3, 4, 254],
    OTHER: [0, 1, 2],
}
APPS = {(0, 0): "float32", (0, 1): "uint16", (1, 0): "sint8", (1, 7): ("string", 5)}
"""(app, field) -> type, the same in the whole file."""


@dataclass
class Answer:
    """The messages in order: (kind, {field: stored value}, {(app, field): stored value}, time in its header)."""

    messages: list = field(default_factory=list)
    clock: int = 0


def value_of(kind):
    """Strategy for (what is written, what must be read; None for missing)."""
    if isinstance(kind, int):
        kind = ("byte", kind)
    name, count = (kind, 1) if isinstance(kind, str) else kind
    if name == "string":
        text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=count)
        fits = text.map(lambda one: one.encode()).filter(lambda one: len(one) <= count)
        return fits.map(lambda one: (one, one.decode() or None))
    if name == "byte":
        many = st.binary(min_size=count, max_size=count)
        return many.map(lambda one: (one, None if set(one) == {0xFF} else tuple(one)))
    one = st.none() | _numbers(*TYPES[name])
    if count == 1:
        return one.map(lambda value: (value, value))
    return st.tuples(*[one] * count).map(lambda values: (values, values))


def _numbers(_, letter, missing):
    if letter in "fd":
        return st.floats(allow_nan=False, width=32 if letter == "f" else 64)
    bits = 8 * struct.calcsize(letter)
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if letter.islower() else (0, 2**bits - 1)
    return st.integers(low, high).filter(lambda value: value != missing)


kinds = st.one_of(
    st.sampled_from(KINDS),
    st.sampled_from(KINDS),
    st.tuples(st.sampled_from(KINDS), st.integers(2, 5)),
    st.tuples(st.just("string"), st.integers(1, 9)),
    st.integers(1, 6),
)


@st.composite
def definitions(draw):
    """(message, fields, app fields) of one definition."""
    message = draw(st.sampled_from(sorted(FIELDS)))
    numbers = draw(st.lists(st.sampled_from(FIELDS[message]), unique=True, max_size=5))
    fields = [(number, draw(kinds)) for number in numbers]
    if draw(st.booleans()):
        fields.insert(draw(st.integers(0, len(fields))), (TIMESTAMP, "uint32"))
    apps = draw(st.lists(st.sampled_from(sorted(APPS)), unique=True, max_size=3)) if draw(st.booleans()) else []
    return message, fields, apps


@st.composite
def fit_files(draw):
    """(bytes of a FIT file, its `Answer`)."""
    fit, answer, local = FitBytes(endian=draw(st.sampled_from("<>"))), Answer(), {}
    describe_at = draw(st.integers(0, 3))
    for step in range(draw(st.integers(1, 9))):
        if step == describe_at:
            _describe(fit, answer)
            local.pop(14, None), local.pop(15, None)
        if draw(st.booleans()) or not local:
            number = draw(st.integers(0, 5) | st.integers(0, 13))
            local[number] = draw(definitions())
            message, fields, apps = local[number]
            fit.endian = draw(st.sampled_from("<>"))
            fit.define(number, message, fields, developer=[(one, APPS[app, one], app) for app, one in apps])
            local[number] = (*local[number], fit.endian)
        number = draw(st.sampled_from(sorted(local)))
        # One message many times over is what the fast passes look out for.
        _data(draw, fit, answer, number, local[number], draw(st.sampled_from([1, 1, 2, 150])))
    if describe_at >= step + 1:
        _describe(fit, answer)
    header_size = draw(st.sampled_from([12, 14]))
    return fit.finish(header_size=header_size, header_crc=draw(st.booleans())), answer


def _data(draw, fit, answer, number, defined, times):
    message, fields, apps, fit.endian = defined
    stored = {one: draw(value_of(kind)) for one, kind in fields}
    app_values = {one: draw(value_of(APPS[one])) for one in apps}
    offset = draw(st.integers(0, 31)) if number < 4 and draw(st.booleans()) else None
    written = [value for value, _ in (*stored.values(), *app_values.values())]
    for _ in range(times):
        if offset is None:
            fit.data(number, *written)
        else:
            fit.compressed(number, offset, *written)
        full = stored.get(TIMESTAMP, (None, None))[1]
        answer.clock = answer.clock if full is None else full
        if offset is not None:
            answer.clock += (offset - answer.clock) % 32
        answer.messages.append(
            (
                message,
                {one: value for one, (_, value) in stored.items() if value is not None},
                {one: value for one, (_, value) in app_values.items() if value is not None},
                None if offset is None else answer.clock,
            )
        )


def _describe(fit, answer):
    """What the apps say of their fields, at locals 14 and 15."""
    fit.define(14, 207, [(1, 16), (3, "uint8")])
    for app in (0, 1):
        fit.data(14, bytes([app + 1] * 16), app)
        answer.messages.append((207, {1: tuple([app + 1] * 16), 3: app}, {}, None))
    fit.define(15, 206, [(0, "uint8"), (1, "uint8"), (2, "uint8"), (3, ("string", 8))])
    for (app, number), kind in APPS.items():
        code = TYPES[kind if isinstance(kind, str) else kind[0]][0]
        name = f"f{app}-{number}"
        fit.data(15, app, number, code, name.encode())
        answer.messages.append((206, {0: app, 1: number, 2: code, 3: name}, {}, None))
