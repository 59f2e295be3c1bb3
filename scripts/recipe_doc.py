"""Writes the JSON Schema of dataset recipes: ``python scripts/recipe_doc.py``."""

from __future__ import annotations

import json
from pathlib import Path

from faultmark.datasets.recipe import Recipe

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "dataset-recipe.schema.json"

if __name__ == "__main__":
    PAGE.write_text(json.dumps(Recipe.model_json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {PAGE}")
