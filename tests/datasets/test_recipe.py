"""Recipes: what is accepted, and how a mistake is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faultmark.datasets.recipe import Recipe, read_recipe
from faultmark.errors import FaultmarkError

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = "windows: {length: 8, stride: 4}\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        (WINDOWS + "splits: {by: random}\n", "dataset.split.random", 4, "neighbouring windows"),
        (WINDOWS, "dataset.recipe.invalid", None, "windows need splits"),
        ("windows:\n  length: 8\n  stride: 0\nsplits: {by: time}\n", "dataset.recipe.invalid", 5, "greater than"),
        ("splits:\n  by: machine\n  shares: {train: 0.5, test: 0.6}\n", "dataset.recipe.invalid", 3, "1.1"),
        ("splits: {by: time, purge: 0.5}\n", "dataset.recipe.invalid", 3, "greater than or equal to 1"),
        ("chanels: [a]\n", "dataset.recipe.invalid", 3, "Extra"),
        ("labels: {sources: [\n", "dataset.recipe.unreadable", 4, "YAML"),
    ],
)
def test_a_mistake_names_its_line_and_the_reason(text: str, code: str, line: int | None, words: str) -> None:
    with pytest.raises(FaultmarkError) as caught:
        read_recipe("name: pumps\nproject: 1\n" + text, "pumps.yaml")
    assert (caught.value.code, caught.value.place.line) == (code, line)
    assert words in str(caught.value)


def test_the_published_schema_is_up_to_date() -> None:
    page = ROOT / "docs" / "reference" / "dataset-recipe.schema.json"
    assert json.loads(page.read_text(encoding="utf-8")) == Recipe.model_json_schema(), (
        "docs/reference/dataset-recipe.schema.json differs; run: python scripts/recipe_doc.py"
    )


def test_the_recipe_in_the_documentation_is_one() -> None:
    page = (ROOT / "docs" / "how-to" / "build-a-dataset.md").read_text(encoding="utf-8")
    text = page.split("```yaml\n")[1].split("```")[0]
    assert read_recipe(text).windows is not None
