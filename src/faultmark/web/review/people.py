"""Who is who on a review's page: names, or letters where the project or the reviewer hides them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.contrib.auth import get_user_model

__all__ = ["Names"]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the people of one task.

    Attributes
    ----------
    letters:
        For each annotator's id, in the order in which they annotated.
    emails:
        For each person's id.
    blind:
        Whether annotators are shown by letter alone.
    asking:
        Who looks; he always sees his own name.
    """

    letters: dict[int, str]
    emails: dict[int, str]
    blind: bool
    asking: int

    @classmethod
    def of(cls, annotators: Iterable[int], others: Iterable[int | None], user: Any, *, blind: bool) -> Names:
        """Look them up, in one query."""
        ordered = list(dict.fromkeys(annotators))
        wanted = {*ordered, *(pk for pk in others if pk is not None)}
        emails = dict(get_user_model().objects.filter(pk__in=wanted).values_list("pk", "email"))
        return cls({pk: _letter(i) for i, pk in enumerate(ordered)}, emails, blind, user.pk)

    def name(self, pk: int | None) -> str:
        """How a person is called here."""
        if pk is None:
            return "somebody"
        if self.blind and pk in self.letters and pk != self.asking:
            return f"Annotator {self.letters[pk]}"
        return self.emails.get(pk, f"user {pk}")

    def id(self, pk: int | None) -> int | None:
        """The person's id, unless it is hidden."""
        return None if pk is None or (self.blind and pk in self.letters and pk != self.asking) else pk


def _letter(index: int) -> str:
    """Count in letters: A, B, and after Z AA, AB."""
    rest, place = divmod(index, len(ascii_uppercase))
    return (_letter(rest - 1) if rest else "") + ascii_uppercase[place]
