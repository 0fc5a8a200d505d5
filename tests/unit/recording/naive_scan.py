"""The messages of a FIT body, one byte after the other as the protocol has it: what the fast passes must equal."""

from backstride.recording.fit import scan


def naive_scan(data, start, end):
    """(offset of each message, its definition, different definitions, where it stopped, how)."""
    walk = _Naive(data[:end])
    here, ending = start, scan.WHOLE
    while here < end and ending == scan.WHOLE:
        header = data[here]
        step = walk.define if not header & 0x80 and header & 0x40 else walk.message
        after, ending = step(here)
        here = after if ending == scan.WHOLE else here
    return walk.at, walk.kind, walk.definitions, here, ending


class _Naive:
    def __init__(self, data):
        self.data = data
        self.local, self.at, self.kind, self.definitions = {}, [], [], []

    def define(self, here):
        """Offset behind the definition at `here`, and whether it makes sense."""
        data, after, sizes = self.data, here + 5, []
        for _ in range(2 if data[here] & 0x20 else 1):
            if after >= len(data) or after + 1 + 3 * data[after] > len(data):
                return here, scan.CUT
            sizes += [data[after + 2 + 3 * field] for field in range(data[after])]
            after += 1 + 3 * data[after]
        if 0 in sizes:
            return here, scan.NO_SIZE
        definition = bytes([0x40 | data[here] & 0x20]) + data[here + 1 : after]
        if definition not in self.definitions:
            if len(self.definitions) == scan.DEFINITIONS_MAX:
                return here, scan.TOO_MANY_DEFINITIONS
            self.definitions.append(definition)
        self.local[data[here] & 15] = self.definitions.index(definition), 1 + sum(sizes)
        return after, scan.WHOLE

    def message(self, here):
        """Offset behind the data message at `here`, and whether it makes sense."""
        header = self.data[here]
        number = header >> 5 & 3 if header & 0x80 else header & 15
        if number not in self.local:
            return here, scan.NOT_DEFINED
        which, size = self.local[number]
        if here + size > len(self.data):
            return here, scan.CUT
        if len(self.at) == scan.MESSAGES_MAX:
            return here, scan.TOO_MANY_MESSAGES
        self.at.append(here)
        self.kind.append(which)
        return here + size, scan.WHOLE
