"""HTTP clients in this process, as a browser that is logged in."""

from __future__ import annotations

import time
from typing import Any


def client_of(user: Any | None, *, csrf: bool = True, **options: Any) -> Any:
    """A client that is logged in as ``user``, or as nobody; it sends the CSRF token, as pages do, unless told not."""
    from django.conf import settings
    from django.test import Client

    client: Any = Client(SERVER_NAME="localhost", **options)
    if csrf:
        client.cookies["csrftoken"] = client.defaults["HTTP_X_CSRFTOKEN"] = "0123456789abcdef" * 2
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        # Label Studio ends sessions that do not say when they began.
        session = client.session
        session["last_login"] = time.time()
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
