"""What running did to the body: runs to days, weeks, jumps in load, and the findings a watch can answer.

`of_run` looks at one recording, `of_runs` at all of a runner's recordings up to a day.
"""

from backstride.exposure.look_back import pain_began_on, samples_since
from backstride.exposure.per_run import of_run
from backstride.exposure.per_runner import of_runs
from backstride.exposure.result import (
    ExposureError,
    Exposures,
    LeftAside,
    MeasuredFinding,
    RunExposure,
    RunFact,
)
from backstride.exposure.splits import Split, splits

__all__ = [
    "ExposureError",
    "Exposures",
    "LeftAside",
    "MeasuredFinding",
    "RunExposure",
    "RunFact",
    "Split",
    "of_run",
    "of_runs",
    "pain_began_on",
    "samples_since",
    "splits",
]
