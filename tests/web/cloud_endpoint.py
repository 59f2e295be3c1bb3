"""A server on loopback that answers as Google Cloud Storage and Azure Blob Storage do, to their own client libraries.

It serves objects by range and version, and lists them in pages. Told to, it refuses as they do.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

ACCOUNT = "plantaccount"


@dataclass
class Cloud:
    """Objects by ``bucket/key``.

    ``refuse`` is the status and code of each answer, ``token`` whether one is given; ``denied`` are permissions of
    Google's and calls of Azure's that are refused, ``page`` how many objects a list has at a time.
    """

    objects: dict[str, bytes] = field(default_factory=dict)
    refuse: tuple[int, str] | None = None
    token: bool = True
    denied: set[str] = field(default_factory=set)
    page: int = 2
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def put(self, name: str, content: bytes) -> None:
        self.objects[name] = content


def version(content: bytes) -> str:
    return str(int(hashlib.sha256(content).hexdigest()[:12], 16))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, cloud: Cloud, *more: Any) -> None:
        self.cloud = cloud
        super().__init__(*more)

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        # To HEAD, the length is that of the object.
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if not self.cloud.token:
            self.answer(400, b'{"error": "invalid_grant"}', Content_Type="application/json")
            return
        token = {"access_token": "PLANTED-TOKEN", "expires_in": 3600, "token_type": "Bearer"}
        self.answer(200, json.dumps(token).encode(), Content_Type="application/json")

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.cloud.asked.append(path)
        asked = dict(parse_qsl(urlsplit(self.path).query))
        if "/b/" in path:
            bucket, _, key = path.partition("/b/")[2].removesuffix("/o").partition("/o/")
            if key:
                self.google(f"{bucket}/{key}", whole=not path.startswith("/download"))
            else:
                self.google_bucket(bucket, asked if path.endswith("/o") else None)
        elif asked.get("restype") == "container":
            self.azure_container(path.removeprefix(f"/{ACCOUNT}/"), asked)
        else:
            self.azure(path.removeprefix(f"/{ACCOUNT}/"))

    do_HEAD = do_GET

    def listed(self, bucket: str, prefix: str, after: str, most: int) -> tuple[list[str], str]:
        """Names of a page of objects, and after which name the next begins."""
        below = sorted(name.partition("/")[2] for name in self.cloud.objects if name.startswith(f"{bucket}/{prefix}"))
        rest = [name for name in below if name > after]
        count = min(most, self.cloud.page)
        return rest[:count], rest[count - 1] if len(rest) > count else ""

    def google_bucket(self, bucket: str, asked: dict[str, str] | None) -> None:
        permission = "storage.buckets.get" if asked is None else "storage.objects.list"
        refuse = (403, f"reader does not have {permission} access") if permission in self.cloud.denied else None
        if not any(name.startswith(f"{bucket}/") for name in self.cloud.objects):
            refuse = 404, "The specified bucket does not exist."
        refuse = self.cloud.refuse or refuse
        if refuse is not None:
            body: dict[str, Any] = {"error": {"code": refuse[0], "message": refuse[1]}}
        elif asked is None:
            body = {"kind": "storage#bucket", "name": bucket}
        else:
            most = int(asked.get("maxResults", 1000))
            names, after = self.listed(bucket, asked.get("prefix", ""), asked.get("pageToken", ""), most)
            items = [{"name": name, "size": str(len(self.cloud.objects[f"{bucket}/{name}"]))} for name in names]
            body = {"items": items} | ({"nextPageToken": after} if after else {})
        self.answer(refuse[0] if refuse else 200, json.dumps(body).encode(), Content_Type="application/json")

    def azure_container(self, container: str, asked: dict[str, str]) -> None:
        call = "List Blobs" if asked.get("comp") == "list" else "Get Container Properties"
        refuse = (403, "AuthorizationPermissionMismatch") if call in self.cloud.denied else None
        if not any(name.startswith(f"{container}/") for name in self.cloud.objects):
            refuse = 404, "ContainerNotFound"
        refuse = self.cloud.refuse or refuse
        if refuse is not None:
            self.answer(refuse[0], x_ms_error_code=refuse[1])
            return
        if call == "Get Container Properties":
            self.answer(200, ETag="0", Last_Modified=DATE)
            return
        most = int(asked.get("maxresults", 1000))
        names, after = self.listed(container, asked.get("prefix", ""), asked.get("marker", ""), most)
        blobs = "".join(
            f"<Blob><Name>{escape(name)}</Name><Properties><Last-Modified>{DATE}</Last-Modified><Content-Length>"
            f"{len(self.cloud.objects[f'{container}/{name}'])}</Content-Length><BlobType>BlockBlob</BlobType>"
            "</Properties></Blob>"
            for name in names
        )
        told = f"<Blobs>{blobs}</Blobs><NextMarker>{escape(after)}</NextMarker>"
        body = f'<?xml version="1.0" encoding="utf-8"?><EnumerationResults>{told}</EnumerationResults>'
        self.answer(200, body.encode(), Content_Type="application/xml")

    def google(self, name: str, *, whole: bool) -> None:
        if self.cloud.refuse is not None:
            status, message = self.cloud.refuse
            body = {"error": {"code": status, "message": message}}
            self.answer(status, json.dumps(body).encode(), Content_Type="application/json")
            return
        content = self.cloud.objects.get(name)
        if content is None:
            body = {"error": {"code": 404, "message": f"No such object: {name}"}}
            self.answer(404, json.dumps(body).encode(), Content_Type="application/json")
        elif whole:
            about = {"name": name, "size": str(len(content)), "generation": version(content)}
            self.answer(200, json.dumps(about).encode(), Content_Type="application/json")
        elif f"ifGenerationMatch={version(content)}" not in self.path:
            self.answer(412, b"{}", Content_Type="application/json")
        else:
            self.piece(content, self.headers["Range"], "0")

    def azure(self, name: str) -> None:
        if self.cloud.refuse is not None:
            status, code = self.cloud.refuse
            self.answer(status, x_ms_error_code=code)
            return
        content = self.cloud.objects.get(name)
        if content is None:
            self.answer(404, x_ms_error_code="BlobNotFound")
        elif self.command == "HEAD":
            length = str(len(content))
            self.answer(
                200, ETag=version(content), Content_Length=length, x_ms_blob_type="BlockBlob", Last_Modified=DATE
            )
        elif self.headers.get("If-Match") != version(content):
            self.answer(412, x_ms_error_code="ConditionNotMet")
        else:
            self.piece(content, self.headers["x-ms-range"], version(content))

    def piece(self, content: bytes, asked: str, tag: str) -> None:
        start, end = map(int, asked.removeprefix("bytes=").split("-"))
        part = content[start : end + 1]
        said = f"bytes {start}-{start + len(part) - 1}/{len(content)}"
        self.answer(206, part, ETag=tag, Content_Range=said, Last_Modified=DATE, x_ms_blob_type="BlockBlob")


DATE = "Mon, 02 Mar 2026 00:00:00 GMT"


@contextmanager
def cloud_endpoint() -> Iterator[Cloud]:
    """Serve while entered."""
    cloud = Cloud()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, cloud))
    cloud.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield cloud
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
