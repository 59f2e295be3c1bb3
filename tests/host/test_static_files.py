"""Static files: compressed, and cached for good where their name says what is in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import brotli
import pytest
import requests
from live_server import Server

import faultmark.web

BUNDLE = Path(faultmark.web.__file__).parent / "bundle"


def fetch(server: Server, path: str, **headers: str) -> requests.Response:
    return requests.get(server.base_url + path, headers=headers, stream=True, timeout=60)


def our_script() -> str:
    manifest = json.loads((BUNDLE / "manifest.json").read_text())
    return str(next(chunk["file"] for chunk in manifest.values() if chunk.get("isEntry")))


def test_our_hashed_files_are_kept_for_good(server: Server) -> None:
    answer = fetch(server, f"/faultmark/assets/{our_script()}", **{"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert int(re.findall(r"max-age=(\d+)", answer.headers["Cache-Control"])[0]) >= 31_536_000
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.raw.read(decode_content=False)) == (BUNDLE / our_script()).read_bytes()


@pytest.mark.parametrize(
    "path",
    ["/react-app/main.js", "/react-app/main.css", "/static/js/jquery.min.js",
     "/faultmark/static/label-studio-entries.js"],
)  # fmt: skip
def test_large_text_is_compressed_and_asked_for_again(server: Server, path: str) -> None:
    whole = fetch(server, path, **{"Accept-Encoding": "identity"})
    assert whole.status_code == 200
    content = whole.raw.read()
    for encoding in ("br", "gzip"):
        packed = fetch(server, path, **{"Accept-Encoding": encoding})
        assert packed.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert "immutable" not in packed.headers.get("Cache-Control", "")
        raw = packed.raw.read(decode_content=False)
        assert len(raw) < len(content) / 2
        assert packed.headers["ETag"]
    again = fetch(server, path, **{"If-None-Match": whole.headers["ETag"], "Accept-Encoding": "identity"})
    assert again.status_code == 304


def test_what_is_there_already_is_not_packed_again(server: Server) -> None:
    packed = sorted((server.data_dir / "cache" / "static").iterdir())
    assert len(packed) == 1, "copies of other states were left behind"


def test_nothing_else_of_the_disk_is_served(server: Server) -> None:
    for path in ("/react-app/../../../faultmark.sqlite3", "/faultmark/assets/%2e%2e/urls.py", "/faultmark/assets/../"):
        request = requests.Request("GET", server.base_url + "/").prepare()
        request.url = server.base_url + path
        answer = requests.Session().send(request, timeout=60, allow_redirects=False)
        assert answer.status_code in (301, 302, 400, 404), path


def test_the_pages_name_files_that_are_there(server: Server) -> None:
    session = server.logged_in()
    for path in ("/faultmark/", "/projects/"):
        page = session.get(server.base_url + path, timeout=60)
        assert page.status_code == 200
        for found in re.findall(r"""(?:src|href)=["'](/[^"']+\.(?:js|css|svg|ico))""", page.text):
            assert fetch(server, found).status_code == 200, f"{path} names {found}"
