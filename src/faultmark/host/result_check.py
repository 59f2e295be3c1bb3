"""What is no list of result items is refused with a remedy where Label Studio takes annotations and predictions.

Its own check of an annotation raises errors that it answers as 500: for text that is no JSON, and for lists of anything
but objects. Of a prediction it keeps items whose value is none. Of those that come with tasks it logs
what it cannot take, and then trips over having taken nothing.
"""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from tasks.models import Prediction
from tasks.serializers import AnnotationSerializer, BaseTaskSerializerBulk

__all__ = ["refuse_broken_results"]

_EXPECTED = (
    'Expected a list of result items, such as [{"from_name": …, "to_name": …, "type": …, "value": {…}}], as Label '
    "Studio's export has them; [] for an annotation that found nothing."
)
_theirs = AnnotationSerializer.validate_result
_their_preparation = Prediction.prepare_prediction_result
_their_addition = BaseTaskSerializerBulk.add_predictions


def refuse_broken_results() -> None:
    """Put our checks about Label Studio's."""
    AnnotationSerializer.validate_result = _checked
    Prediction.prepare_prediction_result = staticmethod(_prepared)
    BaseTaskSerializerBulk.add_predictions = _added


def _checked(serializer: Any, value: Any) -> Any:
    try:
        items = _theirs(serializer, value)
    except ValueError as error:
        raise ValidationError(f"result is text that is no JSON. {_EXPECTED}") from error
    _check_items(items)
    return items


def _prepared(result: Any, project: Any) -> Any:
    """What a prediction keeps: Label Studio also takes one value alone, such as a label, and makes the item of it."""
    if isinstance(result, list):
        _check_items(result)
    return _their_preparation(result, project)


def _added(serializer: Any, task_predictions: Any) -> Any:
    """Predictions of tasks that are imported, checked before any is kept: the import is one transaction."""
    for task, predictions in enumerate(task_predictions):
        for number, prediction in enumerate(predictions):
            result = prediction.get("result") if isinstance(prediction, dict) else None
            if isinstance(result, list):
                _check_items(result, f"Task {task}, prediction {number}: item")
    return _their_addition(serializer, task_predictions)


def _check_items(items: Any, name: str = "Item") -> None:
    for number, item in enumerate(items):
        if not isinstance(item, dict):
            raise ValidationError(f"{name} {number} of result is no object. {_EXPECTED}")
        if not isinstance(item.get("value", {}), dict):
            raise ValidationError(f"{name} {number} of result has a value that is no object. {_EXPECTED}")
