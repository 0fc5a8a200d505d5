"""FIT files: bytes -> columns -> legs of an activity."""

from backstride.recording.fit.legs import read_fit

__all__ = ["read_fit"]
