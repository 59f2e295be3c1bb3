"""What the ordinary and the short way of answering for a tile have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from faultmark.actions.read_view import read_view
from faultmark.errors import SeriesError
from faultmark.web.series_store import series_store

__all__ = ["is_known", "tile_bytes", "tile_headers"]


def tile_headers(series: str, query: str) -> dict[str, str]:
    """Headers of a tile: a series never changes, so what was once fetched is good for ever, for this user alone.

    Parameters
    ----------
    series:
        Id of the series.
    query:
        The request's query string, as it was sent.
    """
    return {
        "ETag": f'"{series}-{hashlib.blake2s(query.encode(), digest_size=8).hexdigest()}"',
        "Cache-Control": "private, max-age=31536000, immutable",
        "Vary": "Cookie, Authorization",
        "X-Content-Type-Options": "nosniff",
    }


def is_known(headers: Mapping[str, str], if_none_match: str) -> bool:
    """Whether the client says that it has this tile."""
    return headers["ETag"] in if_none_match


def tile_bytes(series: str, fields: Mapping[str, str]) -> bytes:
    """The tile that a request's fields ask for.

    Raises
    ------
    SeriesError
        ``series.view.invalid`` for fields that are missing, are no numbers or ask for what cannot be;
        ``series.missing`` when the store has no such series.
    """
    try:
        channels = [int(part) for part in fields["channels"].split(",")]
        start, end, width = int(fields["start"]), int(fields["end"]), int(fields["width"])
    except KeyError as error:
        raise _invalid(f"It lacks {error.args[0]}.") from error
    except ValueError as error:
        raise _invalid(f"{str(error).capitalize()}.") from error
    try:
        return read_view(series_store(), series, channels, start, end, width)
    except FileNotFoundError as error:
        raise SeriesError(
            "series.missing", f"The folder of series {series} has been cleared; its file must be read again."
        ) from error


def _invalid(reason: str) -> SeriesError:
    return SeriesError(
        "series.view.invalid",
        f"The view cannot be read: {reason}",
        expected="channels=0,1 and whole numbers for start, end and width.",
    )
