"""The class of a proposal: by rules at first, and by a small model where a project has enough labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from faultmark.detect.robust import Floats
from faultmark.detect.shape import SHAPE
from faultmark.errors import LabelError

__all__ = ["Classifier", "LearntClassifier", "RuleClassifier"]

_LEAST_LABELS = 40
_LEAST_PER_CLASS = 4


class Classifier(Protocol):
    """Names the class of a shape."""

    def name(self, shape: Floats, found_by: Mapping[str, str]) -> str:
        """The class, from a :func:`~faultmark.detect.shape.shape` and what each detector that found it called it."""


class RuleClassifier:
    """What an engineer would say of the shape. Physics first: what is missing is no flatline, a ramp is no step."""

    def name(self, shape: Floats, found_by: Mapping[str, str]) -> str:
        """The class by rules; see :class:`Classifier`."""
        s: dict[str, float] = dict(zip(SHAPE, shape.tolist(), strict=True))
        length = float(np.exp(s["log_length"]))
        if s["missing"] > 0.3 or "missing" in found_by or (s["zero"] > 0.8 and s["peak"] > 2.0):
            return "dropout"
        if s["still"] > 0.9 and length >= 6:
            return "flatline"
        if length < 5.5:
            return "spike"
        if s["swing_share"] > 0.4 and s["smooth"] > -0.2 and s["swing"] > 0.6 and s["line_fit"] < 0.6:
            return "oscillation"
        return self._slow(s, found_by)

    @staticmethod
    def _slow(s: Mapping[str, float], found_by: Mapping[str, str]) -> str:
        steady = abs(s["shift"]) < 1.2 and abs(s["rise"]) < 1.5
        if s["rough"] > 0.35 and (steady or "variance" in found_by) and "level" not in found_by:
            return "variance change"
        ramp = s["ramp_fit"] > s["step_fit"] and abs(s["rise"]) > 0.5 * abs(s["shift"])
        if "drift" in found_by or (ramp and s["line_fit"] > 0.45):
            return "drift"
        if s["log_length"] < np.log(40) and s["returns"] < 0.5:
            return "drop" if s["shift"] < 0 else "spike" if s["log_length"] < np.log(9) else "level shift"
        if abs(s["shift"]) < 0.8 and s["rough"] > 0.2:
            return "variance change"
        return "level shift"


@dataclass(frozen=True)
class LearntClassifier:
    """Randomised trees on shapes that people named. ``trust`` is the least probability to overrule the rules.

    P. Geurts, D. Ernst, L. Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006) 3: of small models the
    one that does best with few labels.
    """

    model: Any
    classes: tuple[str, ...]
    trust: float = 0.5

    @classmethod
    def learn(cls, shapes: Floats, labels: Sequence[str]) -> LearntClassifier:
        """Learn from shapes, ``float64[n, len(SHAPE)]``, and their classes.

        Raises
        ------
        LabelError
            ``detect.labels.few`` when there are fewer than 40, or only one class with at least four.
        """
        names, counts = np.unique(np.asarray(labels, dtype=str), return_counts=True)
        kept = names[counts >= _LEAST_PER_CLASS]
        chosen = np.isin(np.asarray(labels, dtype=str), kept)
        if int(chosen.sum()) < _LEAST_LABELS or kept.size < 2:
            raise LabelError(
                "detect.labels.few",
                f"{len(labels)} labels of {names.size} classes are too few to learn from.",
                expected=f"{_LEAST_LABELS} labels of two classes, each with {_LEAST_PER_CLASS} or more.",
            )
        from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415 - only where it is asked for

        model = ExtraTreesClassifier(100, max_features=0.5, random_state=0)
        model.fit(shapes[chosen], np.asarray(labels, dtype=str)[chosen])
        return cls(model, tuple(str(name) for name in model.classes_))

    def name(self, shape: Floats, found_by: Mapping[str, str]) -> str:
        """The class by the model, by the rules where it is in doubt; see :class:`Classifier`."""
        chances = self.model.predict_proba(shape[None, :])[0]
        best = int(np.argmax(chances))
        if chances[best] >= self.trust:
            return self.classes[best]
        return RuleClassifier().name(shape, found_by)
