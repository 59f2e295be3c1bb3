"""Every endpoint of the URL configuration, and what the middleware answers to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
METHODS = ("GET", *UNSAFE)


@dataclass(frozen=True)
class Endpoint:
    """A route, its view, and the methods it answers to."""

    route: str
    callback: Any
    methods: tuple[str, ...]
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.route


def endpoints() -> Iterator[Endpoint]:
    """All of them, in the order in which they are tried."""
    from django.urls import get_resolver

    yield from _walk(get_resolver().url_patterns, "", ())


def _walk(patterns: Any, prefix: str, names: tuple[str, ...]) -> Iterator[Endpoint]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        own = (*names, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, route, own)
        else:
            yield Endpoint(route, pattern.callback, _methods(pattern.callback), tuple(dict.fromkeys(own)))


def _methods(callback: Any) -> tuple[str, ...]:
    actions = getattr(callback, "actions", None)
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    if actions:
        return tuple(method for method in METHODS if method.lower() in actions)
    if view is None:
        # A function answers to whatever it likes.
        return METHODS
    return tuple(m for m in METHODS if m.lower() in view.http_method_names and hasattr(view, m.lower()))


def readable(route: str) -> str:
    """A route for people."""
    plain = re.sub(r"\(\?P<(\w+)>[^/]*?\)+", r"<\1>", route.replace("\\", ""))
    return "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", plain).replace("^", "").rstrip("$")
