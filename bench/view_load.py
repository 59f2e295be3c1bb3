"""Eight connections that ask a server for views, each for one after the other.

They share the processors with the server, which those of people do not. So they do as little as can be: a request is
bytes that were put together before, and of an answer only the status and the length are looked at.
"""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections.abc import Mapping, Sequence
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
        with _Connection(place, cookie) as connection:
            for request in map(connection.request, (url.replace("width=", "width=1") for url in mine[:_WARM_UP])):
                connection.fetch(request)
            requests = list(map(connection.request, mine))
            gate.wait()
            took = []
            for request in requests:
                begun = time.perf_counter()
                body = connection.fetch(request)
                took.append(time.perf_counter() - begun)
            assert len(decode(bytes(body)).channels) == channels
        seconds.extend(took)

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


class _Connection:
    """A connection that is kept open, with one buffer for all answers."""

    def __init__(self, place: str, headers: Mapping[str, str]) -> None:
        lines = {"Host": place, **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        host, _colon, port = place.partition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = memoryview(bytearray(8 << 20))

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def request(self, url: str) -> bytes:
        """A request for a view, as it goes over the wire."""
        return f"GET {url} HTTP/1.1\r\n{self._head}\r\n".encode()

    def fetch(self, request: bytes) -> memoryview:
        """Ask, and read the answer to its last byte. It is overwritten by the next."""
        self._socket.sendall(request)
        buffer, have, end = self._buffer, 0, -1
        while end < 0:
            have += self._more(have)
            end = bytes(buffer[: min(have, 4096)]).find(b"\r\n\r\n")
        head = bytes(buffer[:end])
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        if not head.startswith(b"HTTP/1.1 200") or length is None:
            raise RuntimeError(f"{head[:300]!r} for {request[:200]!r}")
        stop = end + 4 + int(length[1])
        while have < stop:
            have += self._more(have)
        return buffer[end + 4 : stop]

    def _more(self, have: int) -> int:
        got = self._socket.recv_into(self._buffer[have:])
        if not got:
            raise RuntimeError("The server closed the connection.")
        return got


def _expect(place: str, url: str, headers: dict[str, str], statuses: set[int]) -> None:
    connection = http.client.HTTPConnection(place)
    connection.request("GET", url, headers=headers)
    status = connection.getresponse().status
    connection.close()
    if status not in statuses:
        raise RuntimeError(f"The server answers {status} to who may not see a view.")
