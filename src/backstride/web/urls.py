"""Every address of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from . import styles
from .accounts.tokens_page import end_token, tokens
from .answers.urls import addresses as answers
from .api.app import addresses as api_addresses
from .body_map import pages as body_map
from .pages import (
    about,
    bring_in,
    danger,
    enter,
    erase,
    errors,
    machine,
    privacy,
    progress,
    run,
    runs,
    settings,
    take_away,
    today,
    week,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    *answers,
    path("answer/", include("backstride.web.interview.urls")),
    path("answer/<uuid:check>/where/", body_map.where, name="answer-where"),
    path("answer/<uuid:check>/where/numb/", body_map.numb, name="answer-where-numb"),
    path("runs/", runs.runs, name="runs"),
    path("runs/import/", bring_in.bring_in, name="runs-import"),
    path("runs/import/<uuid:job>/", bring_in.import_job, name="runs-import-job"),
    path("runs/<uuid:run>/", run.run, name="runs-shown"),
    path("runs/<uuid:run>/file/", run.run_file, name="runs-file"),
    path("runs/<uuid:run>/delete/", run.delete_run, name="runs-delete"),
    path("runs/<uuid:run>/undo/", run.undo_delete, name="runs-undo"),
    path("week/", week.week, name="week"),
    path("progress/", progress.progress, name="progress"),
    path("danger/", danger.danger, name="danger"),
    path("settings/", settings.settings, name="settings"),
    path("settings/you/", settings.you, name="settings-you"),
    path("settings/units/", settings.units, name="settings-units"),
    path("settings/look/", settings.look, name="settings-look"),
    path("settings/privacy/", privacy.privacy, name="settings-privacy"),
    path("settings/data/", take_away.take_away, name="settings-data"),
    path("settings/data/file/", take_away.take_away_file, name="settings-data-file"),
    path("settings/erase/", erase.erase, name="settings-erase"),
    path("settings/about/", about.about, name="settings-about"),
    path("erased/", erase.erased, name="erased"),
    path("settings/health/", settings.health, name="settings-health"),
    path("static/backstride/look-<slug:sheets>.css", styles.styles, name="styles"),
    path("enter/<str:token>/", enter.enter, name="enter"),
    path("leave/", enter.leave, name="leave"),
    path("healthz", machine.alive, name="healthz"),
    path("readyz", machine.ready, name="readyz"),
    path("metrics", machine.metrics, name="metrics"),
    path("settings/tokens/", tokens, name="settings_tokens"),
    path("settings/tokens/<uuid:token>/end/", end_token, name="settings_token_end"),
    path("api/v1/", api_addresses),
    path("account/", include("backstride.web.accounts.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.fault
