"""What people are called on a project's overview."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model

from faultmark.web.access import names_hidden

__all__ = ["names_in"]


def names_in(user: Any, project_id: int, people: Iterable[int]) -> Mapping[int, str]:
    """The people's names as this user may read them: addresses, or numbers in an order that tells nothing."""
    ids = set(people)
    if names_hidden(user, project_id):
        drawn = sorted(ids, key=lambda pk: hashlib.blake2s(f"{project_id} {pk}".encode()).digest())
        return {
            pk: get_user_model().objects.get(pk=pk).email if pk == user.pk else f"Annotator {number}"
            for number, pk in enumerate(drawn, start=1)
        }
    known = dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "email"))
    return {pk: known.get(pk, f"user {pk}") for pk in ids}
