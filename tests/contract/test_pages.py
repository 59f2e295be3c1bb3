"""Label Studio's pages, as far as ours are woven into them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ENTRIES = "/faultmark/static/label-studio-entries.js"


def test_every_page_of_its_frame_loads_our_entries(client_for: Any, make_user: Any) -> None:
    page = client_for(make_user()).get("/projects/").content.decode()
    assert ENTRIES in page
    assert page.index("/react-app/main.js") < page.index(ENTRIES), "our entries come after its application"
    script = re.search(rf'<script src="{ENTRIES}" nonce="([^"]+)"', page)
    assert script is not None, "the nonce of its content security policy has moved"


def test_the_block_that_we_extend_is_there(booted: Any) -> None:
    from django.conf import settings

    theirs = Path(settings.TEMPLATES[0]["DIRS"][1]) / "base.html"
    text = theirs.read_text(encoding="utf-8")
    assert "{% block bottomjs %}" in text, "Label Studio's base.html has no block bottomjs any more"
    assert "{{request.csp_nonce}}" in text.replace(" ", "")


def bundle() -> str:
    from django.conf import settings

    return (Path(settings.REACT_APP_ROOT) / "main.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("block", "element"),
    [("menu-header", "hotkeys"), ("main-menu", ""), ("main-menu", "item"), ("sidebar", "")],
)
def test_the_elements_that_our_entries_look_for_are_built(booted: Any, block: str, element: str) -> None:
    # Its class names are put together from these when the page runs, with the prefix lsf.
    text = bundle()
    assert f'"{block}"' in text, f"its application builds no {block} any more"
    if element:
        assert f'"{element}"' in text, f"its application builds no {block}__{element} any more"


def test_its_menu_leads_to_projects_and_its_scheme_is_kept_where_we_look(booted: Any) -> None:
    text = bundle()
    assert '"/projects"' in text or 'href:"/projects"' in text or "/projects" in text
    assert '"preferred-color-scheme"' in text, "the light and dark switch is kept under another name"
    assert "data-color-scheme" in text


def test_the_login_form_has_the_fields_that_people_and_tests_fill(client_for: Any) -> None:
    page = client_for(None).get("/user/login/").content.decode()
    for name in ("email", "password", "csrfmiddlewaretoken"):
        assert f'name="{name}"' in page
