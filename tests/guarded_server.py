"""The process that the ``server`` fixture starts: the real server, which may talk to nobody but this machine.

``python tests/guarded_server.py DATA_DIR PORT`` adds an administrator on the way, and says in one line of JSON that it
answers. Every attempt to look up or reach another machine, by any process of the server, fails and is written down in
``outbound.log`` in the data folder.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

EMAIL = "ada@example.com"
PASSWORD = "telemetry-123"


def is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_outbound(log: Path) -> None:
    """Watch the interpreter's own reports of what sockets do; forked processes inherit the hook."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto"):
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else None
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = arguments[0]
        else:
            return
        if not is_local(host):
            with log.open("a", encoding="utf-8") as out:
                out.write(f"{event} {host!r}\n{''.join(traceback.format_stack(limit=12))}\n")
            raise OSError(f"This test server may not reach {host!r}.")

    sys.addaudithook(watch)


def main(data_dir: Path, port: int) -> None:
    refuse_outbound(data_dir / "outbound.log")
    from faultmark.host.config import load_config
    from faultmark.host.serve import serve

    def ready() -> None:
        from django.db import connections

        from faultmark.host.users import api_token, create_user

        create_user(EMAIL, PASSWORD, admin=True, exist_ok=True)
        about = {"email": EMAIL, "password": PASSWORD, "api_token": api_token(EMAIL)}
        connections.close_all()
        print(json.dumps(about), flush=True)

    serve(load_config(data_dir=data_dir, port=port), ready=ready, say=lambda text: print(text, file=sys.stderr))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
