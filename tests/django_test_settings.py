"""The product's settings, on a data folder of the tests: no test may see the one of whoever runs them."""

import os
import tempfile

for name in [name for name in os.environ if name.startswith("BACKSTRIDE_") and name != "BACKSTRIDE_SHARED"]:
    del os.environ[name]
os.environ["BACKSTRIDE_DATA"] = tempfile.mkdtemp(prefix="backstride-tests-")

from backstride.web.settings import *  # noqa: E402, F403
