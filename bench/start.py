"""First and later starts: from an empty data folder to a served page, and the same again on what is there.

    python -m bench.start --size 3

Each round starts ``faultmark start`` as a process of its own, asks for the login page until it is answered, and stops
it with SIGTERM. The first round of all may compile Python's modules and is told apart. Seconds are medians, since other
work on the machine weighs on them; processor seconds of all its processes stand beside them.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import report

FAULTMARK = Path(sys.executable).parent / "faultmark"
GIVE_UP_SECONDS = 300


def free_port() -> int:
    """A port that nothing listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page_answers(port: int) -> bool:
    """Whether the login page comes with status 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP_SECONDS)
    try:
        connection.request("GET", "/user/login/")
        answer = connection.getresponse()
        answer.read()
        return answer.status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()


def start(folder: Path) -> tuple[float, float]:
    """Seconds until the page is served, and processor seconds of all processes until the server has stopped."""
    port = free_port()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    names = {name: value for name, value in os.environ.items() if not name.startswith(("FAULTMARK", "LABEL_STUDIO"))}
    with subprocess.Popen(
        [str(FAULTMARK), "start", "--data-dir", str(folder), "--port", str(port)],
        env=names,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            while not page_answers(port):
                if server.poll() is not None or time.perf_counter() - began > GIVE_UP_SECONDS:
                    raise SystemExit(f"The server did not start: {server.stderr.read() if server.stderr else ''}")
                time.sleep(0.02)
            seconds = time.perf_counter() - began
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--size", type=int, default=3, help="rounds")
    rounds = parser.parse_args().size
    firsts, laters = [], []
    for turn in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            firsts.append(start(Path(folder)))
            laters.append(start(Path(folder)))
        said = f"first {firsts[-1][0]:5.2f} s ({firsts[-1][1]:.1f} s of processor)"
        print(f"round {turn + 1}: {said}, later {laters[-1][0]:5.2f} s ({laters[-1][1]:.1f} s)", flush=True)
    first, later = (statistics.median(seconds for seconds, _ in found) for found in (firsts, laters))
    figures = {
        "rounds": rounds,
        "first_s": round(first, 2),
        "later_s": round(later, 2),
        "first_cpu_s": round(statistics.median(cpu for _, cpu in firsts), 2),
        "later_cpu_s": round(statistics.median(cpu for _, cpu in laters), 2),
        "load_average": round(os.getloadavg()[0], 1),
    }
    goals = {
        "first start": {"goal": "at most 15 s", "value": round(first, 2), "met": first <= 15},
        "later start": {"goal": "at most 8 s", "value": round(later, 2), "met": later <= 8},
    }
    report("start", figures, goals)


if __name__ == "__main__":
    main()
