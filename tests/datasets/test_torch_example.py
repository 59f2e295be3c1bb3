"""The loader in the documentation, run as it stands against a dataset that was built.

PyTorch itself is several hundred megabytes and not needed to see that the class keeps the promise that its loader
relies on: ``len``, and items by index. Where it is not installed, its two names stand for themselves.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from datasets_examples import put, record, region

from faultmark.actions.build_dataset import build_dataset
from faultmark.datasets.recipe import Recipe
from faultmark.store import SeriesStore

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "build-a-dataset.md"


@pytest.fixture
def loader_class(monkeypatch: pytest.MonkeyPatch) -> Any:
    try:
        import torch.utils.data  # noqa: F401
    except ImportError:
        data: Any = types.ModuleType("torch.utils.data")
        data.Dataset, data.DataLoader = object, list
        for name, module in {"torch": types.ModuleType("torch"), "torch.utils": types.ModuleType("torch.utils"),
                             "torch.utils.data": data}.items():  # fmt: skip
            monkeypatch.setitem(sys.modules, name, module)
    code = PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    space: dict[str, Any] = {}
    exec(code.split("train = ")[0], space)
    return space["Windows"]


def test_the_loader_of_the_documentation_reads_a_dataset(loader_class: Any, tmp_path: Path) -> None:
    store = SeriesStore(tmp_path / "store")
    records = [record(n, put(store, f"s{n}", 100, seed=n), region(20, 59)) for n in (1, 2)]
    recipe = Recipe.model_validate(
        {"name": "pumps", "project": 1, "windows": {"length": 16, "stride": 8},
         "splits": {"by": "machine", "shares": {"train": 0.5, "test": 0.5}}}
    )  # fmt: skip
    built = build_dataset(recipe, records, store, tmp_path / "out")
    windows = loader_class(built.path, "train")
    arrays = np.load(built.path / "windows-train.npz")
    assert len(windows) == 11
    for index in range(len(windows)):
        x, y = windows[index]
        assert (x.shape, x.dtype) == ((2, 16), np.float32)
        np.testing.assert_array_equal(x, arrays["x"][index].T)
        assert windows.classes[str(y)] in ("normal", "drift")
