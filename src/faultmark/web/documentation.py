"""The documentation as Markdown, served where the product runs: there may be no internet."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

__all__ = ["documentation", "index_at_root"]

_TYPES = {".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".json": "application/json"}


def _root() -> Path:
    """The pages in the installed package, or those of the repository it is installed from."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "documentation"
    return installed if installed.is_dir() else package.parents[1] / "docs"


@require_safe
def documentation(_request: HttpRequest, page: str = "llms.txt") -> HttpResponseBase:
    """Serve one page. They say nothing of anybody's data, so nobody is asked who he is."""
    root = _root()
    path = (root / page).resolve()
    if not path.is_relative_to(root) or path.suffix not in {*_TYPES, ".png"} or not path.is_file():
        raise Http404(f"There is no page {page}.")
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FileResponse(path.open("rb"), content_type=kind)


@require_safe
def index_at_root(_request: HttpRequest) -> HttpResponse:
    """Serve the index where agents look for it first; its links lead to the pages below our prefix."""
    text = (_root() / "llms.txt").read_text(encoding="utf-8")
    pages = reverse("faultmark:documentation")
    return HttpResponse(re.sub(r"\]\((?!\w+:|/)", f"]({pages}", text), content_type=_TYPES[".txt"])
