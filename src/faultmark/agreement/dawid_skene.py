"""Dawid-Skene: how each annotator errs, learned from past tasks without knowing the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultmark.errors import LabelError

__all__ = ["NOTHING", "DawidSkene", "Vote", "fit_dawid_skene"]

NOTHING = "\0nothing"
"""The class of a place that an annotator did not mark, and the true class of a false alarm."""

Vote = str | None
Floats = NDArray[np.float64]
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class DawidSkene:
    """A fitted model.

    Attributes
    ----------
    classes:
        C classes, sorted; :data:`NOTHING` among them where a vote ever was.
    prior:
        float64[C], how common each true class is.
    confusion:
        For each author float64[C, C]: given the true class (row), how probable each answer (column) is.
    """

    classes: tuple[Vote, ...]
    prior: Floats
    confusion: Mapping[str, Floats]

    def posterior(self, votes: Mapping[str, Vote]) -> dict[Vote, float]:
        """Probability of each true class given ``votes`` by author.

        An author without history errs like the average one; a class without history is its own, and taken to be as
        rare as the rarest known.
        """
        classes = [*self.classes, *sorted({v for v in votes.values() if v not in self.classes}, key=_by_name)]
        index = {name: number for number, name in enumerate(classes)}
        size, known = len(classes), len(self.classes)
        log = np.log(np.concatenate((self.prior, np.full(size - known, self.prior.min()))) + _LEAST)
        average = np.mean(list(self.confusion.values()), axis=0)
        for author, vote in votes.items():
            matrix = self.confusion.get(author, average)
            answer = np.full(size, (1.0 - float(np.mean(np.diag(matrix)))) / size)
            if index[vote] < known:
                answer[:known] = matrix[:, index[vote]]
            else:
                answer[index[vote]] = float(np.mean(np.diag(matrix)))
            log += np.log(answer + _LEAST)
        chance = np.exp(log - log.max())
        return dict(zip(classes, (chance / chance.sum()).tolist(), strict=True))

    def reliability(self, author: str) -> float:
        """Probability that ``author`` gives the true class, in [0, 1]; without history the average author's."""
        matrix = self.confusion.get(author)
        if matrix is None:
            matrix = np.mean(list(self.confusion.values()), axis=0)
        return float(self.prior @ np.diag(matrix))

    def weight(self, author: str) -> float:
        """Weigh ``author``'s boundaries in a median by the odds of their giving the true class, 0.1 to 100."""
        right = self.reliability(author)
        return float(np.clip(right / max(1.0 - right, _LEAST), 0.1, 100.0))


def fit_dawid_skene(
    units: Iterable[Mapping[str, Vote]], iterations: int = 100, precision: float = 1e-6, smoothing: float = 4.0
) -> DawidSkene:
    """Learn each annotator's confusion matrix by expectation maximization, starting from the majority.

    The result depends on the votes alone: no random start.

    Parameters
    ----------
    units:
        Votes on each event, by author: a class, None for a region without a class, or :data:`NOTHING` for an event
        the author did not mark. An author who did not see the task is left out.
    iterations:
        At most so many rounds.
    precision:
        Stop when no probability changes by more than this.
    smoothing:
        Votes presumed in each row of a confusion matrix, half of them right and half at random, so that a short
        history is not taken as law. Where few saw the same events, votes fit a person who is right and one who is
        always wrong alike; the presumption decides for the former.

    Raises
    ------
    LabelError
        ``agreement.history.empty`` when there is no vote to learn from.

    References
    ----------
    A. P. Dawid, A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm",
    Journal of the Royal Statistical Society C 28 (1979) 20-28.
    """
    votes = [unit for unit in units if unit]
    if not votes:
        raise LabelError("agreement.history.empty", "There is no vote to learn how annotators err from.")
    classes = sorted({vote for unit in votes for vote in unit.values()}, key=_by_name)
    authors = sorted({author for unit in votes for author in unit})
    answers = _columns(votes, authors, classes)
    size = len(classes)
    given = [np.flatnonzero(column >= 0) for column in answers]

    belief = np.zeros((len(votes), size))
    for column, rows in zip(answers, given, strict=True):
        belief[rows, column[rows]] += 1.0
    belief /= belief.sum(axis=1, keepdims=True)
    presumed = smoothing * (np.eye(size) + np.full((size, size), 1.0 / size)) / 2
    prior, confusion = np.zeros(size), np.zeros((len(authors), size, size))
    for _ in range(iterations):
        prior = (belief.sum(axis=0) + smoothing / size) / (len(votes) + smoothing)
        log = np.tile(np.log(prior + _LEAST), (len(votes), 1))
        for k, (column, rows) in enumerate(zip(answers, given, strict=True)):
            seen = presumed.copy()
            for c in range(size):
                seen[:, c] += belief[rows[column[rows] == c]].sum(axis=0)
            confusion[k] = seen / seen.sum(axis=1, keepdims=True)
            log[rows] += np.log(confusion[k] + _LEAST).T[column[rows]]
        log -= log.max(axis=1, keepdims=True)
        updated = np.exp(log)
        updated /= updated.sum(axis=1, keepdims=True)
        change = float(np.abs(updated - belief).max())
        belief = updated
        if change <= precision:
            break
    return DawidSkene(tuple(classes), prior, dict(zip(authors, confusion, strict=True)))


def _columns(
    votes: Sequence[Mapping[str, Vote]], authors: Sequence[str], classes: Sequence[Vote]
) -> list[NDArray[np.int64]]:
    index = {name: number for number, name in enumerate(classes)}
    return [
        np.fromiter((index[unit[author]] if author in unit else -1 for unit in votes), np.int64, len(votes))
        for author in authors
    ]


def _by_name(vote: Vote) -> tuple[bool, str]:
    return vote is not None, vote or ""
