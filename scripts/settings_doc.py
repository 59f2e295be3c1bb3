"""Writes docs/reference/settings.md from the table of settings."""

from __future__ import annotations

from pathlib import Path

from faultmark.host.config import FILE_NAME, PREFIX, settings_table

__all__ = ["PAGE", "settings_page"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "settings.md"


def settings_page() -> str:
    """The page as Markdown."""
    rows = "\n".join(
        f"| `{name}` | `{PREFIX}{name.upper()}` | {f'`{default}`' if default else '–'} | {text} |"
        for name, default, text in settings_table()
    )
    return f"""# Settings

A setting comes from the command line, else from its environment variable, else from `{FILE_NAME}` in the data folder
(or the file given with `--config`), else from its default. An invalid value is refused with its name, where it came
from and what is allowed. `DATABASE_URL` is read where `{PREFIX}DATABASE_URL` is not set.

| setting | environment | default | what it is |
| --- | --- | --- | --- |
{rows}

A file looks like this:

```toml
data_dir = "/srv/faultmark"
host = "0.0.0.0"
public_url = "https://labels.example.com"
database_url = "postgresql://faultmark:secret@db.example.com/faultmark"
```
"""


if __name__ == "__main__":
    PAGE.write_text(settings_page(), encoding="utf-8")
