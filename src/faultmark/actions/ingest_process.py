"""The ingest of one task in a process of its own: ``python -m faultmark.actions.ingest_process``.

It reads one line of JSON from standard input (``source``, ``config``, ``chosen``, ``store``) and prints JSON lines: any
number of ``{"progress": …}``, then one ``{"result": …}`` or ``{"error": …}``. A process of its own returns all its
memory, may crash without taking the server along, and does not load Label Studio. It ends when its standard input
does, which is when the process that started it is gone, however that ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faultmark.errors import FaultmarkError, Place, Remedy, SeriesError

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
    complaint = ""
    with subprocess.Popen(
        # -P: what lies in the server's working directory must not be taken for a module.
        [sys.executable, "-P", "-m", "faultmark.actions.ingest_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # In one stream, so that a talkative failure cannot fill a pipe that nobody reads.
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(json.dumps(asked) + "\n")
                child.stdin.flush()
            for line in child.stdout:
                said = _heard(line)
                if said is None:
                    complaint = line.strip() or complaint
                elif "progress" in said:
                    report(said["progress"])
                elif "error" in said:
                    raise FaultmarkError.from_dict(said["error"])
                else:
                    return str(said["result"]["series_id"])
            code = child.wait()
        finally:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()
            # Whatever ends this, the child ends too.
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    raise SeriesError(
        "series.ingest.crashed",
        f"Reading it stopped with {how}{': ' + complaint if complaint else ''}.",
        place=Place(source.name),
        expected="enough memory and disk for the file; SIGKILL most often means too little memory."
        if code == -signal.SIGKILL
        else None,
        remedies=(Remedy("Read it again.", {"reread": True}),),
    )


def _heard(line: str) -> dict[str, Any] | None:
    """What the child says, or None for a line that is a complaint of Python's or of a library's."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and said.keys() & {"progress", "error", "result"} else None


def _say(what: str, value: object) -> None:
    sys.stdout.write(json.dumps({what: value}) + "\n")
    sys.stdout.flush()


def _end_with_the_parent() -> None:
    # Not through sys.stdin, whose lock would be in the way of an ordinary end.
    while os.read(0, 1024):
        pass
    os._exit(1)


def _main() -> None:
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    # Loaded here: the parent imports this module only to start the child.
    from faultmark.actions.ingest_series import Progress, ingest_series  # noqa: PLC0415
    from faultmark.actions.series_options import guess_separator, series_options  # noqa: PLC0415
    from faultmark.labels.config import parse_config  # noqa: PLC0415
    from faultmark.store.peek import first_cells  # noqa: PLC0415
    from faultmark.store.series_store import SeriesStore  # noqa: PLC0415

    source = Path(asked["source"])
    try:
        schema = parse_config(asked["config"])
        chosen = asked["chosen"]
        encoding = chosen.get("encoding", "utf-8")

        def cells(separator: str) -> list[str]:
            return first_cells(source, separator, encoding, chosen.get("format"))

        separator = chosen.get("separator") or (schema.object.separator if schema.object else ",")
        if separator == "auto":
            separator = guess_separator(cells)
        options = series_options(schema, cells(separator), {"separator": separator, **chosen})

        def report(progress: Progress) -> None:
            _say("progress", asdict(progress))

        done = ingest_series(source, options, SeriesStore(Path(asked["store"])), report)
    except FaultmarkError as error:
        _say("error", error.as_dict())
        return
    _say("result", {"series_id": done.series_id, "reused": done.reused})


if __name__ == "__main__":
    _main()
