"""How far annotators agree on the regions of a series, and what they say together.

One metric a file, each with its range, meaning and citation. :func:`range_overlap` is the primary number of a task.
Depends on numpy and scipy; opens no file and knows no platform.
"""

from faultmark.agreement.breakdown import by_channel, by_label
from faultmark.agreement.class_alpha import class_alpha
from faultmark.agreement.clusters import Cluster, find_clusters, find_clusters_of
from faultmark.agreement.confusion import UNMARKED, Confusion
from faultmark.agreement.consensus import (
    Consensus,
    ConsensusOptions,
    ConsensusRegion,
    Note,
    consensus,
    votes_of,
)
from faultmark.agreement.dawid_skene import NOTHING, DawidSkene, fit_dawid_skene
from faultmark.agreement.disagreements import Disagreement, find_disagreements
from faultmark.agreement.evalme import evalme_overlap, evalme_overlap_by_label
from faultmark.agreement.event_f1 import event_f1
from faultmark.agreement.instants import instant_agreement
from faultmark.agreement.matched_iou import matched_iou
from faultmark.agreement.matching import Match, match
from faultmark.agreement.options import MatchOptions
from faultmark.agreement.range_overlap import range_overlap
from faultmark.agreement.scoring import REASONS, Reason, ScoreOptions, TaskScore, score_task, score_tasks
from faultmark.agreement.severity_alpha import severity_alpha
from faultmark.agreement.span import Annotation, Span
from faultmark.agreement.time_alpha import time_alpha

__all__ = [
    "NOTHING",
    "REASONS",
    "UNMARKED",
    "Annotation",
    "Cluster",
    "Confusion",
    "Consensus",
    "ConsensusOptions",
    "ConsensusRegion",
    "DawidSkene",
    "Disagreement",
    "Match",
    "MatchOptions",
    "Note",
    "Reason",
    "ScoreOptions",
    "Span",
    "TaskScore",
    "by_channel",
    "by_label",
    "class_alpha",
    "consensus",
    "evalme_overlap",
    "evalme_overlap_by_label",
    "event_f1",
    "find_clusters",
    "find_clusters_of",
    "find_disagreements",
    "fit_dawid_skene",
    "instant_agreement",
    "match",
    "matched_iou",
    "range_overlap",
    "score_task",
    "score_tasks",
    "severity_alpha",
    "time_alpha",
    "votes_of",
]
