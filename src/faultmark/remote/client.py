"""A Label Studio server behind its official SDK, with errors that say what to do."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from label_studio_sdk.base_client import LabelStudioBase
from label_studio_sdk.core.api_error import ApiError

from faultmark.errors import ConfigError, FaultmarkError, Remedy

__all__ = ["Remote", "connect"]

_TIMEOUT = 300.0
_PAGE = 500
_KEY_HINT = "Give --api-key, or set LABEL_STUDIO_API_KEY; the key is on the page Account & Settings."


def connect(url: str, api_key: str | None) -> Remote:
    """Reach a server.

    Raises
    ------
    ConfigError
        ``remote.unreachable``, ``remote.key.missing`` or ``remote.key.refused``.
    """
    key = api_key or os.environ.get("LABEL_STUDIO_API_KEY")
    if not key:
        raise ConfigError("remote.key.missing", f"{url} needs an API key.", remedies=(Remedy(_KEY_HINT),))
    remote = Remote(url.rstrip("/"), key)
    remote.whoami()
    return remote


class Remote:
    """One server. ``sdk`` is the SDK's client; the rest is what several uses share.

    The SDK's base client is used: its extended one imports pandas and the cloud libraries, which takes seconds.
    """

    def __init__(self, url: str, api_key: str) -> None:
        self.url = url
        # The proxy settings of a workstation seldom fit a server in its own network.
        http = httpx.Client(timeout=_TIMEOUT, follow_redirects=True, trust_env=not _is_near(url))
        self.sdk: Any = LabelStudioBase(base_url=url, api_key=api_key, timeout=_TIMEOUT, httpx_client=http)
        self._is_faultmark: bool | None = None

    def call(self, method: str, path: str, **options: Any) -> Any:
        """Send a request the way the SDK sends its own, and return the JSON of the answer.

        Raises
        ------
        FaultmarkError
            With the server's own words; see :func:`connect` for what can go wrong on the way.
        """
        content = self.content(method, path, **options)
        return json.loads(content) if content else None

    def content(self, method: str, path: str, **options: Any) -> bytes:
        """Send a request and return the bytes of the answer. Raises like :meth:`call`."""
        try:
            response = self.sdk._client_wrapper.httpx_client.request(path.lstrip("/"), method=method, **options)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        except ApiError as error:
            raise self._refused(method, path, error.status_code or 0, error.body) from error
        if response.status_code >= 400:
            raise self._refused(method, path, response.status_code, response.text)
        content: bytes = response.content
        return content

    @contextmanager
    def stream(self, method: str, path: str, **options: Any) -> Iterator[Iterator[bytes]]:
        """Send a request and hand out the lines of the answer as they come. Raises like :meth:`call`."""
        http = self.sdk._client_wrapper.httpx_client
        try:
            with http.stream(path.lstrip("/"), method=method, **options) as response:
                if response.status_code >= 400:
                    raise self._refused(method, path, response.status_code, response.read().decode(errors="replace"))
                yield _lines(response.iter_bytes())
        except httpx.ConnectError as error:
            raise self._unreachable(error) from error

    def fetch(self, path: str, target: Path) -> None:
        """Fetch a file that the server hands out, in a stream.

        Raises
        ------
        FaultmarkError
            What the server says instead; see :func:`connect` for what can go wrong on the way.
        """
        http = self.sdk._client_wrapper.httpx_client
        try:
            with http.stream(path.lstrip("/"), method="GET") as response, target.open("wb") as file:
                if response.status_code >= 400:
                    raise self._refused("GET", path, response.status_code, response.read().decode(errors="replace"))
                for part in response.iter_bytes():
                    file.write(part)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> ConfigError:
        return ConfigError(
            "remote.unreachable",
            f"{self.url} does not answer: {error}.",
            remedies=(Remedy("Check the address, and that the server runs."),),
        )

    def _refused(self, method: str, path: str, status: int, body: Any) -> FaultmarkError:
        if status == 401:
            return ConfigError(
                "remote.key.refused", f"{self.url} does not know this API key.", remedies=(Remedy(_KEY_HINT),)
            )
        if isinstance(body, str):
            try:
                body = json.loads(body)
            except ValueError:
                body = {"detail": body[:300]}
        return _from_body(body, f"{method} {path}", status)

    def whoami(self) -> Mapping[str, Any]:
        """Who the key belongs to."""
        found: Mapping[str, Any] = self.call("GET", "api/current-user/whoami")
        return found

    @property
    def is_faultmark(self) -> bool:
        """Whether the server is a Faultmark, which can do in one transaction what elsewhere takes many calls."""
        if self._is_faultmark is None:
            try:
                self.call("GET", "faultmark/api/projects")
                self._is_faultmark = True
            except FaultmarkError:
                self._is_faultmark = False
        return self._is_faultmark

    def pages(self, path: str, key: str | None = None, **params: Any) -> Iterator[Any]:
        """All entries of a list that comes in pages; a server may make them smaller than we ask for."""
        page, seen = 1, 0
        while True:
            answer = self.call("GET", path, params={**params, "page": page, "page_size": _PAGE})
            if not isinstance(answer, dict):
                yield from answer
                return
            entries = answer.get(key or "results") or []
            yield from entries
            seen += len(entries)
            total = answer.get("total") or answer.get("count") or seen
            if not entries or seen >= int(total):
                return
            page += 1


def _lines(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without their ends. Line feeds alone end one: JSON holds other breaks, such as U+2028, as they are."""
    begun: list[bytes] = []
    for part in parts:
        first, *others = part.split(b"\n")
        begun.append(first)
        for line in others:
            yield b"".join(begun)
            begun = [line]
    if last := b"".join(begun):
        yield last


def _is_near(url: str) -> bool:
    host = httpx.URL(url).host
    return host in {"localhost", "127.0.0.1", "::1"} or host.startswith(("10.", "192.168."))


def _from_body(body: Any, where: str, status: int) -> FaultmarkError:
    """An error of ours as it was, or Label Studio's in one sentence."""
    if isinstance(body, Mapping):
        ours = body.get("error")
        if isinstance(ours, Mapping) and "code" in ours:
            return FaultmarkError.from_dict(ours)
        detail = body.get("validation_errors") or body.get("detail") or body
        said = json.dumps(detail, ensure_ascii=False) if not isinstance(detail, str) else detail
    else:
        said = str(body)
    return ConfigError("remote.refused", f"The server refused {where} ({status}): {said[:600]}")
