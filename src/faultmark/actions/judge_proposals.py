"""What a user made of the regions that models proposed, seen from what is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from faultmark.labels.region import Region
from faultmark.labels.schema import LabelSchema

__all__ = ["Judgement", "ProposalKey", "Proposed", "judge_proposals"]

ProposalKey = tuple[int, str]
"""Id of the prediction, and id of the region in it."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed region. A region without a score of its own has its prediction's."""

    region: Region
    score: float | None
    model_version: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one proposal; ``before`` and ``after`` are regions as JSON values."""

    outcome: Literal["accepted", "edited", "dismissed"]
    proposed: Proposed
    before: Mapping[str, Any]
    after: Sequence[Mapping[str, Any]]


def judge_proposals(
    proposed: Mapping[ProposalKey, Proposed],
    regions: Iterable[Region],
    dismissed: Iterable[ProposalKey],
    schema: LabelSchema,
) -> dict[ProposalKey, Judgement]:
    """Judge proposals by the regions that came of them.

    A proposal is accepted when one region came of it with its boundaries and its class, edited when what came of it
    has other ones or is several regions, and dismissed when nothing came of it and the user said so. Else it is open
    and has no judgement. What people add, such as a severity, is no edit: the model did not speak of it.

    Parameters
    ----------
    proposed:
        All that is proposed.
    regions:
        What the user has now.
    dismissed:
        What the user dismissed.
    schema:
        The config's schema, which says what a class is.
    """
    came_of: dict[ProposalKey, list[Region]] = {}
    for region in regions:
        if region.parent is not None:
            came_of.setdefault((region.parent.prediction_id, region.parent.region_id), []).append(region)
    judged: dict[ProposalKey, Judgement] = {}
    for key in dict.fromkeys((*came_of, *dismissed)):
        proposal = proposed.get(key)
        if proposal is None:
            continue
        children = came_of.get(key, [])
        before = _told(proposal.region)
        is_same = len(children) == 1 and _same(children[0], proposal.region, schema)
        outcome: Literal["accepted", "edited", "dismissed"] = (
            "accepted" if is_same else "edited" if children else "dismissed"
        )
        judged[key] = Judgement(outcome, proposal, before, [_told(child) for child in children])
    return judged


def _same(one: Region, other: Region, schema: LabelSchema) -> bool:
    if (one.start, one.end, one.instant) != (other.start, other.end, other.instant):
        return False
    names = [control.name for control in schema.label_controls]
    return all((one.values.get(name) or []) == (other.values.get(name) or []) for name in names)


def _told(region: Region) -> dict[str, Any]:
    """What a region says, without what only Label Studio's JSON needs."""
    said = region.as_dict()
    return {name: said[name] for name in ("id", "start", "end", "instant", "values", "channels")}
