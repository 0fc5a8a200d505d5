"""One worker process that tries wrong passwords; prints how many tries were let through. Started by the tests."""

import os
import sys


def main(folder, cache, emails):
    os.environ["BACKSTRIDE_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "backstride.web.settings"
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if cache == "each its own":
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    import django

    django.setup()
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    sys.stdin.readline()
    through = 0
    for email in emails.split(","):
        page = client.post("/account/login/", {"login": email, "password": "wrong words here"})
        through += page.status_code == 200 and "too many tries" not in page.content.decode()
    print(through)


main(*sys.argv[1:])
