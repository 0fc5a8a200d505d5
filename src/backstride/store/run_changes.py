"""What a runner changes about a run (the shoes, whether a doubtful one counts), and its samples as they lie there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from .refusal import RefusedError

if TYPE_CHECKING:
    from .models import Run


def change_run(run: Run, seen_version: int, **values: Any) -> Run:
    """Set `shoe` (a pair of the same runner, or None) and `accepted`, together.

    Raises
    ------
    RefusedError
        If the pair is somebody else's.
    ChangedMeanwhileError
        If another window has changed the run since.
    """
    shoe = values.get("shoe")
    if shoe is not None and shoe.runner_id != run.runner_id:
        raise RefusedError(_("There is no such pair of shoes. Choose one of yours."), "shoe")
    run.change(seen_version, **values)
    return run


def parquet_of(run: Run) -> bytes:
    """The samples of a run as they lie in the data folder.

    Raises
    ------
    RefusedError
        If the file is missing or cannot be read.
    """
    path = settings.DATA_FOLDER.samples(run.runner_id, run.samples_sha256)
    try:
        content: bytes = path.read_bytes()
    except OSError:
        raise RefusedError(_("The samples of this run cannot be read. Import its file again.")) from None
    return content


def columns_of(run: Run) -> dict[str, list[Any]]:
    """The samples of a run by column; times as text, what was not recorded as None.

    Raises
    ------
    RefusedError
        If the file is missing or damaged.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(parquet_of(run)))
    except pl.exceptions.PolarsError:
        raise RefusedError(_("The samples of this run are damaged. Import its file again.")) from None
    finite = frame.with_columns(pl.selectors.float().replace([float("inf"), float("-inf")], None).fill_nan(None))
    written = finite.with_columns(pl.selectors.temporal().cast(pl.String))
    return written.to_dict(as_series=False)
