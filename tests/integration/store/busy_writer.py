"""A process that keeps adding runs with their files, and notes each that was acknowledged and how long it waited.

python busy_writer.py DATA_FOLDER NOTES
"""

import os
import sys
import time
from pathlib import Path


def main(folder, notes):
    os.environ["BACKSTRIDE_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "backstride.web.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from backstride.store.local import local_runner
    from backstride.store.models import Original, Run

    data, runner = settings.DATA_FOLDER, local_runner()
    with Path(notes).open("a", encoding="utf-8", buffering=1) as file:
        while True:
            content = os.urandom(3000)
            sha256 = data.put_original(runner.pk, content)
            samples = data.put_samples(runner.pk, content[::-1])
            began = time.monotonic()
            with transaction.atomic():
                original = Original.objects.create(runner=runner, sha256=sha256, name="a.fit", size_bytes=len(content))
                Run.objects.create(
                    runner=runner, original=original, number=0, samples_sha256=samples, format="fit", sport="running"
                )
            file.write(f"{sha256} {time.monotonic() - began:.4f}\n")
            time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
