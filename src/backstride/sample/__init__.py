"""The sample runner of `backstride demo`: watch files, a check-in and what goes with them, as data.

A composite of real recordings, not a person; `ORIGIN.md` says where each part comes from and what was changed.
"""
