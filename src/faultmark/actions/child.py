"""A child process that answers one request: how it is asked, heard and ended.

The child reads one line of JSON from standard input and prints JSON lines: any number of ``{"progress": …}``, then one
``{"result": …}`` or ``{"error": …}``. A process of its own returns all its memory, may crash or be ended at any moment
without taking the server along, and does not load Label Studio. It ends when its standard input does, which is when
the process that started it is gone, however that ended.
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
from typing import Any

from faultmark.errors import FaultmarkError

__all__ = ["ChildCrash", "answer_parent", "ask_child"]


class ChildCrash(Exception):
    """The child ended without an answer: how, with the last line it complained by, and whether it was killed."""

    def __init__(self, code: int, complaint: str) -> None:
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        super().__init__(f"{how}{': ' + complaint if complaint else ''}")
        self.killed = code == -signal.SIGKILL


def ask_child(module: str, asked: Mapping[str, Any], report: Callable[[Any], None]) -> Any:
    """Run a module as a child process, ask it, and return its result.

    Parameters
    ----------
    module:
        Dotted name of a module that calls :func:`answer_parent` when it is run.
    asked:
        What JSON can say.
    report:
        Called with each progress. What it raises ends the child and goes on to the caller.

    Raises
    ------
    FaultmarkError
        What the child answered instead of a result.
    ChildCrash
        If it died.
    """
    complaint = ""
    with subprocess.Popen(
        # -P: what lies in the server's working directory must not be taken for a module.
        [sys.executable, "-P", "-m", module],
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
                    return said["result"]
            code = child.wait()
        finally:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.close()
            # Whatever ends this, the child ends too.
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    raise ChildCrash(code, complaint)


def answer_parent(work: Callable[[dict[str, Any], Callable[[Any], None]], Mapping[str, Any]]) -> None:
    """Answer in the child: ``work`` is given what was asked and what to tell progress, and returns the result."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    try:
        result = work(asked, lambda progress: _say("progress", progress))
    except FaultmarkError as error:
        _say("error", error.as_dict())
        return
    _say("result", result)


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
