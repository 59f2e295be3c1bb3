"""The ingest of one task in a process of its own: ``python -m faultmark.actions.ingest_process``.

It is asked for ``source``, ``config``, ``chosen`` and ``store``; :mod:`faultmark.actions.child` says how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faultmark.actions.child import ChildCrash, answer_parent, ask_child
from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["run_ingest_process"]


def run_ingest_process(
    source: Path,
    config: str,
    chosen: Mapping[str, Any],
    store: Path,
    report: Callable[[Mapping[str, Any]], None],
) -> str:
    """Ingest a task's file in a child process.

    Parameters
    ----------
    source:
        The file.
    config:
        The project's labeling config, as XML.
    chosen:
        Ingest options on top of what the config says.
    store:
        Root of the series store.
    report:
        Called with each progress, the fields of :class:`~faultmark.store.load.Progress`.

    Returns
    -------
    str
        The series id.

    Raises
    ------
    FaultmarkError
        What the child found wrong with file or config; ``series.ingest.crashed`` when it died.
    """
    asked = {"source": str(source), "config": config, "chosen": dict(chosen), "store": str(store)}
    try:
        return str(ask_child("faultmark.actions.ingest_process", asked, report)["series_id"])
    except ChildCrash as crash:
        raise SeriesError(
            "series.ingest.crashed",
            f"Reading it stopped with {crash}.",
            place=Place(source.name),
            expected="enough memory and disk for the file; SIGKILL most often means too little memory."
            if crash.killed
            else None,
            remedies=(Remedy("Read it again.", {"reread": True}),),
        ) from None


def _ingest(asked: dict[str, Any], report: Callable[[Mapping[str, Any]], None]) -> Mapping[str, Any]:
    # Loaded here: the parent imports this module only to start the child.
    from faultmark.actions.ingest_series import ingest_series  # noqa: PLC0415
    from faultmark.actions.series_options import guess_separator, series_options  # noqa: PLC0415
    from faultmark.labels.config import parse_config  # noqa: PLC0415
    from faultmark.store.peek import first_cells  # noqa: PLC0415
    from faultmark.store.series_store import SeriesStore  # noqa: PLC0415

    source = Path(asked["source"])
    schema = parse_config(asked["config"])
    chosen = asked["chosen"]
    encoding = chosen.get("encoding", "utf-8")

    def cells(separator: str) -> list[str]:
        return first_cells(source, separator, encoding, chosen.get("format"), chosen.get("skip_lines"))

    separator = chosen.get("separator") or (schema.object.separator if schema.object else ",")
    if separator == "auto":
        separator = guess_separator(cells)
    options = series_options(schema, cells(separator), {"separator": separator, **chosen})
    store = SeriesStore(Path(asked["store"]))
    done = ingest_series(source, options, store, lambda progress: report(asdict(progress)))
    return {"series_id": done.series_id, "reused": done.reused}


if __name__ == "__main__":
    answer_parent(_ingest)
