"""The command line, which loads no detectors to say its help, has the detectors' own defaults."""

from __future__ import annotations

from inspect import signature

import pytest

from faultmark.cli.detecting import detect
from faultmark.cli.ml_backend import ml_backend
from faultmark.detect import LEAST


@pytest.mark.parametrize("command", [detect, ml_backend])
def test_the_least_confidence_is_the_detectors(command) -> None:
    assert signature(command).parameters["least"].default == LEAST
