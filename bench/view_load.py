"""Eight connections that ask a server for views, each for one after the other."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bench import percentiles
from bench.installation import Installation
from faultmark.series.tile import decode

__all__ = ["measure_http"]

CONNECTIONS = 8
_WARM_UP = 20


def measure_http(
    running: Installation, task: int, series: str, channels: int, views: Sequence[tuple[int, int, int]]
) -> dict[str, Any]:
    """Milliseconds from request to the last byte, over all connections; views a second; the server's processor time.

    Before, it is made sure that somebody without a session gets nothing, and nobody gets a series of another task.
    """
    place = urlsplit(running.base_url).netloc
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in running.cookies.items())}
    path = f"/faultmark/api/tasks/{task}/series/{series}/view"
    numbers = ",".join(map(str, range(channels)))
    urls = [f"{path}?channels={numbers}&start={a}&end={b}&width={width}" for a, b, width in views]
    _expect(place, urls[0], {}, {401, 403})
    _expect(place, urls[0].replace(series, "0" * 32), cookie, {404})
    seconds: list[float] = []
    gate = threading.Barrier(CONNECTIONS + 1)

    def ask(mine: list[str]) -> None:
        connection = http.client.HTTPConnection(place)
        for url in mine[:_WARM_UP]:
            _fetch(connection, url.replace("width=", "width=1"), cookie)
        gate.wait()
        took = []
        for url in mine:
            begun = time.perf_counter()
            body = _fetch(connection, url, cookie)
            took.append(time.perf_counter() - begun)
        assert len(decode(body).channels) == channels
        seconds.extend(took)
        connection.close()

    threads = [threading.Thread(target=ask, args=(urls[i::CONNECTIONS],)) for i in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    gate.wait()
    begun, cpu = time.perf_counter(), running.cpu_seconds()
    for thread in threads:
        thread.join()
    return {
        **percentiles(seconds),
        "views_per_s": round(len(seconds) / (time.perf_counter() - begun)),
        # Beside the time on the clock: what does not grow with whatever else the machine does.
        "server_cpu_ms": round((running.cpu_seconds() - cpu) / len(seconds) * 1e3, 3),
    }


def _fetch(connection: http.client.HTTPConnection, url: str, headers: dict[str, str]) -> bytes:
    connection.request("GET", url, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} for {url}: {body[:300]!r}")
    return body


def _expect(place: str, url: str, headers: dict[str, str], statuses: set[int]) -> None:
    connection = http.client.HTTPConnection(place)
    connection.request("GET", url, headers=headers)
    status = connection.getresponse().status
    connection.close()
    if status not in statuses:
        raise RuntimeError(f"The server answers {status} to who may not see a view.")
