"""Static files: Label Studio's and ours, compressed once, in front of Django.

Label Studio serves its own files from Python without compression. We take over its prefixes with WhiteNoise, which
keeps an index of the files in memory, and give it compressed copies made at the first start after an installation.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import brotli
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

__all__ = ["Assets", "compress_assets"]

COMPRESSIBLE = frozenset({".js", ".css", ".svg", ".json", ".html", ".ttf", ".wasm", ".txt", ".xml", ".csv"})
SMALLEST = 1024
# Brotli's best setting takes ten times as long for a few percent; this one beats gzip at gzip's speed.
BROTLI_QUALITY = 5
HASHED = re.compile(r"(\.[0-9a-f]{8,20}\.[a-z0-9]+$)|(^/faultmark/assets/assets/)")


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        # Source maps are four fifths of Label Studio's bundle and are asked for by nobody in use.
        if path.is_file() and path.suffix in COMPRESSIBLE and path.stat().st_size >= SMALLEST:
            yield path


def _key(roots: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for prefix, root in sorted(roots.items()):
        for path in _files(root):
            about = path.stat()
            digest.update(f"{prefix}{path.relative_to(root)}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:20]


def compress_assets(roots: Mapping[str, Path], cache: Path) -> Path:
    """Make gzip and brotli copies of what is worth it, once for each state of the files.

    Parameters
    ----------
    roots:
        Folder for each url prefix.
    cache:
        Folder for the copies. Copies of earlier states are removed.

    Returns
    -------
    Path
        The folder with the copies, laid out as prefix/relative path with ``.gz`` and ``.br`` added.
    """
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / _key(roots)
    if folder.is_dir():
        return folder
    made = Path(tempfile.mkdtemp(dir=cache))
    for prefix, root in roots.items():
        for path in _files(root):
            copy = made / prefix.strip("/") / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            copy.with_name(copy.name + ".gz").write_bytes(gzip.compress(content, 6, mtime=0))
            copy.with_name(copy.name + ".br").write_bytes(brotli.compress(content, quality=BROTLI_QUALITY))
    try:
        made.rename(folder)
    except OSError:  # another process was faster, with the same result
        shutil.rmtree(made, ignore_errors=True)
    for old in cache.iterdir():
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return folder


class Assets(WhiteNoise):
    """WSGI application that answers for static files and passes everything else on.

    Names that carry a hash are cached for good, others are revalidated.
    """

    def __init__(self, application: Any, roots: Mapping[str, Path], compressed: Path) -> None:
        super().__init__(
            application,
            max_age=0,
            allow_all_origins=False,
            immutable_file_test=lambda _path, url: HASHED.search(url) is not None,
        )
        self._compressed = compressed
        for prefix, root in roots.items():
            if root.is_dir():
                self.add_files(str(root), prefix=prefix)

    def get_static_file(self, path: str, url: str, stat_cache: dict[str, os.stat_result] | None = None) -> StaticFile:
        """Find a file's compressed copies in our cache instead of beside it: site-packages may be read-only."""
        copy = str(self._compressed / url.lstrip("/"))
        encodings = {
            name: copy + ending for name, ending in (("br", ".br"), ("gzip", ".gz")) if Path(copy + ending).exists()
        }
        if not encodings:
            return super().get_static_file(path, url, stat_cache=stat_cache)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        statistics = {name: os.stat(name) for name in (path, *encodings.values())}  # noqa: PTH116 - WhiteNoise's own type
        return StaticFile(path, headers.items(), encodings=encodings, stat_cache=statistics)
