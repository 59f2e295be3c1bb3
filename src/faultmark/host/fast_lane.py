"""The short way for tiles: one URL answered in front of Django's middleware.

A tile costs a fraction of a millisecond to read, and Label Studio's full stack some four to pass. Panning asks for
dozens a second. So exactly this request is answered here, for a browser session, with the same two checks as
everywhere: the session is one that Label Studio would accept, and :mod:`faultmark.web.access` lets the user see the
task. Whatever is unusual (a token, no session, bad parameters, no permission) takes the ordinary way, which answers in
full sentences.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from faultmark.errors import FaultmarkError

__all__ = ["FastLane"]

ROUTE = re.compile(r"^/faultmark/api/tasks/(\d{1,18})/series/([0-9a-f]{32})/view$")
# How long a checked session and permission are trusted by this process.
TRUST_SECONDS = 2.0
_REMEMBERED = 512

StartResponse = Callable[..., Any]


class _Memory:
    """Decisions of the last seconds; bounded, and safe to use from threads.

    None is used for longer than ``TRUST_SECONDS``. Half-way there one request makes it anew while the others go on with
    what there is: else all that are under way would do so in the moment it ends, and wait for each other.
    """

    def __init__(self) -> None:
        self._values: dict[Any, tuple[float, Any]] = {}
        self._renewing: set[Any] = set()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], Any]) -> Any:
        """The value remembered under ``key``, else what ``make`` gives."""
        now = time.monotonic()
        found = self._values.get(key)
        age = TRUST_SECONDS if found is None else now - found[0]
        if found is not None and age < TRUST_SECONDS / 2:
            return found[1]
        # Whoever finds nothing that may be used makes it, claim or not; only who has the claim gives it back.
        claimed = self._claim(key)
        if found is not None and age < TRUST_SECONDS and not claimed:
            return found[1]
        try:
            value = make()
        finally:
            if claimed:
                self._renewing.discard(key)
        with self._lock:
            if len(self._values) >= _REMEMBERED:
                self._values.clear()
            latest = self._values.get(key)
            if latest is None or latest[0] <= now:
                self._values[key] = (now, value)
        return value

    def _claim(self, key: object) -> bool:
        """Whether it is this request that makes the value anew."""
        with self._lock:
            if key in self._renewing:
                return False
            self._renewing.add(key)
            return True


class FastLane:
    """WSGI application that answers for tiles and passes everything else on."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._memory = _Memory()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a tile request, or hand the request on."""
        route = ROUTE.match(environ.get("PATH_INFO", "")) if environ["REQUEST_METHOD"] == "GET" else None
        answer = self._answer(environ, int(route[1]), route[2]) if route is not None else None
        if answer is None:
            return self._application(environ, start_response)
        status, headers, body = answer
        start_response(status, headers)
        return [body]

    def _answer(
        self, environ: dict[str, Any], task: int, series: str
    ) -> tuple[str, list[tuple[str, str]], bytes] | None:
        if "HTTP_AUTHORIZATION" in environ or not self._host_is_ours(environ):
            return None
        try:
            user = self._user(environ)
            if user is None or not self._may_open(user, task, series):
                return None
            from faultmark.web.tiles import is_known, tile_bytes, tile_headers  # noqa: PLC0415

            query = environ.get("QUERY_STRING", "")
            about = tile_headers(series, query)
            headers = list(about.items())
            if is_known(about, environ.get("HTTP_IF_NONE_MATCH", "")):
                return "304 Not Modified", headers, b""
            fields = {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}
            body = tile_bytes(series, fields)
        except (FaultmarkError, ValueError):
            # The ordinary way says what is wrong.
            return None
        headers += [("Content-Type", "application/octet-stream"), ("Content-Length", str(len(body)))]
        return "200 OK", headers, body

    def _host_is_ours(self, environ: dict[str, Any]) -> bool:
        host = environ.get("HTTP_HOST", "")
        return bool(self._memory.get(("host", host), lambda: _is_ours(host)))

    def _user(self, environ: dict[str, Any]) -> Any:
        cookies = environ.get("HTTP_COOKIE", "")
        return self._memory.get(("session", cookies), lambda: _user_of(cookies))

    def _may_open(self, user: Any, task: int, series: str) -> bool:
        from faultmark.web.access import may_read_series  # noqa: PLC0415

        return bool(
            self._memory.get(("task", user.pk, task, series), lambda: _closing(may_read_series, user, task, series))
        )


def _closing(function: Callable[..., Any], *arguments: object) -> Any:
    """Call something that uses the database, and leave the connection as the end of a request would."""
    from django.db import close_old_connections  # noqa: PLC0415

    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()


def _is_ours(host: str) -> bool:
    from django.conf import settings  # noqa: PLC0415
    from django.http.request import split_domain_port, validate_host  # noqa: PLC0415

    domain, _port = split_domain_port(host)
    return bool(domain and validate_host(domain, settings.ALLOWED_HOSTS))


def _user_of(cookies: str) -> Any:
    """The user of a request's cookies, or None."""
    from django.conf import settings  # noqa: PLC0415

    try:
        cookie = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return None if cookie is None else _closing(_load_session_user, cookie.value)


def _load_session_user(cookie: str) -> Any:
    """The user of a session cookie by the rules of Django and of Label Studio's session policy, or None."""
    from importlib import import_module  # noqa: PLC0415
    from types import SimpleNamespace  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import get_user  # noqa: PLC0415

    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
    user = get_user(SimpleNamespace(session=session))
    if not user.is_authenticated:
        return None
    organization = user.active_organization
    oldest = organization.session_timeout_policy.max_session_age * 60 if organization else settings.MAX_SESSION_AGE
    return user if time.time() - session.get("last_login", 0) <= oldest else None
