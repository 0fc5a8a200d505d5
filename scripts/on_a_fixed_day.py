"""The product's settings with a clock that starts on the morning of the sample runner's day: pictures never age."""

import time_machine

THEN = "2026-11-16T08:10:00Z"
time_machine.travel(THEN, tick=True).start()

from backstride.web.settings import *  # noqa: E402, F403
