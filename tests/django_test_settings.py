"""The product's settings, on a data folder of the tests: no test may see the one of whoever runs them."""

import os
import tempfile

OF_THE_TESTS = ("BACKSTRIDE_SHARED", "BACKSTRIDE_SOAK_")
"""Where the dossiers lie, and the sizes of the long checks; no settings of the product."""

for name in [name for name in os.environ if name.startswith("BACKSTRIDE_") and not name.startswith(OF_THE_TESTS)]:
    del os.environ[name]
os.environ["BACKSTRIDE_DATA"] = tempfile.mkdtemp(prefix="backstride-tests-")

from backstride.web.settings import *  # noqa: E402, F403
