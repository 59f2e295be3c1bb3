"""What can go wrong between a storage and its cloud, told so that a person can mend it.

Each names the storage, the bucket or container, and the call that failed; never a credential, and never the words of
the other side, which may repeat one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faultmark.errors import Place, Remedy, SeriesError

__all__ = ["Call", "cut_off", "in_settings", "name_of", "parts_of"]

_AGAIN = Remedy("Read it again.", {"reread": True})


def parts_of(uri: str) -> tuple[str, str]:
    """Bucket or container, and key, of an address such as ``s3://bucket/a/b.csv``."""
    bucket, _, key = uri.partition("://")[2].partition("/")
    return bucket, key


def name_of(uri: str) -> str:
    """What an object is called in an error."""
    return uri.rstrip("/").rpartition("/")[2] or uri


def in_settings(what: str) -> Remedy:
    """A remedy that is applied on Label Studio's settings page."""
    return Remedy(f"{what}, in the project's settings under Cloud Storage.")


def cut_off(uri: str, done: int, size: int) -> SeriesError:
    """An object that ended early."""
    return SeriesError(
        "series.source.unreachable",
        f"The object ended after {done:,} of {size:,} bytes.",
        place=Place(name_of(uri)),
        remedies=(_AGAIN,),
    )


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a cloud, whose faults it makes.

    Attributes
    ----------
    storage, uri:
        Label Studio's storage, and what is read.
    name:
        The call, as the cloud's documentation names it.
    permission:
        What it needs.
    holder:
        ``"bucket"`` or ``"container"``.
    scope:
        Where the permission has to be granted, in the cloud's own words.
    """

    storage: Any
    uri: str
    name: str
    permission: str
    holder: str
    scope: str

    @property
    def _who(self) -> str:
        return f"The storage {self.storage.title or self.storage.pk!r}"

    @property
    def _where(self) -> str:
        return f"the {self.holder} {parts_of(self.uri)[0]!r}"

    def changed(self) -> SeriesError:
        """Another version of the object is there than the one that was asked for."""
        return SeriesError(
            "series.file.changed",
            "The object changed while it was read.",
            place=Place(name_of(self.uri)),
            remedies=(Remedy("Read it again once nothing writes to it any more.", {"reread": True}),),
        )

    def no_holder(self) -> SeriesError:
        """There is no such bucket or container."""
        return SeriesError(
            "series.source.missing",
            f"There is no {self.holder} {parts_of(self.uri)[0]!r} ({self.name}).",
            place=Place(name_of(self.uri)),
            remedies=(in_settings(f"Correct the {self.holder}, or the region, account or endpoint"),),
        )

    def gone(self) -> SeriesError:
        """There is no such object."""
        return SeriesError(
            "series.file.missing",
            f"There is no object {parts_of(self.uri)[1]!r} in {self._where} ({self.name}).",
            place=Place(name_of(self.uri)),
            remedies=(Remedy("Put the object back, or remove the task."),),
        )

    def credentials(self, answer: object, expected: str) -> SeriesError:
        """The cloud does not know who asks."""
        return SeriesError(
            "series.source.credentials",
            f"{self._who} was refused by {self._where}: {self.name} answered {answer}.",
            place=Place(name_of(self.uri)),
            expected=expected,
            remedies=(in_settings("Enter valid credentials, or leave them empty to use the server's role"),),
        )

    def no_credentials(self, expected: str) -> SeriesError:
        """Neither the storage nor the server has any credentials."""
        return SeriesError(
            "series.source.credentials",
            f"{self._who} has no credentials for {self.name} on {self._where}, and the server has no role.",
            place=Place(name_of(self.uri)),
            expected=expected,
            remedies=(in_settings("Enter credentials"),),
        )

    def denied(self, answer: object) -> SeriesError:
        """Who asks is known and may not."""
        return SeriesError(
            "series.source.denied",
            f"{self._who} may not read from {self._where}: {self.name} answered {answer}. "
            f"The permission {self.permission} is missing.",
            place=Place(name_of(self.uri)),
            expected=f"{self.permission} on {self.scope}",
            remedies=(Remedy(f"Grant {self.permission} to the storage's credentials or to the server's role."),),
        )

    def unreachable(self, answer: object) -> SeriesError:
        """The cloud did not answer, or had a fault of its own."""
        return SeriesError(
            "series.source.unreachable",
            f"{self._who} could not read from {self._where}: {self.name} answered {answer}.",
            place=Place(name_of(self.uri)),
            remedies=(_AGAIN,),
        )

    def no_answer(self, error: Exception) -> SeriesError:
        """Nobody is at the address."""
        return SeriesError(
            "series.source.unreachable",
            f"{self._who} got no answer from {self._where}: {self.name} failed with {type(error).__name__}.",
            place=Place(name_of(self.uri)),
            expected=f"A reachable endpoint and the {self.holder}'s own region.",
            remedies=(in_settings("Check endpoint and region"), _AGAIN),
        )
