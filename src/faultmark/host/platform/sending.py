"""The one way out of an installation: a message to an address that its operator allows."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

__all__ = ["Sending"]

_TIMEOUT = 10.0


class Sending:
    """Messages to other machines."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int | None, str]:
        """Send a message; see the port. No redirect is followed: it could lead anywhere."""
        try:
            with httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client:
                answer = client.post(url, content=body, headers=dict(headers))
        except httpx.HTTPError as error:
            return None, f"{type(error).__name__}: {error}"
        return answer.status_code, "" if answer.is_success else answer.text[:300]
