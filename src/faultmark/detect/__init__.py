"""Detectors: ``detect(series) -> proposals``, one detector a file behind one base class, and their composition.

``Series.of({"pressure": values})`` makes a series of arrays, ``propose(series)`` runs everything on it.
"""

from faultmark.detect.base import ChannelDetector, Detector, DetectorError, Finding
from faultmark.detect.compose import Composition, Detection
from faultmark.detect.confidence import LEAST
from faultmark.detect.proposal import Proposal
from faultmark.detect.registry import MODEL_VERSION, builtin_detectors, composition, propose
from faultmark.detect.series import Channel, Limit, Series

__all__ = [
    "LEAST",
    "MODEL_VERSION",
    "Channel",
    "ChannelDetector",
    "Composition",
    "Detection",
    "Detector",
    "DetectorError",
    "Finding",
    "Limit",
    "Proposal",
    "Series",
    "builtin_detectors",
    "composition",
    "propose",
]
