"""Tasks that name files on a web server: over TLS, from hosts that the operator listed, and no redirect."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from telemetry_project import Machine, rows


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/locked"):
            self.send_error(403)
            return
        if self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header("Location", "/pump.csv")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        super().do_GET()

    do_HEAD = do_GET


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that its own authority signs: itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "plant files")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "ca.pem", folder / "key.pem"


@pytest.fixture
def server(tmp_path: Path, booted: Any, monkeypatch: Any) -> Iterator[str]:
    from django.conf import settings

    files = tmp_path / "files"
    files.mkdir()
    (files / "pump.csv").write_text(rows(300))
    authority, key = certificate(tmp_path)
    served = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(files)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, key)
    served.socket = context.wrap_socket(served.socket, server_side=True)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    monkeypatch.setattr(settings, "FAULTMARK_HTTPS_HOSTS", frozenset({"127.0.0.1"}))
    try:
        yield f"https://127.0.0.1:{served.server_port}"
    finally:
        served.shutdown()
        thread.join()
        served.server_close()


def test_a_file_opens(machine: Machine, ingest: Any, server: str) -> None:
    task = machine.task(f"{server}/pump.csv?token=PLANTED-SECRET")
    link = ingest(task)
    assert link.state == "ready", link.error
    series = machine.series(task)
    assert (series["rows"], series["source_name"]) == (300, "pump.csv")
    assert "PLANTED-SECRET" not in str(series) + str(link.source)


@pytest.mark.parametrize(
    ("path", "why"),
    [("gone.csv", "answered 404"), ("elsewhere/pump.csv", "answered 302"), ("locked/pump.csv", "answered 403")],
)
def test_what_a_server_answers_is_told(machine: Machine, ingest: Any, server: str, path: str, why: str) -> None:
    error = ingest(machine.task(f"{server}/{path}?token=PLANTED-SECRET")).error
    assert error["code"] == "series.source.unreachable"
    assert why in error["message"]
    assert path in error["message"]
    assert "PLANTED-SECRET" not in str(error)


def test_a_certificate_that_nobody_signed_is_refused(
    machine: Machine, ingest: Any, server: str, monkeypatch: Any
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    error = ingest(machine.task(f"{server}/pump.csv")).error
    assert (error["code"], "SSLError" in error["message"]) == ("series.source.unreachable", True)
    assert "certificate" in error["expected"]


def test_plain_http_is_not_fetched(machine: Machine, ingest: Any, server: str) -> None:
    error = ingest(machine.task(server.replace("https", "http") + "/pump.csv")).error
    assert error["code"] == "series.source.forbidden"
