"""What is no list of result items is refused with a remedy where Label Studio's API takes an annotation.

Its own check of the field raises errors that it answers as 500: for text that is no JSON, and for lists of anything
but objects.
"""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from tasks.serializers import AnnotationSerializer

__all__ = ["refuse_broken_results"]

_EXPECTED = (
    'Expected a list of result items, such as [{"from_name": …, "to_name": …, "type": …, "value": {…}}], as Label '
    "Studio's export has them; [] for an annotation that found nothing."
)
_theirs = AnnotationSerializer.validate_result


def refuse_broken_results() -> None:
    """Put our check about Label Studio's."""
    AnnotationSerializer.validate_result = _checked


def _checked(serializer: Any, value: Any) -> Any:
    try:
        items = _theirs(serializer, value)
    except ValueError as error:
        raise ValidationError(f"result is text that is no JSON. {_EXPECTED}") from error
    for number, item in enumerate(items):
        if not isinstance(item, dict):
            raise ValidationError(f"Item {number} of result is no object. {_EXPECTED}")
        if not isinstance(item.get("value", {}), dict):
            raise ValidationError(f"The value of item {number} of result is no object. {_EXPECTED}")
    return items
