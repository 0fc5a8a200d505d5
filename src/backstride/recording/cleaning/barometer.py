"""Which watches measure height by air pressure; their files do not say so."""

from __future__ import annotations

import unicodedata

from backstride.recording.limits import limits


def has_barometer(device: str | None) -> bool:
    """True where the model is known to have one.

    Neither the resolution of the heights (FIT writes all in steps of 0.2 m) nor their jitter (receivers smooth theirs)
    tells the two apart in our recordings, so only the name of the model does; a model we do not know counts as without,
    which asks for larger turns and so never adds climbing that was not there.

    Parameters
    ----------
    device
        As in `Run`.
    """
    # Makers write their names with accents in some files and without in others.
    plain = unicodedata.normalize("NFKD", device or "").encode("ascii", "ignore").decode()
    name = "".join(plain.casefold().split())
    return any(model in name for model in limits().barometers)
